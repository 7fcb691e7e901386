using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Reading;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>A PKCS#12 file that a program keeps as its store (RFC 7292): read with what it says of its own protection, so that it
/// is written again as its program reads it. Parts that are not altered keep their very bytes; the seal is made anew.</summary>
internal sealed class KeyStoreFile
{
    private const string Data = "1.2.840.113549.1.7.1", EncryptedData = "1.2.840.113549.1.7.6", OldEncryption = "1.2.840.113549.1.12.1.";
    private const int Rounds = 10_000, MostRounds = 1_000_000;

    private static readonly Asn1Tag Wrapped = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly List<KeyStorePart> _parts = [];
    private HashAlgorithmName? _seal = HashAlgorithmName.SHA256;
    private int _sealRounds = Rounds;

    /// <summary>An empty store, in the form that Java writes today.</summary>
    public KeyStoreFile()
    {
    }

    /// <summary>It is written in the old way (3DES, SHA-1), so its program may know no other.</summary>
    public bool IsOld { get; private set; }

    public IEnumerable<KeyStoreBag> Bags => _parts.SelectMany(part => part.Bags);

    /// <summary>Key derivation and encryption of what is added.</summary>
    public PbeParameters Protection => IsOld
        ? new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, Rounds)
        : new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Rounds);

    /// <param name="path">For the texts of problems.</param>
    public static Checked<KeyStoreFile> Read(string path, ReadOnlyMemory<byte> bytes, Secret? password)
    {
        if (bytes.Span is [0xFE, 0xED, 0xFE, 0xED, ..] or [0xCE, 0xCE, 0xCE, 0xCE, ..])
        {
            return Problem.Of("STORE-009", ("file", path));
        }

        if (password is null)
        {
            return Problem.Of("STORE-010", ("file", path));
        }

        try
        {
            var file = new KeyStoreFile();
            return file.Load(bytes, PasswordForm.Of(password)) ? file : Problem.Of("STORE-011", ("file", path));
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException or UnsupportedException or OverBudgetException or CryptographicException or ArgumentException)
        {
            return Problem.Of("STORE-012", ("file", path));
        }
    }

    /// <summary>To be altered by itself.</summary>
    public KeyStoreFile Copy()
    {
        var copy = new KeyStoreFile { IsOld = IsOld, _seal = _seal, _sealRounds = _sealRounds };
        copy._parts.AddRange(_parts);
        return copy;
    }

    /// <summary>Takes bags out; parts without them keep their bytes.</summary>
    public void Remove(Func<KeyStoreBag, bool> which)
    {
        for (var at = 0; at < _parts.Count; at++)
        {
            if (_parts[at].Bags.Any(which))
            {
                _parts[at] = new(null, _parts[at].IsEncrypted, [.. _parts[at].Bags.Where(bag => !which(bag))]);
            }
        }
    }

    /// <summary>Adds a part; certificates are encrypted, keys are so by themselves.</summary>
    public void Add(bool encrypted, params IEnumerable<Pkcs12SafeBag> bags)
    {
        var contents = new Pkcs12SafeContents();
        foreach (var bag in bags)
        {
            contents.AddSafeBag(bag);
        }

        _parts.Add(new(null, encrypted, [.. KeyStoreBag.All(PlainContents(contents))]));
    }

    /// <summary>Salts and vectors are new each time: no two writings are equal.</summary>
    public byte[] Write(Secret password)
    {
        var builder = new Pkcs12Builder();
        foreach (var part in _parts.Where(part => part.Original is not null || part.Bags.Length > 0))
        {
            var contents = part.Original ?? Contents(part.Bags);
            if (part.Original is null && part.IsEncrypted)
            {
                builder.AddSafeContentsEncrypted(contents, password.Characters, Protection);
            }
            else
            {
                builder.AddSafeContentsUnencrypted(contents);
            }
        }

        if (_seal is { } digest)
        {
            builder.SealWithMac(password.Characters, digest, _sealRounds);
        }
        else
        {
            builder.SealWithoutIntegrity();
        }

        return builder.Encode();
    }

    /// <returns>False when the password is not the file's.</returns>
    private bool Load(ReadOnlyMemory<byte> ber, ImmutableArray<PasswordForm> forms)
    {
        var der = BerShape.Definite(ber);
        var budget = new ReadingBudget();
        var pfx = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        _ = pfx.ReadInteger();
        var content = DataOf(pfx.ReadSequence());
        if (!Seal(pfx, forms, content, budget))
        {
            return false;
        }

        var originals = Pkcs12Info.Decode(der, out _, skipCopy: false).AuthenticatedSafe;
        var parts = new AsnReader(BerShape.Definite(content), AsnEncodingRules.BER).ReadSequence();
        for (var at = 0; parts.HasData; at++)
        {
            if (!Part(parts.ReadSequence(), originals[at], forms, budget))
            {
                return false;
            }
        }

        return true;
    }

    private bool Seal(AsnReader pfx, ImmutableArray<PasswordForm> forms, byte[] content, ReadingBudget budget)
    {
        if (!pfx.HasData)
        {
            _seal = null;
            return true;
        }

        var data = new AsnReader(pfx.PeekEncodedValue(), AsnEncodingRules.BER).ReadSequence();
        var digest = SignatureAlgorithmParser.Digest(data.ReadSequence().ReadSequence().ReadObjectIdentifier());
        _ = data.ReadOctetString();
        var rounds = data.HasData ? PasswordEncryption.Rounds(data) : 1;
        _seal = digest is null or "MD5" ? HashAlgorithmName.SHA256 : new HashAlgorithmName(digest);
        _sealRounds = Math.Clamp(rounds, Rounds, MostRounds);
        return Pkcs12Mac.Read(pfx, budget).Find(forms, content) is not null;
    }

    private bool Part(AsnReader info, Pkcs12SafeContents original, ImmutableArray<PasswordForm> forms, ReadingBudget budget)
    {
        switch (info.ReadObjectIdentifier())
        {
            case Data:
                Keep(original, isEncrypted: false, info.ReadSequence(Wrapped).ReadOctetString());
                return true;
            case EncryptedData:
                var data = info.ReadSequence(Wrapped).ReadSequence();
                _ = data.ReadInteger();
                var encrypted = data.ReadSequence();
                _ = encrypted.ReadObjectIdentifier();
                var algorithm = encrypted.ReadEncodedValue();
                IsOld |= Oid(algorithm).StartsWith(OldEncryption, StringComparison.Ordinal);
                ReadOnlyMemory<byte> bytes = encrypted.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0));
                var plain = KeyOpener.Try(forms, form => PasswordEncryption.Decrypt(algorithm, bytes, form, budget), candidate => TryBags(candidate, out _));
                if (plain is null)
                {
                    return false;
                }

                Keep(original, isEncrypted: true, plain);
                return true;
            default:
                throw new UnsupportedException("part protected by a public key");
        }
    }

    private void Keep(Pkcs12SafeContents original, bool isEncrypted, byte[] contents)
    {
        ImmutableArray<KeyStoreBag> bags = [.. KeyStoreBag.All(BerShape.Definite(contents))];
        IsOld |= bags.Any(bag => bag.Encryption?.StartsWith(OldEncryption, StringComparison.Ordinal) ?? false);
        _parts.Add(new(original, isEncrypted, bags));
    }

    private static bool TryBags(byte[] plain, [NotNullWhen(true)] out KeyStoreBag[]? bags)
    {
        try
        {
            bags = [.. KeyStoreBag.All(BerShape.Definite(plain))];
            return true;
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException)
        {
            bags = null;
            return false;
        }
    }

    private static byte[] DataOf(AsnReader info) =>
        info.ReadObjectIdentifier() == Data ? info.ReadSequence(Wrapped).ReadOctetString() : throw new UnsupportedException("PKCS#12 protected by a public key");

    private static string Oid(ReadOnlyMemory<byte> algorithm) => new AsnReader(algorithm, AsnEncodingRules.BER).ReadSequence().ReadObjectIdentifier();

    /// <summary>Bags with the bytes that they have, as .NET's writer wants them: read back out of a file with nothing else in it.</summary>
    private static Pkcs12SafeContents Contents(ImmutableArray<KeyStoreBag> bags)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var bag in bags)
            {
                writer.WriteEncodedValue(bag.Encoded.Span);
            }
        }

        var safe = Info(writer.Encode());
        writer.Reset();
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(safe);
        }

        var authenticated = Info(writer.Encode());
        writer.Reset();
        using (writer.PushSequence())
        {
            writer.WriteInteger(3);
            writer.WriteEncodedValue(authenticated);
        }

        return Pkcs12Info.Decode(writer.Encode(), out _, skipCopy: true).AuthenticatedSafe[0];
    }

    private static byte[] PlainContents(Pkcs12SafeContents contents)
    {
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(contents);
        builder.SealWithoutIntegrity();
        var pfx = new AsnReader(builder.Encode(), AsnEncodingRules.BER).ReadSequence();
        _ = pfx.ReadInteger();
        var parts = new AsnReader(DataOf(pfx.ReadSequence()), AsnEncodingRules.BER).ReadSequence();
        return DataOf(parts.ReadSequence());
    }

    private static byte[] Info(byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Data);
            using (writer.PushSequence(Wrapped))
            {
                writer.WriteOctetString(content);
            }
        }

        return writer.Encode();
    }
}

/// <summary>One SafeContents.</summary>
/// <param name="Original">As the file has it; <c>null</c> when it is to be written anew.</param>
internal sealed record KeyStorePart(Pkcs12SafeContents? Original, bool IsEncrypted, ImmutableArray<KeyStoreBag> Bags);

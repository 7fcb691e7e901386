using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Opens encrypted keys with every password at hand.</summary>
/// <param name="isGiven">Whether somebody gave a password; otherwise only none and the empty one are tried.</param>
internal sealed class KeyOpener(ItemSink sink, ImmutableArray<PasswordForm> forms, bool isGiven, ReadingBudget budget)
{
    public ImmutableArray<PasswordForm> Forms => forms;

    /// <summary>Encrypted PKCS#8 (RFC 5958, 3).</summary>
    public void Encrypted(ReadOnlyMemory<byte> der)
    {
        if (!Encrypted(der, forms, null, []))
        {
            SayRefused();
        }
    }

    /// <param name="first">Forms in the order to try.</param>
    /// <returns><c>false</c> when none opens it; what that means, the caller says.</returns>
    public bool Encrypted(ReadOnlyMemory<byte> der, ImmutableArray<PasswordForm> first, string? alias, ImmutableArray<BagAttribute> attributes)
    {
        var opened = Open(der, first);
        if (opened is null)
        {
            sink.Add(new FileItem.LockedKey { Alias = alias });
            return false;
        }

        sink.Add(PrivateKeyParser.Read(opened), held => new FileItem.Key(held, Encrypted: true) { Alias = alias, Attributes = attributes });
        Array.Clear(opened);
        return true;
    }

    /// <summary>PrivateKeyInfo, or <c>null</c> when no form opens it.</summary>
    public byte[]? Open(ReadOnlyMemory<byte> der, ImmutableArray<PasswordForm> order)
    {
        var reader = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        var algorithm = reader.ReadEncodedValue();
        var bytes = reader.Octets();
        return Try(order, form => PasswordEncryption.Decrypt(algorithm, bytes, form, budget), plain => DerShape.Of(plain) == DerKind.Pkcs8);
    }

    /// <summary>The password is wrong, or there is none.</summary>
    public void SayRefused() => sink.Say(isGiven ? "CERT-008" : "CERT-007");

    /// <summary>PEM with <c>Proc-Type: 4,ENCRYPTED</c> as OpenSSL wrote it for decades.</summary>
    /// <param name="cipher">The value of <c>DEK-Info</c>: cipher, comma, vector in hexadecimal.</param>
    public void Legacy(PemBlock block, string cipher, string? curve) => sink.Guard("encrypted key", block.Bytes.Length, () =>
    {
        var parts = cipher.Split(',');
        var vector = Convert.FromHexString(parts.Length == 2 ? parts[1].Trim() : throw new MalformedException("DEK-Info is cut off"));
        if (vector.Length is not (8 or 16))
        {
            throw new MalformedException("vector of a wrong length");
        }

        var opened = Try(forms, form => Legacy(parts[0].Trim(), form, vector, block.Bytes.Span), plain => DerShape.Of(plain) is DerKind.Pkcs1 or DerKind.Sec1 or DerKind.Pkcs8);
        if (opened is null)
        {
            sink.Add(new FileItem.LockedKey());
            SayRefused();
            return;
        }

        sink.Add(PrivateKeyParser.Read(opened, curve), held => new FileItem.Key(held, Encrypted: true));
        Array.Clear(opened);
    });

    private static byte[]? Legacy(string cipher, PasswordForm form, byte[] vector, ReadOnlySpan<byte> bytes)
    {
        byte[] Key(int length) => Derivation.LegacyPem(form.Narrow, vector, length);
        return cipher.ToUpperInvariant() switch
        {
            "DES-EDE3-CBC" => BlockCiphers.TripleDes(Key(24), vector, bytes),
            "DES-CBC" => BlockCiphers.Des(Key(8), vector, bytes),
            "RC2-CBC" => BlockCiphers.Rc2(Key(16), 128, vector, bytes),
            "AES-128-CBC" => BlockCiphers.Aes(Key(16), vector, bytes),
            "AES-192-CBC" => BlockCiphers.Aes(Key(24), vector, bytes),
            "AES-256-CBC" => BlockCiphers.Aes(Key(32), vector, bytes),
            _ => throw new UnsupportedException(cipher),
        };
    }

    /// <summary>The first answer that makes sense; a wrong key gives good padding once in 256.</summary>
    public static byte[]? Try(ImmutableArray<PasswordForm> order, Func<PasswordForm, byte[]?> decrypt, Func<byte[], bool> makesSense) =>
        order.Select(decrypt).FirstOrDefault(plain => plain is not null && makesSense(plain));
}

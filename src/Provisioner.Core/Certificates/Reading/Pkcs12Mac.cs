using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>The seal over a PKCS#12 file (RFC 7292, 4 and B.4; PBMAC1: RFC 9579). It tells which password is the file's.</summary>
internal sealed class Pkcs12Mac
{
    private const string Pbmac1 = "1.2.840.113549.1.5.14", Pbkdf2 = "1.2.840.113549.1.5.12";
    private const int LongestKey = 128;

    private readonly Func<PasswordForm, ReadOnlyMemory<byte>, bool> _fits;

    private Pkcs12Mac(Func<PasswordForm, ReadOnlyMemory<byte>, bool> fits) => _fits = fits;

    /// <summary>Reads MacData at the reader's place.</summary>
    public static Pkcs12Mac Read(AsnReader pfx, ReadingBudget budget)
    {
        var data = pfx.ReadSequence();
        var info = data.ReadSequence();
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        var expected = info.ReadOctetString();
        var salt = PasswordEncryption.Salt(data);
        var rounds = data.HasData ? PasswordEncryption.Rounds(data) : 1;
        return oid == Pbmac1 ? Modern(algorithm.ReadSequence(), expected, budget) : Classic(oid, expected, salt, rounds, budget);
    }

    /// <summary>The first form under which the seal is whole; <c>null</c> when there is none.</summary>
    public PasswordForm? Find(ImmutableArray<PasswordForm> forms, ReadOnlyMemory<byte> content) => forms.FirstOrDefault(form => _fits(form, content));

    private static Pkcs12Mac Classic(string oid, byte[] expected, byte[] salt, int rounds, ReadingBudget budget)
    {
        var digest = oid == Oids.Md5 ? HashAlgorithmName.MD5
            : SignatureAlgorithmParser.Digest(oid) is { Length: > 0 } word ? new HashAlgorithmName(word)
            : throw new UnsupportedException("MAC " + Oids.AlgorithmWord(oid));
        return new((form, content) =>
        {
            var key = Derivation.Pkcs12(form.Wide, salt, rounds, digest, Derivation.ForMac, Derivation.DigestBytes(digest), budget);
            return CryptographicOperations.HmacData(digest, key, content.Span).AsSpan().SequenceEqual(expected);
        });
    }

    /// <summary>PBMAC1-params: derivation, then HMAC. The outer salt and rounds mean nothing.</summary>
    private static Pkcs12Mac Modern(AsnReader parameters, byte[] expected, ReadingBudget budget)
    {
        var derivation = parameters.ReadSequence();
        var digest = PasswordEncryption.Hmac(parameters.ReadSequence().ReadObjectIdentifier());
        if (derivation.ReadObjectIdentifier() is var oid && oid != Pbkdf2)
        {
            throw new UnsupportedException(Oids.AlgorithmWord(oid));
        }

        var pbkdf2 = derivation.ReadEncodedValue();
        var length = KeyLength(pbkdf2);
        return new((form, content) =>
        {
            var key = PasswordEncryption.Pbkdf2(new AsnReader(pbkdf2, AsnEncodingRules.BER).ReadSequence(), length, form, budget);
            return CryptographicOperations.HmacData(digest, key, content.Span).AsSpan().SequenceEqual(expected);
        });
    }

    /// <summary>RFC 9579, 4 demands that it is stated.</summary>
    private static int KeyLength(ReadOnlyMemory<byte> parameters)
    {
        var reader = new AsnReader(parameters, AsnEncodingRules.BER).ReadSequence();
        _ = reader.ReadEncodedValue();
        _ = reader.ReadEncodedValue();
        var length = PasswordEncryption.Rounds(reader);
        return length <= LongestKey ? length : throw new MalformedException("MAC key is very long");
    }
}

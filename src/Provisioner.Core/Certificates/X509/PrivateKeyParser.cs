using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.X509;

/// <summary>Private keys: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017, A.1.2), SEC1 (RFC 5915). All end as PKCS#8, with the public half
/// checked against the private one.</summary>
internal static class PrivateKeyParser
{
    /// <summary>An RSA key of 16,384 bits has under 10,000.</summary>
    private const int MostBytes = 64 * 1024;

    public static Checked<HeldKey> Read(ReadOnlyMemory<byte> der, string? curve = null)
    {
        try
        {
            return DerShape.Of(der) switch
            {
                _ when der.Length > MostBytes => throw new MalformedException("key is very large"),
                DerKind.Pkcs1 => Rsa(der, KeyAlgorithm.Rsa, null),
                DerKind.Sec1 => Curve(der, curve),
                _ => Pkcs8(der),
            };
        }
        catch (ExplicitCurveException)
        {
            return Problem.Of("CERT-012");
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException or ArgumentException or OverflowException or CryptographicException)
        {
            return Problem.Of("CERT-005", ("what", "private key"), ("bytes", $"{der.Length}"));
        }
    }

    private static Checked<HeldKey> Pkcs8(ReadOnlyMemory<byte> der)
    {
        var info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        _ = info.ReadInteger();
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        ReadOnlyMemory<byte>? parameters = algorithm.HasData ? algorithm.ReadEncodedValue() : null;
        ReadOnlyMemory<byte> inner = info.ReadOctetString();
        return oid switch
        {
            Oids.Rsa => Rsa(inner, KeyAlgorithm.Rsa, null),
            Oids.RsaPss => Rsa(inner, KeyAlgorithm.RsaPss, parameters),
            Oids.Ec => Curve(inner, KeyInfoParser.CurveName(parameters)),
            Oids.Ed25519 => Edwards("Ed25519"),
            Oids.Ed448 => Edwards("Ed448"),
            Oids.Dsa => Edwards("DSA"),
            _ => Edwards(oid),
        };
    }

    /// <summary>A kind of key that no scanner takes and nothing here can use: named, not read.</summary>
    private static Checked<HeldKey> Edwards(string word) => Problem.Of("CERT-017", ("algorithm", word));

    private static Checked<HeldKey> Rsa(ReadOnlyMemory<byte> pkcs1, KeyAlgorithm algorithm, ReadOnlyMemory<byte>? parameters)
    {
        var reader = new AsnReader(pkcs1, AsnEncodingRules.BER).ReadSequence();
        _ = reader.ReadInteger();
        var numbers = new ReadOnlyMemory<byte>[8];
        for (var at = 0; at < numbers.Length; at++)
        {
            numbers[at] = reader.ReadIntegerBytes();
            if (KeyInfoParser.Bits(numbers[at].Span) > KeyInfoParser.MostRsaBits)
            {
                throw new MalformedException("RSA key is larger than anybody uses");
            }
        }

        return RsaFits(numbers)
            ? new HeldKey(KeyWriter.RsaPkcs8(pkcs1, algorithm, parameters), KeyInfoParser.Read(KeyWriter.RsaSpki(numbers[0], numbers[1], algorithm, parameters)))
            : Problem.Of("CERT-013");
    }

    /// <summary>n = p·q, and e·d = 1 modulo p−1 and q−1 (RFC 8017, 3.2).</summary>
    private static bool RsaFits(ReadOnlyMemory<byte>[] numbers)
    {
        var of = Array.ConvertAll(numbers, bytes => new BigInteger(bytes.Span, isUnsigned: true, isBigEndian: true));
        var (n, e, d, p, q) = (of[0], of[1], of[2], of[3], of[4]);
        return p > 1 && q > 1 && n == p * q && e < n && d < n
            && (e * d % (p - 1)).IsOne && (e * d % (q - 1)).IsOne;
    }

    /// <summary>ECPrivateKey: version, key, [0] parameters, [1] public key. The public half is derived and compared.</summary>
    private static Checked<HeldKey> Curve(ReadOnlyMemory<byte> sec1, string? curve)
    {
        var reader = new AsnReader(sec1, AsnEncodingRules.BER).ReadSequence();
        _ = reader.ReadInteger();
        var secret = reader.ReadOctetString();
        var stated = default(byte[]);
        while (reader.HasData)
        {
            var tag = reader.PeekTag();
            var field = reader.ReadSequence(tag);
            if (tag.TagValue == 0)
            {
                var own = KeyInfoParser.CurveName(field.ReadEncodedValue());
                curve = curve is null || curve == own ? own : throw new MalformedException("two curves in one key");
            }
            else
            {
                stated = field.ReadBitString(out _);
            }
        }

        return curve is Oids.P256 or Oids.P384 or Oids.P521
            ? CurveKeys.Complete(curve, secret, stated)
            : Problem.Of("CERT-017", ("algorithm", curve is null ? "EC" : $"EC {curve}"));
    }
}

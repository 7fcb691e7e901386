using System.Formats.Asn1;

namespace Provisioner.Core.Certificates.X509;

/// <summary>SubjectPublicKeyInfo (RFC 5280, 4.1.2.7; RFC 5480; RFC 8017; RFC 8410).</summary>
internal static class KeyInfoParser
{
    /// <summary>More bits than anybody uses; keeps a hostile key from costing seconds (OpenSSL has the same limit).</summary>
    public const int MostRsaBits = 16384;

    /// <summary>65537 has 17; a larger exponent only makes verifying dear.</summary>
    private const int MostExponentBits = 33;

    /// <exception cref="ExplicitCurveException">The curve is given by its parameters, not by name.</exception>
    public static PublicKey Read(ReadOnlyMemory<byte> spki)
    {
        var outer = new AsnReader(spki, AsnEncodingRules.DER);
        var info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        ReadOnlyMemory<byte>? parameters = algorithm.HasData ? algorithm.ReadEncodedValue() : null;
        var bits = info.ReadBitString(out var unused);
        info.ThrowIfNotEmpty();
        return unused != 0 ? throw new MalformedException("public key has loose bits") : Read(oid, parameters, spki, bits);
    }

    private static PublicKey Read(string oid, ReadOnlyMemory<byte>? parameters, ReadOnlyMemory<byte> spki, byte[] raw) => oid switch
    {
        Oids.Rsa => Rsa(KeyAlgorithm.Rsa, oid, spki, raw, null),
        Oids.RsaPss => Rsa(KeyAlgorithm.RsaPss, oid, spki, raw, parameters),
        Oids.Ec => Curve(oid, CurveName(parameters), spki, raw),
        Oids.Ed25519 => Plain(KeyAlgorithm.Ed25519, 255, oid, spki, raw),
        Oids.Ed448 => Plain(KeyAlgorithm.Ed448, 448, oid, spki, raw),
        Oids.Dsa => Plain(KeyAlgorithm.Dsa, 0, oid, spki, raw),
        _ => Plain(KeyAlgorithm.Other, 0, oid, spki, raw),
    };

    private static PublicKey Rsa(KeyAlgorithm algorithm, string oid, ReadOnlyMemory<byte> spki, byte[] raw, ReadOnlyMemory<byte>? parameters)
    {
        var outer = new AsnReader(raw, AsnEncodingRules.DER);
        var key = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var bits = Bits(key.ReadIntegerBytes().Span);
        var exponent = Bits(key.ReadIntegerBytes().Span);
        key.ThrowIfNotEmpty();
        return bits > MostRsaBits || exponent > MostExponentBits
            ? throw new MalformedException("RSA key is larger than anybody uses")
            : new() { Algorithm = algorithm, Bits = bits, Oid = oid, Spki = spki, Raw = raw, BoundDigest = parameters is { } bound ? SignatureAlgorithmParser.BoundDigest(bound) : null };
    }

    /// <summary>Bits of a positive integer's content bytes.</summary>
    /// <exception cref="MalformedException">It is negative or zero.</exception>
    internal static int Bits(ReadOnlySpan<byte> integer)
    {
        if ((integer[0] & 0x80) != 0)
        {
            throw new MalformedException("negative number in a key");
        }

        var digits = integer.TrimStart((byte)0);
        return digits.IsEmpty
            ? throw new MalformedException("zero in a key")
            : (8 * digits.Length) - System.Numerics.BitOperations.LeadingZeroCount(digits[0]) + 24;
    }

    private static PublicKey Curve(string oid, string curve, ReadOnlyMemory<byte> spki, byte[] raw)
    {
        var (word, bits) = curve switch
        {
            Oids.P256 => ("P-256", 256),
            Oids.P384 => ("P-384", 384),
            Oids.P521 => ("P-521", 521),
            _ => (curve, 0),
        };
        return new() { Algorithm = KeyAlgorithm.Ec, Bits = bits, Curve = word, Oid = oid, Spki = spki, Raw = Point(raw, bits) };
    }

    private static byte[] Point(byte[] raw, int bits)
    {
        var size = (bits + 7) / 8;
        return bits == 0 || (raw.Length == 1 + (2 * size) && raw[0] == 4) || (raw.Length == 1 + size && raw[0] is 2 or 3)
            ? raw
            : throw new MalformedException("public key is not a point of its curve");
    }

    /// <summary>The object identifier of a named curve (RFC 5480, 2.1.1).</summary>
    internal static string CurveName(ReadOnlyMemory<byte>? parameters)
    {
        if (parameters is not { Length: > 0 } given)
        {
            throw new MalformedException("EC key without a curve");
        }

        var reader = new AsnReader(given, AsnEncodingRules.DER);
        return reader.PeekTag() == Asn1Tag.ObjectIdentifier ? reader.ReadObjectIdentifier() : throw new ExplicitCurveException();
    }

    private static PublicKey Plain(KeyAlgorithm algorithm, int bits, string oid, ReadOnlyMemory<byte> spki, byte[] raw) =>
        new() { Algorithm = algorithm, Bits = bits, Oid = oid, Spki = spki, Raw = raw };
}

/// <summary>An EC key whose curve is spelled out by its parameters: forbidden by RFC 5480, 2.1.1, and the door of several known
/// attacks. Never leaves this room.</summary>
internal sealed class ExplicitCurveException : Exception;

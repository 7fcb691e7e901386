using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;

namespace Provisioner.Core.Journal;

/// <summary>An ECDSA P-256 signature in its one spelling: DER (RFC 3279, 2.2.3) with the low s, in canonical base64.
/// Of (r, s) and (r, n-s), which both verify, only the lower is written and read.</summary>
public static class SealSignature
{
    /// <summary>Bytes of r and s together.</summary>
    public const int Length = 64;

    /// <summary>The order of P-256 (FIPS 186-4, D.1.2.3).</summary>
    private static readonly BigInteger Order =
        BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static readonly BigInteger Half = Order / 2;

    /// <param name="signature">r then s, 32 bytes each, big-endian; either s.</param>
    public static string Write(ReadOnlySpan<byte> signature)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, Length);
        var r = new BigInteger(signature[..32], isUnsigned: true, isBigEndian: true);
        var s = new BigInteger(signature[32..], isUnsigned: true, isBigEndian: true);
        return Convert.ToBase64String(Der(r, s > Half ? Order - s : s));
    }

    /// <summary>r then s, or nothing when the text is not the one spelling of any signature.</summary>
    public static bool TryRead(string base64, [NotNullWhen(true)] out byte[]? signature)
    {
        signature = null;
        if (!CanonicalBase64.TryRead(base64, out var der) || !TryReadDer(der, out var r, out var s)
            || r.Sign <= 0 || r >= Order || s.Sign <= 0 || s > Half || !Der(r, s).AsSpan().SequenceEqual(der))
        {
            return false;
        }

        signature = new byte[Length];
        Put(r, signature.AsSpan(0, 32));
        Put(s, signature.AsSpan(32));
        return true;
    }

    private static bool TryReadDer(byte[] der, out BigInteger r, out BigInteger s)
    {
        (r, s) = (default, default);
        try
        {
            var pair = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            (r, s) = (pair.ReadInteger(), pair.ReadInteger());
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static byte[] Der(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }

    private static void Put(BigInteger number, Span<byte> room)
    {
        room.Clear();
        _ = number.TryWriteBytes(room[^number.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }
}

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

    private static readonly byte[] OrderBytes = Order.ToByteArray(isUnsigned: true, isBigEndian: true);

    /// <summary>The least s that is too high.</summary>
    private static readonly byte[] AboveHalf = (Half + 1).ToByteArray(isUnsigned: true, isBigEndian: true);

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
        if (!CanonicalBase64.TryRead(base64, out var der) || der is not [0x30, var length, .. var pair] || length != pair.Length)
        {
            return false;
        }

        var numbers = new byte[Length];
        if (!TryTake(pair, numbers.AsSpan(0, 32), OrderBytes, out var rest) || !TryTake(rest, numbers.AsSpan(32), AboveHalf, out rest) || !rest.IsEmpty)
        {
            return false;
        }

        signature = numbers;
        return true;
    }

    /// <summary>One INTEGER (X.690, 8.3): minimal, positive, below a bound; into 32 bytes.</summary>
    private static bool TryTake(ReadOnlySpan<byte> der, Span<byte> number, ReadOnlySpan<byte> bound, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (der is not [0x02, var length, ..] || length is 0 or > 33 || der.Length < 2 + length)
        {
            return false;
        }

        var content = der.Slice(2, length);
        rest = der[(2 + length)..];
        var isMinimal = content is [0, >= 0x80, ..] or [> 0 and < 0x80, ..];
        var digits = content[0] == 0 ? content[1..] : content;
        if (!isMinimal || digits.Length > 32)
        {
            return false;
        }

        digits.CopyTo(number[^digits.Length..]);
        return number.SequenceCompareTo(bound) < 0;
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
}

using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using Provisioner.Core.Journal;

namespace Provisioner.Tests.Journal;

/// <summary>Other spellings of a signature that lenient readers take for the same.</summary>
internal static class Spellings
{
    private static readonly BigInteger Order =
        BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static IEnumerable<(string Label, string Text)> Of(string signature)
    {
        Assert.True(SealSignature.TryRead(signature, out var pair));
        var der = Convert.FromBase64String(signature);
        var r = new BigInteger(pair.AsSpan(0, 32), isUnsigned: true, isBigEndian: true);
        var s = new BigInteger(pair.AsSpan(32), isUnsigned: true, isBigEndian: true);
        yield return ("high s", Convert.ToBase64String(Der(r, Order - s)));
        yield return ("byte behind the DER", Convert.ToBase64String([.. der, 0]));
        yield return ("long form of the length", Convert.ToBase64String([0x30, 0x81, der[1], .. der[2..]]));
        yield return ("padded r", Convert.ToBase64String([0x30, (byte)(der[1] + 1), 2, (byte)(der[3] + 1), 0, .. der[4..]]));
        yield return ("one = more", signature + "=");
        yield return ("space behind", signature + " ");
        yield return ("carriage return behind", signature + "\r");
        yield return ("NUL behind", signature + "\0");
        if (signature.EndsWith('='))
        {
            var last = signature.TrimEnd('=').Length - 1;
            yield return ("trailing bits", signature[..last] + (char)(signature[last] + 1) + signature[(last + 1)..]);
            yield return ("no padding", signature.TrimEnd('='));
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
}

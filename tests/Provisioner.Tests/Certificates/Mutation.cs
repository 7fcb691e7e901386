using System.Security.Cryptography;
using System.Text;

namespace Provisioner.Tests.Certificates;

/// <summary>Damages a file as transport, editors and attackers do; the same seed gives the same damage.</summary>
internal static class Mutation
{
    private static readonly byte[][] Nasty =
    [
        [0x80], [0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0x80], [0x24, 0x80], [0x00, 0x00],
        [0xFF], [0x7F], [0x02, 0x00], [0x02, 0x04, 0x7F, 0xFF, 0xFF, 0xFF], [0x03, 0x01, 0x08], [0x06, 0x00], [0x31, 0x00], [0x1F, 0x81, 0x81, 0x81, 0x81, 0x01],
    ];

    /// <summary>Some of the damage is done to the binary within PEM, which would otherwise only ever break its base64.</summary>
    public static byte[] Of(byte[] file, byte[] other, Random chance)
    {
        if (chance.Next(3) > 0 && Encoding.Latin1.GetString(file) is var text && PemEncoding.TryFind(text, out var pem))
        {
            var inner = Damaged(Convert.FromBase64String(text[pem.Base64Data]), other, chance);
            return Encoding.Latin1.GetBytes(text[..pem.Location.Start.Value] + PemEncoding.WriteString(text[pem.Label], inner) + text[pem.Location.End.Value..]);
        }

        return Damaged(file, other, chance);
    }

    private static byte[] Damaged(byte[] bytes, byte[] other, Random chance)
    {
        for (var times = 1 + chance.Next(4); times > 0 && bytes.Length > 0; times--)
        {
            bytes = Once(bytes, other, chance);
        }

        return bytes;
    }

    private static byte[] Once(byte[] bytes, byte[] other, Random chance)
    {
        var at = chance.Next(bytes.Length);
        var length = Math.Min(1 + chance.Next(64), bytes.Length - at);
        return chance.Next(9) switch
        {
            0 => With(bytes, at, (byte)(bytes[at] ^ (1 << chance.Next(8)))),
            1 => With(bytes, at, (byte)chance.Next(256)),
            2 => [.. bytes[..at], .. Nasty[chance.Next(Nasty.Length)], .. bytes[at..]],
            3 => [.. bytes[..at], .. Nasty[chance.Next(Nasty.Length)], .. bytes[Math.Min(bytes.Length, at + 1)..]],
            4 => [.. bytes[..at], .. bytes[(at + length)..]],
            5 => [.. bytes[..(at + length)], .. bytes[at..]],
            6 => bytes[..at],
            7 when other.Length > 0 => [.. bytes[..at], .. other[chance.Next(other.Length)..]],
            _ => With(bytes, at, (byte)(bytes[at] + 1)),
        };
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] = value;
        return copy;
    }
}

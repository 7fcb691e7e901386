using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>The encoding of a settings file, by its byte order mark; without one UTF-8, or Latin-1 where it is not UTF-8, so
/// that every byte comes back as it was.</summary>
internal static class SettingsText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var (encoding, mark) = EncodingOf(bytes);
        return encoding.GetString(bytes[mark..]);
    }

    /// <summary>The text in the encoding of <paramref name="like"/>, with its byte order mark.</summary>
    /// <returns><c>null</c> when that encoding lacks a character of the text.</returns>
    public static byte[]? Encode(string text, ReadOnlySpan<byte> like)
    {
        var (encoding, mark) = EncodingOf(like);
        byte[] bytes = [.. like[..mark], .. encoding.GetBytes(text)];
        return encoding.GetString(bytes.AsSpan(mark)) == text ? bytes : null;
    }

    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => (IsUtf8(bytes) ? Strict : Encoding.Latin1, 0),
    };

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}

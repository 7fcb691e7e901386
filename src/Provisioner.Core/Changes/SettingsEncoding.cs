using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>The encoding of a settings file: by its byte order mark; without one UTF-8, or Latin-1 where it is not UTF-8, so
/// that every byte comes back as it was.</summary>
/// <param name="mark">The byte order mark, or nothing.</param>
internal sealed class SettingsEncoding(Encoding encoding, byte[] mark)
{
    /// <summary>Only ASCII may be added: what the other bytes mean is not sure.</summary>
    public bool OnlyAscii { get; init; }

    public static SettingsEncoding Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new(Encoding.UTF8, [0xEF, 0xBB, 0xBF]),
        [0xFF, 0xFE, ..] => new(Encoding.Unicode, [0xFF, 0xFE]),
        [0xFE, 0xFF, ..] => new(Encoding.BigEndianUnicode, [0xFE, 0xFF]),
        _ when System.Text.Unicode.Utf8.IsValid(bytes) => new(Encoding.UTF8, []),
        _ => new(Encoding.Latin1, []),
    };

    public string Decode(ReadOnlySpan<byte> bytes) => encoding.GetString(bytes[mark.Length..]);

    /// <returns><c>null</c> when the encoding lacks a character of the text.</returns>
    public byte[]? Encode(string text)
    {
        var bytes = encoding.GetBytes(text);
        return encoding.GetString(bytes) == text ? [.. mark, .. bytes] : null;
    }
}

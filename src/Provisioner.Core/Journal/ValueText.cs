using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Provisioner.Core.Journal;

/// <summary>A field's value in a line: UTF-8, percent-encoded (RFC 3986, 2.1; upper-case digits) outside
/// <c>[A-Za-z0-9._:/,@#+-]</c>. One spelling for every text.</summary>
public static class ValueText
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/,@#+-");

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Write(string value)
    {
        if (!value.AsSpan().ContainsAnyExcept(Plain))
        {
            return value;
        }

        var line = new StringBuilder(value.Length * 3);
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            _ = Plain.Contains((char)octet) ? line.Append((char)octet) : line.Append('%').Append(Convert.ToHexString([octet]));
        }

        return line.ToString();
    }

    /// <summary>The value, or nothing when the text is not the one spelling of any.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? value)
    {
        value = text.ContainsAnyExcept(Plain) ? Decode(text) : text.ToString();
        return value is not null;
    }

    private static string? Decode(ReadOnlySpan<char> text)
    {
        var octets = new byte[text.Length];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                octets[count++] = (byte)text[i];
            }
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                octets[count++] = Convert.FromHexString(text.Slice(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                return null;
            }
        }

        return Utf8(octets.AsSpan(0, count)) is { } value && text.SequenceEqual(Write(value)) ? value : null;
    }

    private static string? Utf8(ReadOnlySpan<byte> octets)
    {
        try
        {
            return Strict.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>The bytes of a file as text, before any parser sees them: UTF-8, at most <see cref="Largest"/>, lines ended by LF or
/// CR LF, and nothing that is invisible or looks like something else.</summary>
internal static class YamlText
{
    /// <summary>Bytes.</summary>
    public const int Largest = 256 * 1024;

    /// <returns>The text, or <c>null</c> when problems were reported.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, Reading reading)
    {
        if (bytes.Length > Largest)
        {
            reading.Add("PROC-002", new(1, 1), ("size", bytes.Length.ToString(CultureInfo.InvariantCulture)), ("most", "262144"));
            return null;
        }

        if (!Utf8.IsValid(bytes))
        {
            reading.Add("PROC-003", FirstInvalid(bytes), ("found", Found("yaml.bytes")));
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        return CheckCharacters(text, reading) ? text : null;
    }

    /// <summary>One problem a line, that of its first odd character.</summary>
    private static bool CheckCharacters(string text, Reading reading)
    {
        var (good, number) = (true, 0);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            number++;
            if (reading.IsFull)
            {
                return false;
            }

            if (FirstOdd(line) is var at and >= 0)
            {
                good = false;
                reading.Add("PROC-003", new(number, at + 1), ("found", Name(line[at..])));
            }
            else if (line is ['%', ..])
            {
                good = false;
                reading.Add("PROC-004", new(number, 1), ("found", Found("yaml.directive")));
            }
        }

        return good;
    }

    private static int FirstOdd(ReadOnlySpan<char> line)
    {
        var at = line.IndexOfAnyExceptInRange(' ', '~') is var first and >= 0 ? first : line.Length;
        foreach (var rune in line[at..].EnumerateRunes())
        {
            var endsLine = rune.Value == '\r' && at == line.Length - 1;
            if (!endsLine && IsOdd(rune))
            {
                return at;
            }

            at += rune.Utf16SequenceLength;
        }

        return -1;
    }

    private static bool IsOdd(Rune rune) => rune.Value != ' ' && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator;

    private static string Name(ReadOnlySpan<char> at)
    {
        _ = Rune.DecodeFromUtf16(at, out var rune, out _);
        return rune.Value switch
        {
            '\t' => Found("yaml.tab"),
            0xFEFF => Found("yaml.bom"),
            '\r' => Found("yaml.return"),
            _ => Problems.Catalogue.English.Text("yaml.character", ("code", rune.Value.ToString("X4", CultureInfo.InvariantCulture))),
        };
    }

    private static Mark FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var (line, column) = (1, 1);
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
            bytes = bytes[length..];
        }

        return new(line, column);
    }

    private static string Found(string key) => Problems.Catalogue.English.Text(key);
}

using System.Globalization;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Settings kind <c>properties</c>, as <c>java.util.Properties</c> reads it. A key is one name, dots included; a line that
/// ends in a backslash goes on. Other characters than ASCII are written as <c>\uXXXX</c>, which every reader of the form takes.</summary>
public sealed class PropertiesSettings : SettingsFile
{
    private PropertiesSettings()
    {
    }

    public static PropertiesSettings Instance { get; } = new();

    private protected override Checked<FoundSetting> ReadOne(string text, string key) =>
        Find(text, key).Select(found => new FoundSetting(found is [var line] ? new SettingValue.Text(line.Value(text)) : null));

    private protected override Checked<string> SetOne(string text, SettingEdit edit, SettingsEncoding encoding) => Find(text, edit.Key).Select(found =>
    {
        if (found is not [var line])
        {
            return Append(text, edit);
        }

        var (was, will) = (line.Value(text), SettingSpelling.Like(line.Value(text), edit.Value));
        return was == will ? text
            : text[..line.ValueStart] + (line.ValueStart == line.NameEnd ? "=" : "") + Escape(will, isName: false) + text[line.End..];
    });

    /// <summary>The one line with this key; none when there is none.</summary>
    private static Checked<PropertyLine[]> Find(string text, string key)
    {
        var name = Name(key);
        var lines = PropertyLine.All(text).Where(line => line.Name(text) == name).ToArray();
        return lines.Length > 1 ? Problem.Of("SET-005", ("key", key)) : lines;
    }

    private static string Append(string text, SettingEdit edit)
    {
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var last = PropertyLine.All(text).LastOrDefault();
        var separator = last is null ? "=" : text[last.NameEnd..last.ValueStart] is { Length: > 0 } between && !between.Contains('\\', StringComparison.Ordinal) ? between : "=";
        var gap = text.Length == 0 || text[^1] is '\n' or '\r' ? "" : newline;
        return text + gap + Escape(Name(edit.Key), isName: true) + separator + Escape(SettingSpelling.Like("", edit.Value), isName: false) + newline;
    }

    private static string Name(string key) => string.Join('.', SettingKey.Names(key));

    private static string Escape(string text, bool isName)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\\' => escaped.Append(@"\\"),
                '\t' => escaped.Append(@"\t"),
                '\n' => escaped.Append(@"\n"),
                '\r' => escaped.Append(@"\r"),
                '\f' => escaped.Append(@"\f"),
                ' ' when isName || escaped.Length == 0 => escaped.Append(@"\ "),
                '=' or ':' or '#' or '!' when isName => escaped.Append('\\').Append(character),
                < ' ' or > '~' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}

/// <summary>One property: a logical line.</summary>
/// <param name="ValueStart">Offset after the separator.</param>
/// <param name="End">Offset of the line's end, continuations included.</param>
internal sealed record PropertyLine(int Start, int NameEnd, int ValueStart, int End)
{
    public string Name(string text) => Unescape(text[Start..NameEnd]);

    public string Value(string text) => Unescape(text[ValueStart..End]);

    public static IEnumerable<PropertyLine> All(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            at = SkipBlank(text, at, lineEnds: true);
            if (at < text.Length && text[at] is '#' or '!')
            {
                at = NaturalEnd(text, at);
            }
            else if (at < text.Length)
            {
                var line = One(text, at);
                yield return line;
                at = line.End;
            }
        }
    }

    private static PropertyLine One(string text, int start)
    {
        var nameEnd = start;
        while (nameEnd < text.Length && text[nameEnd] is not ('=' or ':' or ' ' or '\t' or '\f' or '\r' or '\n'))
        {
            nameEnd += text[nameEnd] == '\\' ? EscapeLength(text, nameEnd) : 1;
        }

        nameEnd = Math.Min(nameEnd, text.Length);
        var value = SkipBlank(text, nameEnd, lineEnds: false);
        value = value < text.Length && text[value] is '=' or ':' ? SkipBlank(text, value + 1, lineEnds: false) : value;
        return new(start, nameEnd, value, LogicalEnd(text, value));
    }

    private static int LogicalEnd(string text, int at)
    {
        while (at < text.Length && text[at] is not ('\r' or '\n'))
        {
            at += text[at] == '\\' ? EscapeLength(text, at) : 1;
        }

        return Math.Min(at, text.Length);
    }

    /// <summary>A backslash with what it escapes; a line end with CR LF counts as one.</summary>
    private static int EscapeLength(string text, int at) => text.AsSpan(at).StartsWith("\\\r\n") ? 3 : 2;

    private static int SkipBlank(string text, int at, bool lineEnds)
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or '\f' || (lineEnds && text[at] is '\r' or '\n')
            || (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '\r' or '\n' && !lineEnds)))
        {
            at += text[at] == '\\' ? EscapeLength(text, at) : 1;
        }

        return at;
    }

    private static int NaturalEnd(string text, int at) => text.AsSpan(at).IndexOfAny('\r', '\n') is >= 0 and var end ? at + end : text.Length;

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                _ = text[at] == '\\' ? plain : plain.Append(text[at]);
                continue;
            }

            at++;
            switch (text[at])
            {
                case '\r' or '\n':
                    at += text.AsSpan(at).StartsWith("\r\n") ? 1 : 0;
                    at = SkipBlank(text, at + 1, lineEnds: false) - 1;
                    break;
                case 'u' when at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    _ = plain.Append((char)code);
                    at += 4;
                    break;
                default:
                    _ = plain.Append(text[at] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
                    break;
            }
        }

        return plain.ToString();
    }
}

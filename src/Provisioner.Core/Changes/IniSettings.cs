using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Settings kind <c>ini</c>: <c>section.name</c>, or <c>name</c> alone before the first section; letter case does not count.
/// A comment behind a value, after a blank and <c>;</c> or <c>#</c>, stays; so do the quotes around a value.</summary>
public sealed class IniSettings : SettingsFile
{
    private IniSettings()
    {
    }

    public static IniSettings Instance { get; } = new();

    private protected override Checked<FoundSetting> ReadOne(string text, string key) =>
        Find(text, key).Select(found => new FoundSetting(found is [var line] ? new SettingValue.Text(line.Value(text)) : null));

    private protected override Checked<string> SetOne(string text, SettingEdit edit, SettingsEncoding encoding) => Find(text, edit.Key).Then<string>(found =>
    {
        var held = found is [var line] ? line : null;
        var will = SettingSpelling.Like(held?.Value(text) ?? "", edit.Value);
        var after = held is null ? Insert(text, Split(edit.Key), will)
            : held.Value(text) == will ? text
            : text[..held.ValueStart] + will + (held.TouchesComment(text) ? " " : "") + text[held.ValueEnd..];

        // A value with a line end, a comment's sign or a quote would be read back as another.
        return Find(after, edit.Key) is { IsGood: true, Value: [var written] } && written.Value(after) == will ? after : Problem.Of("SET-008", ("key", edit.Key));
    });

    private static Checked<IniLine[]> Find(string text, string key)
    {
        var (section, name) = Split(key);
        var lines = IniLine.All(text).Where(line => line.Name is not null && Is(line.Section, section) && Is(line.Name, name)).ToArray();
        return lines.Length > 1 ? Problem.Of("SET-005", ("key", key)) : lines;
    }

    /// <summary>After the last value of its section, or in a new section at the end.</summary>
    private static string Insert(string text, (string? Section, string Name) key, string value)
    {
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = IniLine.All(text).ToArray();
        var like = lines.LastOrDefault(line => line.Name is not null && Is(line.Section, key.Section)) ?? lines.LastOrDefault(line => line.Name is not null);
        var written = (like?.Indent(text) ?? "") + key.Name + (like?.Separator(text) ?? "=") + value;
        var after = lines.LastOrDefault(line => Is(line.Section, key.Section));
        if (after is not null)
        {
            return text[..after.End] + newline + written + text[after.End..];
        }

        if (key.Section is null)
        {
            return written + newline + text;
        }

        var gap = text.Length == 0 || text[^1] == '\n' ? "" : newline;
        var blank = lines.Any(line => line.Name is null) && text.Contains(newline + newline + "[", StringComparison.Ordinal) ? newline : "";
        return $"{text}{gap}{blank}[{key.Section}]{newline}{written}{newline}";
    }

    private static (string? Section, string Name) Split(string key)
    {
        var names = SettingKey.Names(key);
        return (names.Length == 1 ? null : string.Join('.', names[..^1]), names[^1]);
    }

    private static bool Is(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One line that counts: a section's head or a value. Blank lines and comments are none.</summary>
/// <param name="Section"><c>null</c> before the first one.</param>
/// <param name="Name"><c>null</c> for a section's head.</param>
/// <param name="End">Offset of the line's end.</param>
internal sealed record IniLine(string? Section, string? Name, int Start, int NameEnd, int ValueStart, int ValueEnd, int End)
{
    /// <summary>There is no value, only a comment.</summary>
    public bool TouchesComment(string text) => ValueEnd < End && text[ValueEnd] is ';' or '#';

    public string Value(string text) => text[ValueStart..ValueEnd];

    public string Indent(string text) => text[(text.LastIndexOf('\n', Math.Max(0, Start - 1)) + 1)..Start] is { } indent && string.IsNullOrWhiteSpace(indent) ? indent : "";

    /// <summary>Equals sign with the blanks around it, without a quote.</summary>
    public string Separator(string text) => text[NameEnd..ValueStart].TrimEnd('"', '\'');

    public static IEnumerable<IniLine> All(string text)
    {
        string? section = null;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var newline ? newline : text.Length;
            var line = text[at..end].TrimEnd();
            var start = at + line.Length - line.TrimStart().Length;
            if (line.TrimStart() is ['[', .., ']'] head)
            {
                section = head[1..^1].Trim();
                yield return new(section, null, start, start, start, start, at + line.Length);
            }
            else if (line.TrimStart() is { Length: > 0 } value && value[0] is not (';' or '#') && line.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals)
            {
                yield return Of(section, text, at, start, at + equals, at + line.Length);
            }

            at = end + 1;
        }
    }

    private static IniLine Of(string? section, string text, int line, int start, int equals, int end)
    {
        var nameEnd = line + text[line..equals].TrimEnd().Length;
        var from = equals + 1;
        while (from < end && text[from] is ' ' or '\t')
        {
            from++;
        }

        if (from < end && text[from] is '"' or '\'' && text.IndexOf(text[from], from + 1, end - from - 1) is >= 0 and var close)
        {
            return new(section, text[start..nameEnd], start, nameEnd, from + 1, close, end);
        }

        return new(section, text[start..nameEnd], start, nameEnd, from, Comment(text, from, end), end);
    }

    /// <summary>Where the value ends: before a blank and a comment's sign, or at the line's end.</summary>
    private static int Comment(string text, int from, int end)
    {
        for (var at = from; at < end; at++)
        {
            if (text[at] is ';' or '#' && (at == from || text[at - 1] is ' ' or '\t'))
            {
                return from + text[from..at].TrimEnd().Length;
            }
        }

        return end;
    }
}

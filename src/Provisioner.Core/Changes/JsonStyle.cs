using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>How a JSON file is laid out, read off what stands in it.</summary>
internal sealed record JsonStyle
{
    /// <summary>Empty when all stands on one line.</summary>
    public required string Newline { get; init; }

    /// <summary>One step of indentation.</summary>
    public required string Unit { get; init; }

    /// <summary>Between a name and its value: <c>:</c> and spaces.</summary>
    public required string Colon { get; init; }

    /// <summary>After a comma on one line.</summary>
    public required string AfterComma { get; init; }

    public static JsonStyle Of(ReadOnlySpan<byte> utf8, JsonPart root)
    {
        var newline = utf8.IndexOf((byte)'\n') is >= 0 and var at ? (at > 0 && utf8[at - 1] == '\r' ? "\r\n" : "\n") : "";
        var colon = FirstColon(utf8, root) ?? ": ";
        return new()
        {
            Newline = newline,
            Unit = UnitOf(utf8, root) is { Length: > 0 } unit ? unit : "  ",
            Colon = colon,
            AfterComma = colon.EndsWith(' ') ? " " : "",
        };
    }

    /// <summary>The white space that the line of this offset begins with.</summary>
    public static string IndentAt(ReadOnlySpan<byte> utf8, int offset)
    {
        var line = utf8[..offset].LastIndexOf((byte)'\n') + 1;
        var end = line;
        while (end < offset && utf8[end] is (byte)' ' or (byte)'\t')
        {
            end++;
        }

        return Encoding.ASCII.GetString(utf8[line..end]);
    }

    /// <summary>The indentation of the members of a container that has some.</summary>
    public string MemberIndent(ReadOnlySpan<byte> utf8, JsonPart container)
    {
        for (var at = container.Members.Count - 1; at >= 0; at--)
        {
            var start = container.Members[at].Start;
            var indent = IndentAt(utf8, start);
            if (start == indent.Length || utf8[start - indent.Length - 1] == '\n')
            {
                return indent;
            }
        }

        return IndentAt(utf8, container.Start) + Unit;
    }

    /// <summary>The same offsets, with spaces where comments stand.</summary>
    public static byte[] WithoutComments(ReadOnlySpan<byte> utf8)
    {
        var blanked = utf8.ToArray();
        for (var at = 0; at < utf8.Length; at++)
        {
            if (utf8[at] == '"')
            {
                at = StringEnd(utf8, at);
            }
            else if (CommentEnd(utf8, at) is var end && end > at)
            {
                Blank(blanked.AsSpan(at..end));
                at = end - 1;
            }
        }

        return blanked;
    }

    public static bool HasNewline(ReadOnlySpan<byte> utf8) => utf8.Contains((byte)'\n');

    public static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>The first offset that is no white space.</summary>
    public static int SkipSpace(ReadOnlySpan<byte> utf8, int at)
    {
        while (at < utf8.Length && IsSpace(utf8[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>The first offset that is neither white space nor comment.</summary>
    public static int SkipBlank(ReadOnlySpan<byte> utf8, int at)
    {
        for (var next = SkipSpace(utf8, at); ; next = SkipSpace(utf8, at))
        {
            at = CommentEnd(utf8, next);
            if (at == next)
            {
                return at;
            }
        }
    }

    /// <summary>The end of the last comment that begins on this offset's line; the offset itself when none does.</summary>
    public static int SkipLineComments(ReadOnlySpan<byte> utf8, int at)
    {
        var end = at;
        for (var next = SkipBlanks(utf8, at); CommentEnd(utf8, next) is var after && after > next; next = SkipBlanks(utf8, end))
        {
            end = after;
        }

        return end;
    }

    /// <summary>The offset of a string's closing quote, or of the last byte.</summary>
    private static int StringEnd(ReadOnlySpan<byte> utf8, int open)
    {
        for (var at = open + 1; at < utf8.Length; at++)
        {
            if (utf8[at] == '"')
            {
                return at;
            }

            at += utf8[at] == '\\' ? 1 : 0;
        }

        return utf8.Length - 1;
    }

    private static void Blank(Span<byte> comment)
    {
        foreach (ref var b in comment)
        {
            b = b == '\n' ? b : (byte)' ';
        }
    }

    private static int SkipBlanks(ReadOnlySpan<byte> utf8, int at)
    {
        while (at < utf8.Length && utf8[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>The offset after a comment that begins here, its line end not included; the same offset when none does.</summary>
    private static int CommentEnd(ReadOnlySpan<byte> utf8, int at)
    {
        var rest = utf8[at..];
        if (rest.StartsWith("//"u8))
        {
            var end = rest.IndexOf((byte)'\n') is >= 0 and var newline ? newline : rest.Length;
            return at + (end > 0 && rest[end - 1] == '\r' ? end - 1 : end);
        }

        return rest.StartsWith("/*"u8) && rest[2..].IndexOf("*/"u8) is >= 0 and var close ? at + close + 4 : at;
    }

    private static string? FirstColon(ReadOnlySpan<byte> utf8, JsonPart node)
    {
        foreach (var member in node.Members)
        {
            var between = node.IsObject ? utf8[member.NameEnd..member.Value.Start] : default;
            if (!between.IsEmpty && between.IndexOfAnyExcept(": \t"u8) < 0)
            {
                return Encoding.ASCII.GetString(between);
            }

            if (FirstColon(utf8, member.Value) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    private static string UnitOf(ReadOnlySpan<byte> utf8, JsonPart root)
    {
        foreach (var member in root.Members)
        {
            var line = utf8[..member.Start].LastIndexOf((byte)'\n') + 1;
            if (line > root.Start && utf8[line..member.Start].IndexOfAnyExcept(" \t"u8) < 0)
            {
                return Encoding.ASCII.GetString(utf8[line..member.Start]);
            }
        }

        return "";
    }
}

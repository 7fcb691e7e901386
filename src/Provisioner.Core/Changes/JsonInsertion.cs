using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Puts a member that is missing into an object or a list, in the file's own style.</summary>
internal static class JsonInsertion
{
    /// <param name="names">What is missing below the container: at least one; objects for all but the last are created.</param>
    public static Checked<byte[]> Insert(byte[] utf8, JsonPart root, JsonPart container, ImmutableArray<string> names, SettingEdit edit)
    {
        if (!CanHold(container, names))
        {
            return Problem.Of("SET-006", ("key", edit.Key));
        }

        var style = JsonStyle.Of(utf8, root);
        if (container.Kind == JsonTokenType.Null)
        {
            return JsonSettings.Replace(utf8, container.Start, container.End, Nested(style, names, edit.Value, JsonStyle.IndentAt(utf8, container.Start)));
        }

        return container.Members.Count == 0
            ? Fill(utf8, style, container, names, edit.Value)
            : Append(utf8, style, container, names, edit.Value);
    }

    /// <summary>Lists take the number after their last element; new lists begin at 0.</summary>
    private static bool CanHold(JsonPart container, ImmutableArray<string> names) =>
        (!container.IsList || names[0] == container.Members.Count.ToString(CultureInfo.InvariantCulture))
        && names.Skip(1).All(name => !IsNumber(name) || name == "0");

    private static byte[] Append(byte[] utf8, JsonStyle style, JsonPart container, ImmutableArray<string> names, SettingValue value)
    {
        var end = container.Members[^1].Value.End;
        var comma = JsonStyle.SkipBlank(utf8, end);
        var trailing = utf8[comma] == ',';
        var from = trailing ? comma + 1 : end;
        if (!JsonStyle.HasNewline(utf8.AsSpan(container.Start, container.Members[^1].Start - container.Start)))
        {
            var (before, after) = trailing ? (style.AfterComma, ",") : ("," + style.AfterComma, "");
            return JsonSettings.Replace(utf8, from, from, before + Member(style with { Newline = "" }, container.IsList, names, value, "") + after);
        }

        var indent = style.MemberIndent(utf8, container);
        var at = JsonStyle.SkipLineComments(utf8, from);
        var text = style.Newline + indent + Member(style, container.IsList, names, value, indent);
        return trailing
            ? JsonSettings.Replace(utf8, at, at, text + ",")
            : [.. utf8[..end], (byte)',', .. utf8[end..at], .. Encoding.UTF8.GetBytes(text), .. utf8[at..]];
    }

    private static byte[] Fill(byte[] utf8, JsonStyle style, JsonPart container, ImmutableArray<string> names, SettingValue value)
    {
        var outer = JsonStyle.IndentAt(utf8, container.Start);
        var inner = outer + style.Unit;
        var (from, to) = (container.Start + 1, container.End - 1);
        var member = style.Newline + (style.Newline.Length > 0 ? inner : "") + Member(style, container.IsList, names, value, inner);
        if (JsonStyle.SkipSpace(utf8, from) == to)
        {
            return JsonSettings.Replace(utf8, from, to, member + style.Newline + (style.Newline.Length > 0 ? outer : ""));
        }

        // Comments stand between the brackets: they stay, the member follows them.
        while (to > from && JsonStyle.IsSpace(utf8[to - 1]) && utf8[to - 1] != '\n')
        {
            to--;
        }

        return utf8[to - 1] == '\n'
            ? JsonSettings.Replace(utf8, to, to, inner + Member(style, container.IsList, names, value, inner) + style.Newline)
            : JsonSettings.Replace(utf8, to, to, " " + Member(style with { Newline = "" }, container.IsList, names, value, ""));
    }

    private static string Member(JsonStyle style, bool inList, ImmutableArray<string> names, SettingValue value, string indent) =>
        (inList ? "" : JsonValue.Quote(names[0]) + style.Colon)
        + (names.Length == 1 ? JsonValue.Natural(value) : Nested(style, names[1..], value, indent));

    private static string Nested(JsonStyle style, ImmutableArray<string> names, SettingValue value, string indent)
    {
        var list = IsNumber(names[0]);
        var (open, close) = list ? ("[", "]") : ("{", "}");
        return style.Newline.Length == 0
            ? open + Member(style, list, names, value, "") + close
            : open + style.Newline + indent + style.Unit + Member(style, list, names, value, indent + style.Unit) + style.Newline + indent + close;
    }

    private static bool IsNumber(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}

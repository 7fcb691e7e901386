using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Puts an element or attribute that is missing into an XML file, in the file's own style.</summary>
internal static class XmlInsertion
{
    public static Checked<string> Insert(string text, XmlFound found, SettingEdit edit, SettingsEncoding encoding)
    {
        var parent = found.Part;
        var value = SettingSpelling.Like("", edit.Value);
        if (found.Missing[0].IsAttribute)
        {
            var at = parent.Attributes is [.., var last] ? last.End + 1 : parent.Start + 1 + parent.Name.Length;
            return text.Insert(at, Attribute(found.Missing[0].Name, value, encoding));
        }

        if (parent.Texts.Any(piece => piece.IsCharacterData || !string.IsNullOrWhiteSpace(text[piece.Start..piece.End])))
        {
            return Problem.Of("SET-006", ("key", edit.Key));
        }

        var style = XmlStyle.Of(text, found.Root, encoding);
        return parent.Children.Count > 0
            ? AfterChildren(text, parent, found.Missing, value, style)
            : AsOnly(text, parent, found.Missing, value, style);
    }

    private static string AfterChildren(string text, XmlPart parent, ImmutableArray<XmlStep> steps, string value, XmlStyle style)
    {
        var last = parent.Children[^1];
        if (!text[parent.OpenEnd..last.Start].Contains('\n', StringComparison.Ordinal))
        {
            return text.Insert(last.End, Element(steps, value, "", style with { Newline = "" }));
        }

        var indent = XmlStyle.Indent(text, last.Start);
        return text.Insert(XmlStyle.AfterLineComments(text, last.End), style.Newline + indent + Element(steps, value, indent, style));
    }

    private static string AsOnly(string text, XmlPart parent, ImmutableArray<XmlStep> steps, string value, XmlStyle style)
    {
        var outer = style.Newline.Length == 0 ? "" : XmlStyle.Indent(text, parent.Start);
        var inner = style.Newline.Length == 0 ? "" : outer + style.Unit;
        var child = style.Newline + inner + Element(steps, value, inner, style) + style.Newline + outer;
        if (parent.IsEmpty)
        {
            var open = text[..parent.OpenEnd].TrimEnd('>').TrimEnd('/').TrimEnd();
            return $"{open}>{child}</{parent.Name}>{text[parent.End..]}";
        }

        // After what stands within: blanks go, comments stay.
        var end = parent.OpenEnd + text[parent.OpenEnd..parent.CloseStart].TrimEnd().Length;
        return text[..end] + child + text[parent.CloseStart..];
    }

    private static string Element(ImmutableArray<XmlStep> steps, string value, string indent, XmlStyle style)
    {
        var (step, rest) = (steps[0], steps[1..]);
        var open = new StringBuilder($"<{step.Name}");
        if (step.Where is { } where)
        {
            _ = open.Append(Attribute(where.Attribute, where.Value, style.Encoding));
        }

        if (rest is [{ IsAttribute: true } attribute])
        {
            return $"{open}{Attribute(attribute.Name, value, style.Encoding)} />";
        }

        var content = rest.IsEmpty ? XmlText.Escape(value, null, style.Encoding)
            : style.Newline.Length == 0 ? Element(rest, value, "", style)
            : style.Newline + indent + style.Unit + Element(rest, value, indent + style.Unit, style) + style.Newline + indent;
        return $"{open}>{content}</{step.Name}>";
    }

    private static string Attribute(string name, string value, SettingsEncoding encoding) => $" {name}=\"{XmlText.Escape(value, '"', encoding)}\"";
}

/// <summary>How an XML file is laid out, read off what stands in it.</summary>
/// <param name="Newline">Empty when all stands on one line.</param>
/// <param name="Unit">One step of indentation.</param>
internal sealed record XmlStyle(string Newline, string Unit, SettingsEncoding Encoding)
{
    public static XmlStyle Of(string text, XmlPart root, SettingsEncoding encoding) => new(
        text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : text.Contains('\n', StringComparison.Ordinal) ? "\n" : "",
        root.Children is [var first, ..] && Indent(text, first.Start) is var indent && indent.Length > Indent(text, root.Start).Length
            ? indent[Indent(text, root.Start).Length..]
            : "  ",
        encoding);

    /// <summary>The white space that the offset's line begins with.</summary>
    public static string Indent(string text, int offset)
    {
        var line = text[(text[..offset].LastIndexOf('\n') + 1)..offset];
        return line[..(line.Length - line.TrimStart().Length)];
    }

    /// <summary>The end of the last comment that begins on this offset's line; the offset itself when none does.</summary>
    public static int AfterLineComments(string text, int at)
    {
        for (var next = at; next < text.Length; next++)
        {
            if (string.CompareOrdinal(text, next, "<!--", 0, 4) == 0)
            {
                next = at = text.IndexOf("-->", next, StringComparison.Ordinal) + 3;
                next--;
            }
            else if (text[next] is not (' ' or '\t'))
            {
                break;
            }
        }

        return at;
    }
}

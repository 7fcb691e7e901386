using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Settings kind <c>xml</c>. A key begins with the document's element; <c>@</c> is an attribute; brackets select one of
/// several: <c>configuration.appSettings.add[@key=Port].@value</c>, <c>servers.server[1].port</c>.</summary>
public sealed partial class XmlSettings : SettingsFile
{
    private XmlSettings()
    {
    }

    public static XmlSettings Instance { get; } = new();

    private protected override Checked<FoundSetting> ReadOne(string text, string key) =>
        Parse(text).Then(root => Descend(text, root, key)).Then<FoundSetting>(found =>
            !found.Missing.IsEmpty ? new FoundSetting(null)
            : Place(text, found) is { } place ? new FoundSetting(new SettingValue.Text(place.Plain(text)))
            : Problem.Of("SET-006", ("key", key)));

    private protected override Checked<string> SetOne(string text, SettingEdit edit, SettingsEncoding encoding) =>
        Parse(text).Then(root => Descend(text, root, edit.Key)).Then<string>(found =>
            !found.Missing.IsEmpty ? XmlInsertion.Insert(text, found, edit, encoding)
            : Place(text, found) is { } place ? Replace(text, place, edit, encoding)
            : Problem.Of("SET-006", ("key", edit.Key)));

    /// <summary>By the declaration where no byte order mark says otherwise (XML 1.0, appendix F).</summary>
    private protected override SettingsEncoding EncodingOf(ReadOnlySpan<byte> file)
    {
        if (file is [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return SettingsEncoding.Of(file);
        }

        if (file is [0x3C, 0x00, ..] or [0x00, 0x3C, ..])
        {
            return new(file[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode, []);
        }

        var declared = Declaration().Match(Encoding.Latin1.GetString(file[..Math.Min(file.Length, 256)])).Groups[1].Value.ToUpperInvariant();
        return declared switch
        {
            "" or "UTF-8" => new(Encoding.UTF8, []),
            "ISO-8859-1" or "LATIN1" => new(Encoding.Latin1, []),
            _ => new(Encoding.Latin1, []) { OnlyAscii = true },
        };
    }

    private static Checked<XmlPart> Parse(string text)
    {
        try
        {
            return XmlPart.Parse(text);
        }
        catch (XmlException wrong)
        {
            return Unreadable("XML", Math.Max(1, wrong.LineNumber), Math.Max(1, wrong.LinePosition));
        }
    }

    /// <summary>The innermost element of the path that is there, and the steps that are missing below it.</summary>
    private static Checked<XmlFound> Descend(string text, XmlPart root, string key)
    {
        var steps = XmlStep.Parse(key);
        if (!steps[0].Matches(root, text))
        {
            return Problem.Of("SET-006", ("key", key));
        }

        var part = root;
        for (var at = 1; at < steps.Length; at++)
        {
            if (steps[at].IsAttribute)
            {
                return new XmlFound(root, part, part.Attribute(steps[at].Name), part.Attribute(steps[at].Name) is null ? steps[at..] : []);
            }

            var matching = part.Children.FindAll(child => steps[at].Matches(child, text));
            if (steps[at].Number is null && matching.Count > 1)
            {
                return Problem.Of("SET-005", ("key", key));
            }

            if ((steps[at].Number ?? 0) is var number && number >= matching.Count)
            {
                return number > matching.Count ? Problem.Of("SET-006", ("key", key)) : new XmlFound(root, part, null, steps[at..]);
            }

            part = matching[number];
        }

        return new XmlFound(root, part, null, []);
    }

    /// <summary>Where the value stands; <c>null</c> when elements stand there, or text in several pieces.</summary>
    private static XmlPlace? Place(string text, XmlFound found)
    {
        if (found.Attribute is { } attribute)
        {
            return new(attribute.Start, attribute.End, text[attribute.End], IsCharacterData: false, found.Part);
        }

        var written = found.Part.Texts.FindAll(piece => piece.IsCharacterData || !string.IsNullOrWhiteSpace(text[piece.Start..piece.End]));
        return found.Part.Children.Count > 0 || written.Count > 1 ? null
            : written is [var only] ? XmlPlace.Trimmed(text, only, found.Part)
            : new(found.Part.OpenEnd, found.Part.CloseStart, null, IsCharacterData: false, found.Part);
    }

    private static string Replace(string text, XmlPlace place, SettingEdit edit, SettingsEncoding encoding)
    {
        var was = place.Plain(text);
        var will = SettingSpelling.Like(was, edit.Value);
        if (was == will)
        {
            return text;
        }

        if (place.Element.IsEmpty && place.Quote is null)
        {
            var open = text[..place.Element.OpenEnd].TrimEnd('>').TrimEnd('/').TrimEnd();
            return $"{open}>{XmlText.Escape(will, null, encoding)}</{place.Element.Name}>{text[place.Element.End..]}";
        }

        var written = place.IsCharacterData && !will.Contains("]]>", StringComparison.Ordinal) ? will : XmlText.Escape(will, place.Quote, encoding);
        return place.IsCharacterData && written != will
            ? text[..(place.Start - "<![CDATA[".Length)] + written + text[(place.End + 3)..]
            : text[..place.Start] + written + text[place.End..];
    }

    [GeneratedRegex("""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")]
    private static partial Regex Declaration();
}

/// <param name="Part">The innermost element that is there.</param>
/// <param name="Attribute">The attribute that the key names; <c>null</c> when it names an element, or is missing.</param>
internal sealed record XmlFound(XmlPart Root, XmlPart Part, XmlAttributePart? Attribute, ImmutableArray<XmlStep> Missing);

/// <summary>A value's place.</summary>
/// <param name="Quote">Of an attribute; <c>null</c> for text.</param>
internal sealed record XmlPlace(int Start, int End, char? Quote, bool IsCharacterData, XmlPart Element)
{
    public string Plain(string text) => IsCharacterData ? text[Start..End] : XmlText.Plain(text[Start..End]) is var plain && Quote is null ? plain.Trim() : plain;

    /// <summary>Without the blanks around it, which stay.</summary>
    public static XmlPlace Trimmed(string text, XmlTextPart piece, XmlPart element)
    {
        if (piece.IsCharacterData)
        {
            return new(piece.Start, piece.End, null, IsCharacterData: true, element);
        }

        var written = text[piece.Start..piece.End];
        var start = piece.Start + written.Length - written.TrimStart().Length;
        return new(start, start + written.Trim().Length, null, IsCharacterData: false, element);
    }
}

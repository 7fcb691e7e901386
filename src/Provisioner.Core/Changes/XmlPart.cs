using System.Xml;

namespace Provisioner.Core.Changes;

/// <summary>An element of an XML file with the places of its text.</summary>
/// <param name="Name">As written, prefix included.</param>
/// <param name="Start">Offset of <c>&lt;</c>.</param>
internal sealed record XmlPart(string Name, int Start)
{
    public List<XmlAttributePart> Attributes { get; } = [];

    public List<XmlPart> Children { get; } = [];

    /// <summary>Stretches of text between tags and comments, blank ones included.</summary>
    public List<XmlTextPart> Texts { get; } = [];

    /// <summary>Offset after the start tag's <c>&gt;</c>.</summary>
    public int OpenEnd { get; set; }

    /// <summary>Offset of the end tag; of elements without content the same as <see cref="OpenEnd"/>.</summary>
    public int CloseStart { get; set; }

    /// <summary>Offset after the end tag.</summary>
    public int End { get; set; }

    /// <summary><c>&lt;a/&gt;</c>.</summary>
    public bool IsEmpty => End == OpenEnd;

    public XmlAttributePart? Attribute(string name) => Attributes.Find(attribute => attribute.Name == name);

    /// <summary>The document's element.</summary>
    /// <exception cref="XmlException">Not well-formed; says line and position.</exception>
    public static XmlPart Parse(string text)
    {
        Check(text);
        return new XmlScanner(text).Document();
    }

    /// <summary>By .NET's reader, which fetches nothing and expands no entity of the file's own.</summary>
    private static void Check(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        while (reader.Read())
        {
        }
    }
}

/// <summary>An attribute's value between its quotes.</summary>
internal sealed record XmlAttributePart(string Name, int Start, int End);

internal sealed record XmlTextPart(int Start, int End, bool IsCharacterData);

/// <summary>Walks text that is well-formed, and only notes where things stand.</summary>
internal sealed class XmlScanner(string text)
{
    private int _at;

    public XmlPart Document()
    {
        while (true)
        {
            _at = text.IndexOf('<', _at);
            if (!SkipMisc())
            {
                return Element();
            }
        }
    }

    private XmlPart Element()
    {
        var start = _at++;
        var part = new XmlPart(Name(), start);
        for (SkipBlank(); text[_at] is not ('>' or '/'); SkipBlank())
        {
            part.Attributes.Add(Attribute());
        }

        var empty = text[_at] == '/';
        _at += empty ? 2 : 1;
        (part.OpenEnd, part.CloseStart, part.End) = (_at, _at, _at);
        if (!empty)
        {
            Content(part);
        }

        return part;
    }

    private void Content(XmlPart part)
    {
        while (true)
        {
            var end = text.IndexOf('<', _at);
            if (end > _at)
            {
                part.Texts.Add(new(_at, end, IsCharacterData: false));
            }

            _at = end;
            if (StartsWith("</"))
            {
                part.CloseStart = _at;
                _at = part.End = text.IndexOf('>', _at) + 1;
                return;
            }

            if (StartsWith("<![CDATA["))
            {
                var close = text.IndexOf("]]>", _at, StringComparison.Ordinal);
                part.Texts.Add(new(_at + "<![CDATA[".Length, close, IsCharacterData: true));
                _at = close + 3;
            }
            else if (!SkipMisc())
            {
                part.Children.Add(Element());
            }
        }
    }

    private XmlAttributePart Attribute()
    {
        var name = Name();
        _at = text.IndexOf('=', _at) + 1;
        SkipBlank();
        var (quote, start) = (text[_at], _at + 1);
        var end = text.IndexOf(quote, start);
        _at = end + 1;
        return new(name, start, end);
    }

    private string Name()
    {
        var start = _at;
        while (text[_at] is not ('=' or '>' or '/') && !char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>Comments, instructions and the document's type.</summary>
    private bool SkipMisc()
    {
        if (StartsWith("<!--"))
        {
            _at = text.IndexOf("-->", _at + 4, StringComparison.Ordinal) + 3;
        }
        else if (StartsWith("<?"))
        {
            _at = text.IndexOf("?>", _at, StringComparison.Ordinal) + 2;
        }
        else if (StartsWith("<!"))
        {
            SkipType();
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>With an internal subset in brackets, its quoted texts and comments.</summary>
    private void SkipType()
    {
        for (var depth = 0; ; _at++)
        {
            switch (text[_at])
            {
                case '"' or '\'':
                    _at = text.IndexOf(text[_at], _at + 1);
                    break;
                case '<' when StartsWith("<!--"):
                    _at = text.IndexOf("-->", _at + 4, StringComparison.Ordinal) + 2;
                    break;
                case '<' when StartsWith("<?"):
                    _at = text.IndexOf("?>", _at, StringComparison.Ordinal) + 1;
                    break;
                case '<':
                    depth++;
                    break;
                case '>' when --depth == 0:
                    _at++;
                    return;
                default:
                    break;
            }
        }
    }

    private void SkipBlank()
    {
        while (char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private bool StartsWith(string sign) => string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0;
}

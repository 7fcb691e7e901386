using System.Globalization;
using System.Net;
using System.Text;

namespace Provisioner.Core.Documents;

/// <summary>Writes a page as text: one file, no script, nothing fetched. Whatever is not markup is escaped.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Markup of this program's own.</summary>
    public Html Raw(string markup)
    {
        _ = _text.Append(markup).Append('\n');
        return this;
    }

    public Html Element(string name, string text, string? attributes = null) =>
        Raw($"<{name}{(attributes is null ? "" : " " + attributes)}>{Escape(text)}</{name}>");

    /// <summary>A section with a heading that names it.</summary>
    public Html Section(string id, string heading, Action<Html> content)
    {
        _ = Raw($"<section aria-labelledby=\"{id}\">").Element("h2", heading, $"id=\"{id}\"");
        content(this);
        return Raw("</section>");
    }

    /// <summary>A table whose first cell of each row names it.</summary>
    public Html Table(string caption, string[] heads, IEnumerable<string[]> rows, string? kind = null)
    {
        _ = Raw($"<div class=\"scroll\"><table{(kind is null ? "" : $" class=\"{kind}\"")}><caption>{Escape(caption)}</caption><thead><tr>");
        _ = Raw(string.Concat(heads.Select(head => $"<th scope=\"col\">{Escape(head)}</th>"))).Raw("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            _ = Raw("<tr>" + string.Concat(row.Select((cell, at) => at == 0 ? $"<th scope=\"row\">{cell}</th>" : $"<td>{cell}</td>")) + "</tr>");
        }

        return Raw("</tbody></table></div>");
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();

    /// <summary>The whole document around a body.</summary>
    public static byte[] Page(string title, string styles, string body) => Encoding.UTF8.GetBytes(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>{Escape(title)}</title>
        <style>
        {styles}
        </style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """.ReplaceLineEndings("\n"));
}

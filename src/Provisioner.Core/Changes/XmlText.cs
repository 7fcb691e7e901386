using System.Globalization;
using System.Net;
using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>Characters as XML writes them.</summary>
internal static class XmlText
{
    /// <summary>Without references: <c>&amp;lt;</c> as <c>&lt;</c>.</summary>
    public static string Plain(string written) => WebUtility.HtmlDecode(written.Replace("&apos;", "'", StringComparison.Ordinal));

    /// <param name="quote">The attribute's quote; <c>null</c> for an element's text.</param>
    public static string Escape(string plain, char? quote, SettingsEncoding encoding)
    {
        var written = new StringBuilder(plain.Length);
        foreach (var rune in plain.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => written.Append("&amp;"),
                '<' => written.Append("&lt;"),
                '>' when quote is null => written.Append("&gt;"),
                '"' when quote == '"' => written.Append("&quot;"),
                '\'' when quote == '\'' => written.Append("&apos;"),
                '\r' => written.Append("&#13;"),
                '\n' or '\t' when quote is not null => written.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"),
                > 0x7e when encoding.OnlyAscii || encoding.Encode(rune.ToString()) is null => written.Append(CultureInfo.InvariantCulture, $"&#x{rune.Value:X};"),
                _ => written.Append(rune.ToString()),
            };
        }

        return written.ToString();
    }
}

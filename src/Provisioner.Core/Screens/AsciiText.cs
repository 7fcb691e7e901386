using System.Text;

namespace Provisioner.Core.Screens;

/// <summary>Text for terminals that take ASCII only: lines as <c>-</c> and <c>|</c>, letters without their accents.</summary>
public static class AsciiText
{
    /// <summary>U+00C0 to U+017F by what they look like; a hyphen where nothing does.</summary>
    private const string Latin =
        "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYPsaaaaaaaceeeeiiiidnooooo-ouuuuypy" +
        "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

    /// <summary>As many columns as before.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = plain.Append(Of(rune), Row.WidthOf(rune.ToString()));
        }

        return plain.ToString();
    }

    private static char Of(Rune rune) => rune.Value switch
    {
        < 0x80 => (char)rune.Value,
        '─' => '-',
        '│' => '|',
        '└' => '`',
        '…' => '~',
        '–' or '—' => '-',
        '‘' or '’' => '\'',
        '“' or '”' or '„' => '"',
        '█' => '#',
        '▀' => '"',
        '▄' => '_',
        >= 0xC0 and <= 0x17F => Latin[rune.Value - 0xC0],
        _ => '?',
    };
}

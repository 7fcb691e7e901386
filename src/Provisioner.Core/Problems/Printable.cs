using System.Globalization;
using System.Text;

namespace Provisioner.Core.Problems;

/// <summary>Text from outside made safe for a terminal and a log line: no control, format or direction characters.</summary>
public static class Printable
{
    /// <summary>Longest value kept, in UTF-16 units; more ends in an ellipsis.</summary>
    public const int Longest = 400;

    /// <summary>The text with every control, format, surrogate-half and line character as <c>\uXXXX</c>, cut at <see cref="Longest"/>.</summary>
    public static string Of(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= Longest)
            {
                return clean.Append("...").ToString();
            }

            _ = IsSafe(rune) ? clean.Append(rune.ToString()) : clean.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return clean.ToString();
    }

    private static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

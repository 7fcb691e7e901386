using System.Collections.Immutable;
using System.Text;

namespace Provisioner.Core.Documents;

/// <summary>How wide a text is in the usual sans-serif fonts: an upper bound, so that what fits here fits in all of them.</summary>
internal static class TextWidth
{
    /// <summary>The widest of the usual fonts is this much wider than the estimate below.</summary>
    private const double Margin = 1.14;

    /// <param name="size">Of the font; the answer is in the same unit.</param>
    public static double Of(string text, double size) => text.Sum(Em) * size * Margin;

    /// <summary>Broken at spaces so that each line fits; a word that does not is broken too.</summary>
    public static ImmutableArray<string> Wrap(string text, double size, double width)
    {
        var (lines, line) = (ImmutableArray.CreateBuilder<string>(), new StringBuilder());
        foreach (var word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, size, width)))
        {
            if (line.Length > 0 && Of($"{line} {word}", size) > width)
            {
                lines.Add(line.ToString());
                _ = line.Clear();
            }

            _ = line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
        return lines.ToImmutable();
    }

    private static IEnumerable<string> Pieces(string word, double size, double width)
    {
        var from = 0;
        for (var to = 1; to <= word.Length; to++)
        {
            if (to > from + 1 && Of(word[from..to], size) > width)
            {
                yield return word[from..(to - 1)];
                from = to - 1;
            }
        }

        yield return word[from..];
    }

    private static double Em(char letter) => letter switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' => 0.26,
        ' ' or '\u00A0' or 'f' or 't' or 'r' or '(' or ')' or '-' or '/' => 0.33,
        'm' or 'M' or 'w' or 'W' or '@' or '%' => 0.9,
        >= 'A' and <= 'Z' => 0.7,
        < (char)128 => 0.56,
        _ => 1.0,
    };
}

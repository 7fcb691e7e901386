using System.Collections.Immutable;

namespace Provisioner.Core.Screens.Widgets;

/// <summary>Columns under headings; one row is the chosen one. What does not fit is cut with a sign.</summary>
internal static class Table
{
    public static IEnumerable<Row> View(string[] headings, ImmutableArray<(string[] Cells, Ink Ink)> rows, int width, int chosen)
    {
        var widths = Widths(headings, rows, width - 4 - (2 * (headings.Length - 1)));
        yield return Line("    ", headings, Ink.Faint, widths).Fit(width);
        for (var at = 0; at < rows.Length; at++)
        {
            var ink = at == chosen ? Ink.Chosen : rows[at].Ink;
            yield return Line($"{(at == chosen ? '>' : ' ')} {(at < 9 ? $"{at + 1}" : " ")} ", rows[at].Cells, ink, widths).Fit(width, ink);
        }
    }

    private static Row Line(string label, string[] cells, Ink ink, int[] widths) => new(
        [new(label, ink), .. cells.SelectMany((cell, at) => Row.Of(cell, ink).Fit(widths[at], ink).Pieces.Add(new("  ", ink)))]);

    /// <summary>As wide as their longest cell; what is too much is taken from the widest.</summary>
    private static int[] Widths(string[] headings, ImmutableArray<(string[] Cells, Ink Ink)> rows, int room)
    {
        var widths = headings.Select((heading, at) => rows.Select(row => Row.WidthOf(row.Cells[at])).Append(Row.WidthOf(heading)).Max()).ToArray();
        while (widths.Sum() > room && widths.Max() > 4)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        return widths;
    }
}

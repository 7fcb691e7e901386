using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Documents;

/// <summary>From when to when each certificate is valid, as a drawing: what was there before in outline, what is there now filled.</summary>
internal static class ValidityTimeline
{
    private const double Width = 720, Left = 8, Row = 34, Axis = 22, LabelGap = 12;

    public static string Svg(VisitReport report)
    {
        var rows = report.Before.Concat(report.After).DistinctBy(held => (held.Slot, held.Fingerprint)).OrderBy(held => held.Slot, StringComparer.Ordinal).ThenBy(held => held.NotBefore).ToImmutableArray();
        var (from, to) = (rows.Min(held => held.NotBefore), rows.Max(held => held.NotAfter));
        from = report.Ended < from ? report.Ended : from;
        to = report.Ended > to ? report.Ended : to;
        var span = Math.Max(1, (to - from).TotalDays);
        double X(DateTimeOffset at) => Left + ((at - from).TotalDays / span * (Width - (2 * Left)));

        var height = (rows.Length * Row) + Axis + 6;
        var svg = new StringBuilder($"<svg class=\"years\" viewBox=\"0 0 {Html.Number(Width)} {Html.Number(height)}\" role=\"img\" aria-label=\"{Html.Escape(Say("report.timeline"))}\">");
        Years(svg, from, to, X, height);
        for (var at = 0; at < rows.Length; at++)
        {
            Bar(svg, rows[at], at, X, report);
        }

        var now = X(report.Ended);
        _ = svg.Append($"<line class=\"now\" x1=\"{Html.Number(now)}\" x2=\"{Html.Number(now)}\" y1=\"0\" y2=\"{Html.Number(height - Axis)}\"/>");
        return svg.Append("</svg>").ToString();
    }

    private static void Bar(StringBuilder svg, RunEvent.Held held, int row, Func<DateTimeOffset, double> x, VisitReport report)
    {
        var (left, right, top) = (x(held.NotBefore), Math.Max(x(held.NotAfter), x(held.NotBefore) + 2), (row * Row) + LabelGap + 4);
        var isThere = report.After.IsEmpty || report.After.Any(one => one.Slot == held.Slot && one.Fingerprint == held.Fingerprint);
        var text = $"{ToDo.NameOf(held)} ({held.Slot}), {ToDo.Day(held.NotAfter)}";
        var label = TextWidth.Wrap(text, 11, Width - (2 * Left))[0];
        var width = TextWidth.Of(label, 11);
        var at = Math.Clamp(left, Left, Math.Max(Left, Width - Left - width));
        _ = svg.Append($"<text x=\"{Html.Number(at)}\" y=\"{Html.Number(top - 4)}\">{Html.Escape(label)}</text>")
            .Append($"<rect class=\"{(isThere ? "is" : "was")}\" x=\"{Html.Number(left)}\" y=\"{Html.Number(top)}\" width=\"{Html.Number(right - left)}\" height=\"9\" rx=\"2\"/>");
    }

    private static void Years(StringBuilder svg, DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, double> x, double height)
    {
        var step = Math.Max(1, (int)Math.Ceiling((to.Year - from.Year) / 10.0));
        for (var year = from.Year + 1; year <= to.Year; year += step)
        {
            var at = x(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
            _ = svg.Append($"<line x1=\"{Html.Number(at)}\" x2=\"{Html.Number(at)}\" y1=\"0\" y2=\"{Html.Number(height - Axis)}\"/>")
                .Append($"<text class=\"axis\" x=\"{Html.Number(Math.Min(at + 3, Width - 30))}\" y=\"{Html.Number(height - 8)}\">{year}</text>");
        }
    }

    private static string Say(string key) => Catalogue.English.Text(key);
}

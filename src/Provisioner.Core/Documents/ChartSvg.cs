using System.Globalization;
using System.Text;

namespace Provisioner.Core.Documents;

/// <summary>A flowchart as SVG: one sheet of A4, black on white, to be printed or put into a page.</summary>
public static class ChartSvg
{
    private const string Styles = ".b{fill:#fff;stroke:#1d2430;stroke-width:.3}.w{fill:#fff6e0;stroke:#8a5300;stroke-width:.5}.v{fill:#fff;stroke:#a1271b;stroke-width:.5}"
        + ".c{fill:#eaf2fa;stroke:#1f5f8b;stroke-width:.5}.e{fill:#f1f3f6;stroke:#1d2430;stroke-width:.3}.l{fill:none;stroke:#1d2430;stroke-width:.35}"
        + ".p{fill:none;stroke:#a1271b;stroke-width:.35;stroke-dasharray:1.4 .9}.r{fill:#fff;stroke:#a1271b;stroke-width:.4}"
        + "text{font-family:Arial,'Liberation Sans',Helvetica,sans-serif;fill:#1d2430}.t{font-size:2.1px;font-weight:bold;letter-spacing:.1px}.h{font-size:5px;font-weight:bold}.s{font-size:2.5px;fill:#566072}";

    public static string Write(Chart chart)
    {
        var svg = new StringBuilder(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\" role=\"img\" aria-labelledby=\"chart-title chart-desc\">\n"
            + $"<title id=\"chart-title\">{Html.Escape(chart.Title)}</title>\n<desc id=\"chart-desc\">{Html.Escape(chart.Description)}</desc>\n<style>{Styles}</style>\n"
            + "<defs><marker id=\"a\" viewBox=\"0 0 4 4\" refX=\"3.6\" refY=\"2\" markerWidth=\"6\" markerHeight=\"6\" orient=\"auto-start-reverse\"><path d=\"M0 0L4 2L0 4z\" fill=\"#1d2430\"/></marker>"
            + "<marker id=\"k\" viewBox=\"0 0 4 4\" refX=\"3.6\" refY=\"2\" markerWidth=\"6\" markerHeight=\"6\" orient=\"auto-start-reverse\"><path d=\"M0 0L4 2L0 4z\" fill=\"#a1271b\"/></marker></defs>\n"
            + "<rect width=\"210\" height=\"297\" fill=\"#fff\"/>\n");
        var y = 12.0;
        foreach (var line in TextWidth.Wrap(chart.Title, 5, Chart.Width - 24).Take(2))
        {
            _ = svg.Append(CultureInfo.InvariantCulture, $"<text class=\"h\" x=\"10\" y=\"{Number(y)}\">{Html.Escape(line)}</text>\n");
            y += 6;
        }

        _ = svg.Append($"<text class=\"s\" x=\"10\" y=\"{Number(y - 1)}\">{Html.Escape(TextWidth.Wrap(chart.Source, 2.5, Chart.Width - 24)[0])}</text>\n");
        foreach (var line in chart.Lines)
        {
            _ = svg.Append($"<path class=\"{(line.IsPutBack ? "p" : "l")}\" d=\"{Path(line)}\"{(line.HasArrow ? $" marker-end=\"url(#{(line.IsPutBack ? "k" : "a")})\"" : "")}/>\n");
        }

        foreach (var box in chart.Boxes)
        {
            Box(svg, box);
        }

        foreach (var text in chart.Texts)
        {
            var upright = text.IsUpright ? $" text-anchor=\"middle\" transform=\"rotate(-90 {Number(text.X)} {Number(text.Y)})\"" : "";
            _ = svg.Append($"<text x=\"{Number(text.X)}\" y=\"{Number(text.Y)}\" font-size=\"{Number(text.Size)}\"{upright}>{Html.Escape(text.Text)}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Box(StringBuilder svg, ChartBox box)
    {
        _ = svg.Append(CultureInfo.InvariantCulture, $"<g class=\"box\">{Shape(box)}");
        var tagged = box.Tag is null ? 0 : 2.7;
        var first = box.Y + tagged + ((box.Height - tagged - (box.Lines.Length * 3.7)) / 2) + 2.7;
        var centred = box.Kind is ChartBoxKind.Start or ChartBoxKind.Joint or ChartBoxKind.PutBack || (box.Kind == ChartBoxKind.End && box.Lines.Length == 1);
        var size = box.Kind == ChartBoxKind.PutBack ? ChartLayout.LabelSize : ChartLayout.FontSize;
        if (box.Tag is { } tag)
        {
            _ = svg.Append($"<text class=\"t\" x=\"{Number(box.X + Inset(box))}\" y=\"{Number(box.Y + 3.4)}\">{Html.Escape(tag)}</text>");
        }

        for (var at = 0; at < box.Lines.Length; at++)
        {
            var y = Number(first + (at * 3.7));
            _ = svg.Append(centred
                ? $"<text x=\"{Number(box.Middle)}\" y=\"{y}\" font-size=\"{Number(size)}\" text-anchor=\"middle\">{Html.Escape(box.Lines[at])}</text>"
                : $"<text x=\"{Number(box.X + Inset(box))}\" y=\"{y}\" font-size=\"{Number(size)}\">{Html.Escape(box.Lines[at])}</text>");
        }

        _ = svg.Append("</g>\n");
    }

    private static double Inset(ChartBox box) => box.Kind is ChartBoxKind.Choice ? 4 : 2.4;

    private static string Shape(ChartBox box)
    {
        var (x, y, w, h) = (Number(box.X), Number(box.Y), Number(box.Width), Number(box.Height));
        string Rect(string kind, double round) => $"<rect class=\"{kind}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{Number(round)}\"/>";
        return box.Kind switch
        {
            ChartBoxKind.Start => Rect("e", box.Height / 2),
            ChartBoxKind.End => Rect("e", Math.Min(box.Height / 2, 4)),
            ChartBoxKind.Joint => $"<circle class=\"e\" cx=\"{Number(box.Middle)}\" cy=\"{Number(box.Y + (box.Height / 2))}\" r=\"{Number(box.Width / 2)}\"/>",
            ChartBoxKind.PutBack => Rect("r", 1.5),
            ChartBoxKind.Warning => Rect("w", 1),
            ChartBoxKind.Witness => Rect("v", 1) + $"<rect class=\"v\" x=\"{Number(box.X + 0.8)}\" y=\"{Number(box.Y + 0.8)}\" width=\"{Number(box.Width - 1.6)}\" height=\"{Number(box.Height - 1.6)}\" rx=\"0.6\"/>",
            ChartBoxKind.Change => Rect("c", 1),
            ChartBoxKind.Choice => $"<path class=\"b\" d=\"M{Number(box.X + 3)} {y}H{Number(box.Right - 3)}L{Number(box.Right)} {Number(box.Y + (box.Height / 2))}L{Number(box.Right - 3)} {Number(box.Bottom)}H{Number(box.X + 3)}L{x} {Number(box.Y + (box.Height / 2))}z\"/>",
            _ => Rect("b", 1),
        };
    }

    private static string Path(ChartLine line) => string.Concat(line.Points.Select((point, at) => $"{(at == 0 ? 'M' : 'L')}{Number(point.X)} {Number(point.Y)}"));

    private static string Number(double number) => Html.Number(number);
}

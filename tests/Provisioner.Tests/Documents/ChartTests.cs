using Provisioner.Core.Documents;
using Provisioner.Tests.Procedures;

namespace Provisioner.Tests.Documents;

/// <summary>Flowcharts of all shipped procedures, measured before they are drawn.</summary>
public sealed class ChartTests
{
    public static TheoryData<string> Procedures { get; } = new(Shipped.ProcedureFiles.Select(file => Path.ChangeExtension(file, null)));

    [Theory, MemberData(nameof(Procedures))]
    public void Everything_lies_on_the_sheet_and_no_boxes_overlap(string procedure)
    {
        var chart = Of(procedure);
        Assert.All(chart.Boxes, box => Assert.True(box is { X: >= 5, Y: >= 5 } && box.Right <= Chart.Width - 5 && box.Bottom <= Chart.Height - 5, $"{box}"));
        var overlaps = from one in chart.Boxes from other in chart.Boxes where !ReferenceEquals(one, other) && one.Overlaps(other) select $"{string.Join(' ', one.Lines)} / {string.Join(' ', other.Lines)}";
        Assert.Empty(overlaps);
    }

    [Theory, MemberData(nameof(Procedures))]
    public void No_line_goes_through_a_box(string procedure)
    {
        var chart = Of(procedure);
        var through = from line in chart.Lines
                      from piece in line.Points.Zip(line.Points.Skip(1))
                      from box in chart.Boxes
                      where Goes(piece.First, piece.Second, box)
                      select $"{string.Join(' ', box.Lines)}: {piece}";
        Assert.Empty(through);
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Ways_do_not_cross_each_other(string procedure)
    {
        var pieces = Of(procedure).Lines.Where(line => !line.IsPutBack).SelectMany((line, at) => line.Points.Zip(line.Points.Skip(1)).Select(piece => (Line: at, piece.First, piece.Second))).ToArray();
        var crossings = from one in pieces from other in pieces where one.Line < other.Line && Cross(one.First, one.Second, other.First, other.Second) select $"{one} {other}";
        Assert.Empty(crossings);
    }

    [Fact]
    public void A_chart_marks_warnings_witness_points_changes_and_what_is_put_back()
    {
        var svg = ChartSvg.Write(Of("ge-mr/secure-client"));
        Assert.Contains("WARNING", svg, StringComparison.Ordinal);
        Assert.Contains("CHANGES THE SCANNER", svg, StringComparison.Ordinal);
        Assert.Contains(">before<", svg, StringComparison.Ordinal);
        Assert.Contains("Ends here with", svg, StringComparison.Ordinal);
        System.Xml.Linq.XDocument.Parse(svg);
    }

    private static Chart Of(string procedure) => ChartLayout.Of(Shipped.Procedure(procedure));

    private static bool Goes((double X, double Y) from, (double X, double Y) to, ChartBox box) =>
        Math.Max(from.X, to.X) > box.X + 0.2 && Math.Min(from.X, to.X) < box.Right - 0.2 && Math.Max(from.Y, to.Y) > box.Y + 0.2 && Math.Min(from.Y, to.Y) < box.Bottom - 0.2;

    /// <summary>One upright, one level, each beyond the other on both sides.</summary>
    private static bool Cross((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d) =>
        a.X == b.X && c.Y == d.Y ? Between(a.X, c.X, d.X) && Between(c.Y, a.Y, b.Y)
        : a.Y == b.Y && c.X == d.X && Cross(c, d, a, b);

    private static bool Between(double at, double one, double other) => at > Math.Min(one, other) + 0.01 && at < Math.Max(one, other) - 0.01;
}

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Documents;

/// <summary>Lays a procedure out in layers, one step a layer, in one column or two: the way down in the middle, what is put back on the
/// left, what ends or passes by on the right. A way from one column to the other goes by joints, so that nothing crosses.</summary>
public sealed class ChartLayout
{
    public const double FontSize = 2.9, TagSize = 2.1, LabelSize = 2.3;

    private const double Margin = 10, Top = 24, Foot = 13, LineHeight = 3.7, Padding = 1.9, TagHeight = 2.7, Widest = 92;
    private const double ShortestSaid = 25, LabelLine = 2.8, PutBackLane = 16, ExitGap = 9, LaneWidth = 4, FirstLane = 4.5, Joint = 5.5;
    private static readonly double[] Gaps = [5.2, 4.2, 3.4];

    private readonly Procedure _procedure;
    private readonly ChartGraph _graph;
    private readonly List<ChartBox> _boxes = [];
    private readonly List<ChartLine> _lines = [];
    private readonly List<ChartText> _texts = [];
    private readonly Dictionary<int, ChartBox> _ofStep = [];
    private readonly Dictionary<int, int> _columnOf = [];
    private readonly int _columns;
    private readonly double _columnWidth, _gap;
    private char _letter = 'A';

    private ChartLayout(Procedure procedure, ChartGraph graph, int columns, double gap)
    {
        (_procedure, _graph, _columns, _gap) = (procedure, graph, columns, gap);
        _columnWidth = (Chart.Width - (2 * Margin)) / columns;
        for (var at = 0; at < _graph.Steps.Length; at++)
        {
            _columnOf[_graph.Steps[at]] = at * columns / _graph.Steps.Length;
        }
    }

    /// <summary>Where ways would cross, steps that are done under a condition stand on the one way and say it.</summary>
    public static Chart Of(Procedure procedure) =>
        Of(procedure, ChartGraph.Of(procedure)) is { HasCrossings: false } chart ? chart : Of(procedure, ChartGraph.Guarded(procedure));

    private static Chart Of(Procedure procedure, ChartGraph graph)
    {
        var tries = from columns in (int[])[1, 2] from gap in columns == 1 ? Gaps[..1] : Gaps select new ChartLayout(procedure, graph, columns, gap).Lay();
        Chart? last = null;
        foreach (var chart in tries)
        {
            if (Bottom(chart) <= Chart.Height - Foot)
            {
                return WithLegend(chart);
            }

            last = chart;
        }

        return WithLegend(Shrunk(last!));
    }

    private static Chart WithLegend(Chart chart) => chart with { Texts = chart.Texts.Add(new(Margin, Chart.Height - 7, Say("chart.legend"), LabelSize)) };

    private static double Bottom(Chart chart) => chart.Boxes.Max(box => box.Bottom);

    /// <summary>More steps than two columns hold: everything lies closer.</summary>
    private static Chart Shrunk(Chart chart)
    {
        var by = (Chart.Height - Foot - Top) / (Bottom(chart) - Top);
        double Y(double y) => y <= Top ? y : Top + ((y - Top) * by);
        return by >= 1 ? chart : chart with
        {
            Boxes = [.. chart.Boxes.Select(box => box with { Y = Y(box.Y), Height = box.Height * by })],
            Lines = [.. chart.Lines.Select(line => line with { Points = [.. line.Points.Select(point => (point.X, Y(point.Y)))] })],
            Texts = [.. chart.Texts.Select(text => text with { Y = Y(text.Y) })],
        };
    }

    private Chart Lay()
    {
        var columns = Columns();
        for (var column = 0; column < columns.Length; column++)
        {
            Place(column, columns[column]);
        }

        foreach (var edge in _graph.Edges)
        {
            Connect(edge);
        }

        PutBack(columns);
        return new()
        {
            Title = _procedure.Title,
            Source = $"{_procedure.Id} {_procedure.Version} - {_procedure.Source}",
            Description = Described(),
            Boxes = [.. _boxes],
            Lines = [.. _lines],
            Texts = [.. _texts],
        };
    }

    /// <summary>Steps in columns of like height.</summary>
    private ImmutableArray<ImmutableArray<int>> Columns()
    {
        var heights = _graph.Steps.Select(step => Layer(step) + _gap).ToArray();
        var (each, column, sum) = (heights.Sum() / _columns, 0, 0.0);
        for (var at = 0; at < heights.Length; at++)
        {
            column = sum + (heights[at] / 2) > each * (column + 1) && column + 1 < _columns ? column + 1 : column;
            _columnOf[_graph.Steps[at]] = column;
            sum += heights[at];
        }

        return [.. Enumerable.Range(0, _columns).Select(one => _graph.Steps.Where(step => _columnOf[step] == one).ToImmutableArray())];
    }

    private double Free(int column) => _columnWidth - PutBackLane - LaneRoom(column) - (_columns > 1 ? 4 : 0);

    private double LaneRoom(int column) => Lanes(column) is var lanes and > 0 ? FirstLane + (lanes * LaneWidth) : 0;

    private bool HasExits(int column) => _graph.Exits.Any(exit => _columnOf[exit.From] == column);

    private double ExitWidth(int column) => HasExits(column) ? (Free(column) - ExitGap) * 0.4 : 0;

    private double MainWidth(int column) => Math.Min(Widest, Free(column) - (HasExits(column) ? ExitWidth(column) + ExitGap : 0));

    private double Layer(int step) => Math.Max(Height(Text(step), Tag(step)), _graph.Exits.Where(exit => exit.From == step).Sum(exit => Height(ExitText(exit), null) + 2) - 2);

    private void Place(int column, ImmutableArray<int> steps)
    {
        var x = Margin + (column * _columnWidth) + PutBackLane;
        var y = Top + 2;
        if (column == 0)
        {
            var start = Box(ChartBoxKind.Start, x + (MainWidth(0) / 2) - 15, y, 30, [Say("chart.start")], null);
            y = start.Bottom + _gap;
            Line(start, y);
        }
        else
        {
            y += Joint + _gap;
        }

        foreach (var step in steps)
        {
            var box = Box(Kind(step), x, y, MainWidth(column), Text(step), Tag(step));
            _ofStep[step] = box;
            Exits(step, box);
            y += Layer(step) + _gap;
        }
    }

    private void Exits(int step, ChartBox from)
    {
        var (x, y) = (from.Right + ExitGap + LaneRoom(_columnOf[step]), from.Y);
        var (stem, trunk) = (from.Y + (Math.Min(from.Height, Layer(step)) / 2), x - (ExitGap / 2));
        foreach (var exit in _graph.Exits.Where(exit => exit.From == step))
        {
            var box = Box(ChartBoxKind.End, x, y, ExitWidth(_columnOf[step]), ExitText(exit), null);
            var at = box.Y + (box.Height / 2);
            _lines.Add(new(Math.Abs(at - stem) < 0.01 ? [(from.Right, stem), (box.X, stem)] : [(from.Right, stem), (trunk, stem), (trunk, at), (box.X, at)]));
            y = box.Bottom + 2;
        }
    }

    private void Connect(ChartEdge edge)
    {
        var from = _ofStep[edge.From];
        if (edge.To is not { } step)
        {
            Finish(edge, from);
        }
        else if (_columnOf[edge.From] != _columnOf[step])
        {
            Jump(from, _ofStep[step], edge);
        }
        else if (Next(edge.From) == step)
        {
            Line(from, _ofStep[step].Y);
            Label(edge, from.Middle + 1.5, from.Bottom + 3.1, (from.Width / 2) - 2, _ofStep[step].Y - from.Bottom);
        }
        else
        {
            PassBy(from, _ofStep[step], edge);
        }
    }

    /// <summary>The next step of the same column.</summary>
    private int? Next(int step) => _graph.Steps.Where(other => other > step && _columnOf[other] == _columnOf[step]).Select(other => (int?)other).FirstOrDefault();

    private void Finish(ChartEdge edge, ChartBox from)
    {
        var isLast = Next(edge.From) is null;
        var width = Math.Min(from.Width, 44);
        if (isLast)
        {
            var end = Box(ChartBoxKind.End, from.Middle - (width / 2), LayerBottom(from, edge.From) + _gap, width, [Say("chart.end")], null);
            Line(from, end.Y);
            return;
        }

        var x = from.Right + ExitGap + LaneRoom(_columnOf[edge.From]);
        var small = Box(ChartBoxKind.End, x, from.Y, Math.Max(ExitWidth(_columnOf[edge.From]), 18), [Say("chart.end")], null);
        _lines.Add(new([(from.Right, small.Y + (small.Height / 2)), (small.X, small.Y + (small.Height / 2))]));
    }

    private double LayerBottom(ChartBox box, int step) => box.Y + Layer(step);

    /// <summary>To the other column: a letter here, the same letter there.</summary>
    private void Jump(ChartBox from, ChartBox to, ChartEdge edge)
    {
        var letter = (_letter++).ToString();
        var isUsual = Next(edge.From) is null;
        var here = isUsual
            ? Box(ChartBoxKind.Joint, from.Middle - (Joint / 2), LayerBottom(from, edge.From) + _gap, Joint, [letter], null)
            : Box(ChartBoxKind.Joint, from.Right + 4, from.Bottom - Joint, Joint, [letter], null);
        _lines.Add(isUsual ? new([(from.Middle, from.Bottom), (from.Middle, here.Y)]) : new([(from.Right, here.Y + (Joint / 2)), (here.X, here.Y + (Joint / 2))]));
        Label(edge, isUsual ? from.Middle + 1.5 : here.Right + 1, isUsual ? from.Bottom + 3.1 : here.Bottom - 1.5, (from.Width / 2) - 2, _gap);
        var isFirst = _graph.Steps.First(step => _columnOf[step] == _columnOf[edge.To!.Value]) == edge.To;
        var there = isFirst && !_boxes.Any(box => box.Kind == ChartBoxKind.Joint && box.Y < to.Y && box.X > to.X - 1 && box.X < to.Right)
            ? Box(ChartBoxKind.Joint, to.Middle - (Joint / 2), to.Y - _gap - Joint, Joint, [letter], null)
            : Box(ChartBoxKind.Joint, to.Right + 4 + (2 * Joint * _boxes.Count(box => box.Kind == ChartBoxKind.Joint && box.Y == to.Y)), to.Y, Joint, [letter], null);
        _lines.Add(there.Y < to.Y ? new([(there.Middle, there.Bottom), (there.Middle, to.Y)]) : new([(there.X, there.Y + (Joint / 2)), (to.Right, there.Y + (Joint / 2))]));
    }

    /// <summary>Down a lane of its own, right of the steps that it passes.</summary>
    private void PassBy(ChartBox from, ChartBox to, ChartEdge edge)
    {
        var lane = from.Right + FirstLane + (LaneWidth * LaneOf(edge));
        var (leaves, comes) = (from.Bottom - 1.6, to.Y + 1.6);
        _lines.Add(new([(from.Right, leaves), (lane, leaves), (lane, comes), (to.Right, comes)]));
        var text = string.Join(" / ", edge.Labels);
        if (text.Length > 0)
        {
            _texts.Add(new(lane - 0.9, (leaves + comes) / 2, Short(text, Math.Max(10, comes - leaves - 2)), LabelSize, IsUpright: true));
        }
    }

    private int Lanes(int column) => _graph.Edges.Where(edge => IsPassing(edge) && _columnOf[edge.From] == column).Select(edge => LaneOf(edge) + 1).DefaultIfEmpty(0).Max();

    private bool IsPassing(ChartEdge edge) => edge.To is { } to && _columnOf[to] == _columnOf[edge.From] && _graph.Steps.IndexOf(to) > _graph.Steps.IndexOf(edge.From) + 1;

    /// <summary>The innermost lane that no shorter way beside it takes.</summary>
    private int LaneOf(ChartEdge edge) => _graph.Edges.Count(other => other != edge && IsPassing(other) && other.From < edge.To && edge.From < other.To
        && (other.To - other.From, other.From).CompareTo((edge.To!.Value - edge.From, edge.From)) < 0);

    /// <summary>Left of the steps from which everything can be put back.</summary>
    private void PutBack(ImmutableArray<ImmutableArray<int>> columns)
    {
        if (_procedure.FirstChange is not { } change)
        {
            return;
        }

        var first = _procedure.Steps.IndexOf(change);
        foreach (var column in columns)
        {
            var steps = column.Where(step => step >= first).Select(step => _ofStep[step]).ToArray();
            if (steps.Length == 0)
            {
                continue;
            }

            var lane = steps[0].X - (PutBackLane / 2) - 1;
            var (top, bottom) = (steps[0].Y, steps[^1].Y + (steps[^1].Height / 2));
            foreach (var box in steps)
            {
                _lines.Add(new([(box.X, box.Y + (box.Height / 2)), (lane, box.Y + (box.Height / 2))], IsPutBack: true, HasArrow: false));
            }

            var before = Box(ChartBoxKind.PutBack, lane - 6.5, top - 9.5, 13, [Say("chart.before")], null);
            _lines.Add(new([(lane, bottom), (lane, before.Bottom)], IsPutBack: true));
            if (bottom - before.Bottom > ShortestSaid)
            {
                _texts.Add(new(lane - 1.2, (before.Bottom + bottom) / 2, Short(Say("chart.put-back"), bottom - before.Bottom - 2), LabelSize, IsUpright: true));
            }
        }
    }

    private void Line(ChartBox from, double to) => _lines.Add(new([(from.Middle, from.Bottom), (from.Middle, to)]));

    /// <summary>Beside the way, in as many lines as there is room for.</summary>
    private void Label(ChartEdge edge, double x, double y, double width, double room)
    {
        if (edge.Labels.IsEmpty)
        {
            return;
        }

        var lines = TextWidth.Wrap(string.Join(" / ", edge.Labels), LabelSize, width);
        var most = Math.Max(1, (int)((room - 1.2) / LabelLine));
        for (var at = 0; at < Math.Min(most, lines.Length); at++)
        {
            var text = at + 1 == most && lines.Length > most ? Short(string.Join(' ', lines.Skip(at)), width) : lines[at];
            _texts.Add(new(x, y + (at * LabelLine), text, LabelSize));
        }
    }

    private static string Short(string text, double width) => TextWidth.Wrap(text, LabelSize, width) is [var only] ? only : TextWidth.Wrap(text, LabelSize, width - 2)[0] + "…";

    private ChartBox Box(ChartBoxKind kind, double x, double y, double width, ImmutableArray<string> lines, string? tag)
    {
        var size = kind == ChartBoxKind.PutBack ? LabelSize : FontSize;
        var wrapped = kind == ChartBoxKind.Joint ? lines : [.. lines.SelectMany(line => TextWidth.Wrap(line, size, width - (2 * Padding) - (kind == ChartBoxKind.Choice ? 4 : 0)))];
        var box = new ChartBox(kind, x, y, width, kind == ChartBoxKind.Joint ? Joint : (wrapped.Length * LineHeight) + (2 * Padding) + (tag is null ? 0 : TagHeight), wrapped, tag);
        _boxes.Add(box);
        return box;
    }

    private static double Height(ImmutableArray<string> lines, string? tag) => (lines.Length * LineHeight) + (2 * Padding) + (tag is null ? 0 : TagHeight);

    private ImmutableArray<string> Text(int step)
    {
        var one = _procedure.Steps[step];
        var minutes = one.Minutes is { } expected ? " " + Catalogue.English.Text("chart.minutes", ("minutes", Number(expected))).Replace(' ', '\u00A0') : "";
        var width = MainWidth(_columnOf[step]) - (2 * Padding) - (Kind(step) == ChartBoxKind.Choice ? 4 : 0);
        return [.. TextWidth.Wrap($"{Number(step + 1)}  {one.Title}{minutes}", FontSize, width), .. _graph.Guards.TryGetValue(step, out var guard) ? TextWidth.Wrap(guard, FontSize, width) : []];
    }

    private ImmutableArray<string> ExitText(ChartExit exit) => TextWidth.Wrap(exit.Option, FontSize, ExitWidth(_columnOf[exit.From]) - (2 * Padding));

    private string? Tag(int step) => _procedure.Steps[step] switch
    {
        { Verb: Verb.Safety safety } => safety.Level.ToString().ToUpperInvariant(),
        { Verb: Verb.Hold } => Say("chart.witness"),
        { Verb.Changes: true } => Say("chart.change"),
        { Caution: not null } => Say("chart.caution"),
        _ => null,
    };

    private ChartBoxKind Kind(int step) => _procedure.Steps[step] switch
    {
        { Verb: Verb.Safety } => ChartBoxKind.Warning,
        { Verb: Verb.Hold } => ChartBoxKind.Witness,
        { Verb: Verb.Choose } => ChartBoxKind.Choice,
        { Verb.Changes: true } => ChartBoxKind.Change,
        _ => ChartBoxKind.Step,
    };

    private string Described() => string.Join(' ', _graph.Steps.Select(step =>
    {
        var one = _procedure.Steps[step];
        var ways = _graph.Exits.Where(exit => exit.From == step).Select(exit => Catalogue.English.Text("chart.said.ends", ("option", exit.Option)));
        var jumps = _graph.Edges.Where(edge => edge.From == step && edge.To is not null && edge.To != step + 1).Select(edge =>
            Catalogue.English.Text("chart.said.to", ("way", string.Join(", ", edge.Labels)), ("step", Number(edge.To!.Value + 1))));
        return $"{Number(step + 1)}. {one.Title}. {string.Join(' ', [.. ways, .. jumps])}".Trim();
    }));

    private static string Say(string key) => Catalogue.English.Text(key);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

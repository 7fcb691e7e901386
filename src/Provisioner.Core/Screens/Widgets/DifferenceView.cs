using System.Collections.Immutable;
using Provisioner.Core.Changes;

namespace Provisioner.Core.Screens.Widgets;

/// <summary>Planned changes: what was on the left, what will be on the right; files of other kinds with their + and - lines.</summary>
internal static class DifferenceView
{
    public static IEnumerable<Row> View(ImmutableArray<Difference> differences, int width) => differences.SelectMany(difference => View(difference, width));

    private static IEnumerable<Row> View(Difference difference, int width)
    {
        var common = Common(difference.Values);
        return Row.Wrap($"{difference.Heading}  {common.TrimEnd('.', '/', ':')}".TrimEnd(), width, Ink.Strong)
            .Concat(difference.Values.IsEmpty ? difference.Lines.SelectMany(line => Line(line, width)) : Values(difference.Values, common.Length, width))
            .Append(Row.Blank);
    }

    private static IEnumerable<Row> Values(ImmutableArray<ValueDifference> values, int common, int width)
    {
        var shown = values.Select(value => (Key: value.Key[common..], Before: Of(value.Before), After: Of(value.After))).ToArray();
        var (keys, befores) = (Columns(shown.Select(value => value.Key), 16), Columns(shown.Select(value => value.Before), 14));
        return shown.SelectMany(value => value.Key.Length > keys || value.Before.Length > befores || keys + befores + value.After.Length + 8 > width
            ? Stacked(value.Key, value.Before, value.After, width)
            : [Row.Of(new Piece($"  {value.Key.PadRight(keys)}  "), new(value.Before.PadRight(befores), Ink.Faint), new(" -> "), new(value.After, Ink.Good))]);
    }

    private static IEnumerable<Row> Stacked(string key, string before, string after, int width) =>
    [
        Row.Of($"  {key}"),
        .. Row.Hanging(new("    - ", Ink.Bad), before, width, Ink.Faint),
        .. Row.Hanging(new("    + ", Ink.Good), after, width, Ink.Good),
    ];

    private static IEnumerable<Row> Line(string line, int width) => Row.Hanging(new($"  {(line.Length > 0 ? line[0] : ' ')} ", InkOf(line)), line.Length > 1 ? line[1..] : "", width, InkOf(line));

    private static Ink InkOf(string line) => line switch
    {
        ['+', ..] => Ink.Good,
        ['-', ..] => Ink.Bad,
        _ => Ink.Faint,
    };

    /// <summary>What the names of all values begin with, whole parts of them.</summary>
    private static string Common(ImmutableArray<ValueDifference> values)
    {
        var first = values.IsEmpty ? "" : values[0].Key;
        var common = Enumerable.Range(0, first.Length + 1).Last(length => values.All(value => value.Key.StartsWith(first[..length], StringComparison.Ordinal)));
        return first[..(first[..common].LastIndexOfAny(['.', '/', ':']) + 1)];
    }

    private static int Columns(IEnumerable<string> texts, int most) => Math.Min(texts.Max(text => text.Length), most);

    private static string Of(string? value) => string.IsNullOrEmpty(value) ? "-" : value;
}

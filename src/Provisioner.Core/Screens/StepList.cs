using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>The steps of a job with what became of each; the one being done is kept in sight, and how many do not fit is said. Below
/// them, what answered before the job.</summary>
internal static class StepList
{
    /// <summary>Rows for what answered before the job: an empty one, the heading, and three.</summary>
    private const int FewestBefore = 5;

    private static Catalogue Say => Catalogue.English;

    public static int Width(Room room) => room.Width < 100 ? 31 : 44;

    public static ImmutableArray<Row> View(JobModel job, Room room)
    {
        var procedure = job.Scene.Procedure;
        var before = BeforeJob.View(job.State.Facts.Baseline, new(room.Width, Math.Max(FewestBefore, room.Height / 4)));
        var seen = room.Height - 2 - before.Length;
        var steps = procedure.Steps.Select((_, at) => Step(job, at, room.Width).ToImmutableArray()).ToImmutableArray();
        var body = Window(steps, Math.Clamp(job.Step ?? 0, 0, steps.Length - 1), seen);
        return
        [
            Row.Of(procedure.Title, Ink.Strong).Indented(1).Fit(room.Width - 1), Units(room.Width),
            .. body, .. Enumerable.Repeat(Row.Blank, seen - body.Length), .. before,
        ];
    }

    /// <summary>Whole steps around one, with a line for those above and one for those below that find no room.</summary>
    private static ImmutableArray<Row> Window(ImmutableArray<ImmutableArray<Row>> steps, int around, int room)
    {
        var (first, last) = (around, around);
        while (Grown(steps, first, last, around) is { } more && Rows(steps, more) <= room)
        {
            (first, last) = more;
        }

        return [.. Left("steps.before", first), .. steps[first..(last + 1)].SelectMany(rows => rows).Take(room), .. Left("steps.after", steps.Length - 1 - last)];
    }

    /// <summary>One step more, on the side that shows fewer; <c>null</c>: all are shown.</summary>
    private static (int First, int Last)? Grown(ImmutableArray<ImmutableArray<Row>> steps, int first, int last, int around) =>
        last + 1 < steps.Length && (first == 0 || last - around <= around - first) ? (first, last + 1)
        : first > 0 ? (first - 1, last)
        : null;

    private static int Rows(ImmutableArray<ImmutableArray<Row>> steps, (int First, int Last) shown) =>
        steps[shown.First..(shown.Last + 1)].Sum(rows => rows.Length) + (shown.First > 0 ? 1 : 0) + (shown.Last + 1 < steps.Length ? 1 : 0);

    private static ImmutableArray<Row> Left(string key, int count) => count == 0 ? []
        : [Row.Of($"    {Say.Text(key, ("count", count.ToString(CultureInfo.InvariantCulture)))}", Ink.Faint)];

    private static Row Units(int width) => Row.Spread(Row.Blank, Row.Of(Say.Text("steps.minutes") + " ", Ink.Faint), width);

    private static IEnumerable<Row> Step(JobModel job, int at, int width)
    {
        var step = job.Scene.Procedure.Steps[at];
        var isCurrent = at == job.Step && job.End is null;
        var (mark, ink) = Mark(job, at);
        var titles = Page.Wrap(step.Title, "", width - 15).ToArray();
        var minutes = step.Minutes is { } known ? known.ToString(CultureInfo.InvariantCulture) : "";
        for (var line = 0; line < titles.Length; line++)
        {
            yield return line > 0 ? Row.Of(new string(' ', 11) + titles[line], isCurrent ? Ink.Strong : Ink.Plain) : Row.Of(
                new Piece($"{(isCurrent ? '>' : ' ')}{at + 1,2} ", isCurrent ? Ink.Strong : Ink.Plain),
                new($"[{mark}] ", ink),
                new(titles[line].PadRight(width - 15), isCurrent ? Ink.Strong : Ink.Plain),
                new($"{minutes,3}", Ink.Faint));
        }
    }

    private static (string Mark, Ink Ink) Mark(JobModel job, int at)
    {
        if (!job.State.Facts.Results.TryGetValue(at, out var result))
        {
            return ("    ", Ink.Plain);
        }

        var isBack = job.State.Phase is RunPhase.Closed { Outcome: Outcome.PutBack } && job.Scene.Procedure.Steps[at].Verb.Changes && result.Mark == StepMark.Pass;
        return isBack ? ("BACK", Ink.Warning) : result.Mark switch
        {
            StepMark.Pass => ("PASS", Ink.Good),
            StepMark.Fail => ("FAIL", Ink.Bad),
            _ => ("SKIP", Ink.Faint),
        };
    }
}

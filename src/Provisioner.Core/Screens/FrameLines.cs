using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>First line: which scanner, and what time it is.</summary>
internal static class HeadLine
{
    private static Catalogue Say => Catalogue.English;

    public static Row Of(WizardModel model)
    {
        var scanner = model.Job?.Scene.Scanner ?? model.Scanner;
        var identifiers = scanner is null ? "" : Say.Text("head.scanner", ("serial", scanner.Serial), ("host", scanner.Host));
        var right = Row.Of(new Piece(identifiers), new($"  {Clock(model)} "));
        var training = model.Stick.IsTraining ? $"{Say.Text("head.training")}  " : "";
        var title = scanner is null ? Say.Text("head.no-scanner", ("stick", model.Stick.Name)) : scanner.Type.Title;
        var left = Row.Of(new Piece(training, Ink.Warning), new(title, Ink.Strong)).Indented(1);
        return left.Fit(Math.Max(model.Room.Width - right.Width - 1, 0)).With(new Piece(" ")).With([.. right.Pieces]).Fit(model.Room.Width);
    }

    private static string Clock(WizardModel model)
    {
        var time = model.Now.ToString("HH:mm", CultureInfo.InvariantCulture);
        return model.Watch is { } watch && watch != TimeSpan.Zero ? Say.Text("head.clock", ("time", time), ("difference", Difference(-watch))) : time;
    }

    /// <summary>The computer's clock against the watch: <c>-0:03</c> is three minutes late.</summary>
    public static string Difference(TimeSpan difference)
    {
        var minutes = (int)Math.Round(difference.TotalMinutes);
        return string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60}:{Math.Abs(minutes) % 60:00}");
    }
}

/// <summary>Second line: whether the scanner may be used.</summary>
internal static class BandLine
{
    private static Catalogue Say => Catalogue.English;

    public static Standing Standing(WizardModel model) => model.Job is { } job
        ? Screens.Standing.Of(job.Scene.Procedure, job.Scene.Scanner.Type, job.State, open: job.End is null)
        : Before(model);

    public static Row Of(WizardModel model)
    {
        var standing = Standing(model);
        var ink = standing.MayScan ? Ink.Go : Ink.Stop;
        var (sign, word) = standing.MayScan ? ("  ", Say.Text("band.may")) : ("!!", Say.Text("band.not"));
        var left = Row.Of($" {sign} {word}   {Changed(standing)}", ink);
        var right = Row.Of(Say.Text("band.back", ("minutes", standing.MinutesBack.ToString(CultureInfo.InvariantCulture))) + $"  {sign} ", ink);
        var gap = Math.Max(1, model.Room.Width - left.Width - right.Width);
        return left.With(new Piece(new string(' ', gap), ink)).With([.. right.Pieces]).Fit(model.Room.Width, ink);
    }

    /// <summary>A job that was left half done is told of before it goes on.</summary>
    private static Standing Before(WizardModel model) =>
        model.Survey.Jobs.Where(job => !job.IsDone).Select(job => job.Changes).DefaultIfEmpty().Max() is > 0 and var changes
            ? new(false, changes, 1, false)
            : Screens.Standing.Untouched;

    private static string Changed(Standing standing) => standing.Changes switch
    {
        0 => Say.Text("band.nothing"),
        1 => Say.Text("band.one"),
        var count => Say.Text("band.changes", ("count", count.ToString(CultureInfo.InvariantCulture))),
    };
}

/// <summary>The line above the keys: time used and to go, and where it is written.</summary>
internal static class StatusLine
{
    private static Catalogue Say => Catalogue.English;

    public static Row Of(WizardModel model)
    {
        var width = model.Room.Width;
        if (model.Job is not { } job)
        {
            return Row.Of(Say.Text("status.stick", ("stick", model.Stick.Name), ("engineer", model.Stick.Engineer)), Ink.Faint).Indented(1).Fit(width);
        }

        var used = (int)(model.Now - job.Began).TotalMinutes;
        var left = job.End is null
            ? Say.Text("status.time", ("used", Number(used)), ("left", Number(Left(job))))
            : Say.Text("status.used", ("used", Number(used)));
        return Row.Spread(Row.Of(left).Indented(1), Row.Of(Say.Text("status.log", ("run", job.Scene.Run)) + " ", Ink.Faint), width);
    }

    /// <summary>Minutes of the steps that are still to be done, as the procedure expects them.</summary>
    private static int Left(JobModel job) => job.Scene.Procedure.Steps
        .Where((_, at) => !job.State.Facts.Results.ContainsKey(at)).Sum(step => step.Minutes ?? 1);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The steps of a job with what became of each; the one being done is kept in sight.</summary>
internal static class StepList
{
    private static Catalogue Say => Catalogue.English;

    public static int Width(Room room) => room.Width < 100 ? 31 : 44;

    public static ImmutableArray<Row> View(JobModel job, Room room, Room screen)
    {
        var procedure = job.Scene.Procedure;
        var rows = ImmutableArray.CreateBuilder<Row>();
        var current = 0;
        for (var at = 0; at < procedure.Steps.Length; at++)
        {
            current = at == job.Step ? rows.Count : current;
            rows.AddRange(Step(job, at, room.Width));
        }

        var seen = room.Height - 2;
        var first = Math.Clamp(current - (seen / 2), 0, Math.Max(0, rows.Count - seen));
        var body = rows.Skip(first).Take(seen).ToArray();
        if (first > 0)
        {
            body[0] = Row.Of($"    {Say.Text("steps.before")}", Ink.Faint);
        }

        if (first + seen < rows.Count)
        {
            body[^1] = Row.Of($"    {Say.Text("steps.after")}", Ink.Faint);
        }

        return [Row.Of(procedure.Title, Ink.Strong).Indented(1).Fit(room.Width - 1), Units(room.Width), .. body, .. Enumerable.Repeat(Row.Blank, Math.Max(0, seen - body.Length))];
    }

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

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

    private static string Changed(Standing standing) => standing.Changes == 0
        ? Say.Text("band.nothing")
        : Say.Text("band.changes", ("count", standing.Changes.ToString(CultureInfo.InvariantCulture)));
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

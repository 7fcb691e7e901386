using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary>What a cleaning command removed, or would remove.</summary>
/// <param name="Log">Name of the log that tells of it; <c>null</c>: nothing was removed.</param>
/// <param name="Stick">Was written on; <c>null</c>: it was not.</param>
internal sealed record Left(ImmutableArray<string> Names, string? Log, Stick? Stick = null);

/// <summary>How commands take leave of a stick: flushed first, then, and only then, "safe to remove".</summary>
internal static class Leaving
{
    /// <summary>What should not stay on the stick, then whether it can be unplugged.</summary>
    public static Page Page(StickRelease release)
    {
        var page = release.Problems.IsEmpty ? Core.Screens.Page.Empty : Pages.Problems(release.Problems);
        return release.IsSafe
            ? page.Text(Catalogue.English.Text("release.safe"), Tone.Good)
            : page.Text(Catalogue.English.Text("release.unsafe"), Tone.Bad);
    }

    /// <summary>The names that were removed and the log as JSON; the problems; the exit code.</summary>
    public static int Tell(Output output, Func<ITerminal, Checked<Left>> leave)
    {
        var terminal = SystemTerminal.Of(output);
        var done = leave(terminal);
        var problems = done.Problems;
        Report.Problems(output.ForPeople, problems);
        var release = done.IsGood && done.Value.Stick is { } stick ? StickRelease.Of(stick) : null;
        if (release is not null)
        {
            terminal.Write(Page(release));
        }

        if (output.AsJson)
        {
            Report.Json(output.Out, json =>
            {
                json.WriteStartArray("files");
                foreach (var name in done.IsGood ? done.Value.Names : [])
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
                Report.Maybe(json, "log", done.IsGood ? done.Value.Log : null);
                if (release is not null)
                {
                    json.WriteBoolean("safeToRemove", release.IsSafe);
                }

                Report.Problems(json, problems);
            });
        }

        return problems.Any(problem => problem.Code == "STICK-013") ? ExitCode.WrongUsage
            : !problems.IsEmpty && RunEnd.NotBegun(problems).NotTrusted ? ExitCode.NotTrusted
            : problems.Any(problem => problem.Code is "RUN-003" or "STICK-060" or "STICK-067") ? ExitCode.Interrupted
            : problems.IsEmpty && release is not { IsSafe: false } ? ExitCode.Done : ExitCode.Problems;
    }
}

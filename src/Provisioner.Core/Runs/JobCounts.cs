using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Runs;

/// <summary>Jobs on the scanner, as people read them off its own list.</summary>
public readonly record struct JobCounts(int Queued, int Failed)
{
    /// <summary>As the journal has it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"queued {Queued}, failed {Failed}");

    /// <returns><c>null</c>: they were not counted.</returns>
    public static JobCounts? Read(string? text) =>
        text?.Split(' ') is ["queued", [.. var queued, ','], "failed", var failed]
        && int.TryParse(queued, NumberStyles.None, CultureInfo.InvariantCulture, out var waiting)
        && int.TryParse(failed, NumberStyles.None, CultureInfo.InvariantCulture, out var lost)
            ? new(waiting, lost)
            : null;
}

/// <summary>Jobs that failed on the scanner while it was worked on: whoever scans next would lose images too.</summary>
public static class FailedJobs
{
    /// <param name="before"><c>null</c>: not counted.</param>
    /// <param name="now">Likewise.</param>
    public static Problem? Worse(int? before, int? now) => now > before ? Problem.Of("RUN-056", ("before", Text(before.Value)), ("now", Text(now.Value))) : null;

    /// <summary>Those that came up in a run, from its events alone.</summary>
    public static IEnumerable<Problem> Of(IEnumerable<RunEvent> events)
    {
        int? before = null;
        foreach (var happened in events)
        {
            int? now = happened switch
            {
                RunEvent.StepPassed passed => JobCounts.Read(passed.Detail)?.Failed,
                RunEvent.FreeAgain again => JobCounts.Read(again.Detail)?.Failed,
                RunEvent.Recounted recounted => recounted.Failed,
                _ => null,
            };
            if (Worse(before, now) is { } worse)
            {
                yield return worse;
            }

            before = now ?? before;
        }
    }

    /// <summary>For the last page; <c>null</c>: they were not to be counted.</summary>
    public static string? Told(RunFacts facts) => facts.Recount switch
    {
        null => null,
        { Failed: null } => Catalogue.English.Text("recount.not"),
        { Failed: { } now } when facts.Counts is { Failed: var before } => Catalogue.English.Text("recount.both", ("before", Text(before)), ("now", Text(now))),
        { Failed: { } now } => Catalogue.English.Text("recount.now", ("now", Text(now))),
    };

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}

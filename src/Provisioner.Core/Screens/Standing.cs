using Provisioner.Core.Changes;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>Whether the scanner may be used, what has been changed, and how long putting back takes.</summary>
/// <param name="Changes">In place, or under way.</param>
/// <param name="MinutesBack">To put all back, with the restarts that it takes.</param>
/// <param name="IsAsAfter">Everything that this job changes is in place, and read by its services.</param>
public sealed record Standing(bool MayScan, int Changes, int MinutesBack, bool IsAsAfter)
{
    public static Standing Untouched { get; } = new(true, 0, 0, false);

    /// <param name="open">The job is under way; false once its part has ended.</param>
    public static Standing Of(Procedure procedure, Modality modality, RunState state, bool open)
    {
        var changes = state.Facts.ToPutBack;
        var isAsAfter = !changes.IsEmpty && state.Facts.Pending.IsEmpty && !Remaining(procedure, state).Any(IsOfChange);
        var declared = state.Facts.Results.Keys.Any(step => procedure.Steps[step].Verb is Verb.ScannerFree);
        var between = !changes.IsEmpty && !isAsAfter;
        return new(!between && !(open && declared), changes.Length, Minutes(procedure, modality, changes), isAsAfter);
    }

    /// <summary>Steps that alter the scanner, or make a service read what was altered.</summary>
    private static bool IsOfChange(Step step) => step.Verb.Changes || step.Verb is Verb.Restart;

    private static IEnumerable<Step> Remaining(Procedure procedure, RunState state) =>
        state.Phase is RunPhase.Ending { Outcome: Outcome.Done } or RunPhase.Closed { Outcome: Outcome.Done } ? []
        : procedure.Steps.Where((_, at) => !state.Facts.Results.TryGetValue(at, out var result) || result.Mark == StepMark.Fail);

    /// <summary>One for the files, and what the services need that have to read them again.</summary>
    private static int Minutes(Procedure procedure, Modality modality, IReadOnlyCollection<Change> changes)
    {
        var configured = procedure.Steps.Select(step => step.Verb).OfType<Verb.Configure>().Select(configure => configure.Service).ToHashSet();
        var seconds = modality.Services
            .Where(service => configured.Contains(service.Name) && service.Settings.Values.Any(settings => changes.Any(change => change.Path == settings.File)))
            .Sum(service => Math.Max(service.RestartSeconds, 30));
        return changes.Count == 0 ? 0 : 1 + (int)Math.Ceiling(seconds / 60.0);
    }
}

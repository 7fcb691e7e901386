using System.Collections.Immutable;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Rehearsal;

/// <summary>A way out of a step: <c>done to import</c>, <c>failed</c>, <c>put back</c>.</summary>
internal readonly record struct Crossing(string From, string How, string? To)
{
    public override string ToString() => To is null ? $"{From}: {How}" : $"{From}: {How} -> {To}";
}

/// <summary>Which ways out of its steps a procedure has, and which of them a run took.</summary>
internal static class Coverage
{
    private const string End = "end";

    /// <summary>Every way out of every step that any route leads to.</summary>
    public static ImmutableHashSet<Crossing> Expected(Procedure procedure, ImmutableArray<Route> routes)
    {
        var work = new HandWork(procedure.ScannerType!, IsAttended: false);
        var all = ImmutableHashSet.CreateBuilder<Crossing>();
        foreach (var route in routes)
        {
            all.UnionWith(route.Skipped.Select(at => Skipped(procedure, at, Flow.Following(procedure, at))));
            var changed = false;
            foreach (var at in route.Steps)
            {
                all.UnionWith(Of(procedure, route, at, changed, work));
                changed |= procedure.Steps[at].Verb.Changes;
            }

            all.UnionWith(AtEnd(procedure, route, changed));
        }

        return all.ToImmutable();
    }

    /// <summary>Those that these events took from a state on.</summary>
    public static IEnumerable<Crossing> Taken(Procedure procedure, RunState state, IEnumerable<RunEvent> events)
    {
        foreach (var happened in events)
        {
            var next = Life.Advance(procedure, state, happened).State;
            if (state.Phase is RunPhase.Ending && AtEnd(happened) is { } last)
            {
                yield return new(End, last, null);
            }

            if (StepOf(state.Phase) is { } at && How(happened, next.Phase) is { } how)
            {
                yield return new(procedure.Steps[at].Id, how, how is "done" or "skipped" ? Name(procedure, next.Phase) : null);
            }

            state = next;
        }
    }

    private static IEnumerable<Crossing> Of(Procedure procedure, Route route, int at, bool changed, HandWork work)
    {
        var step = procedure.Steps[at];
        var chosen = route.Chosen.GetValueOrDefault(step.Id);
        yield return step.Verb is Verb.Choose choose && choose.Options.First(option => option.Id == chosen).Ends is not null
            ? new(step.Id, "ended", null)
            : new(step.Id, "done", Flow.After(procedure, at, chosen) is { } next ? procedure.Steps[next].Id : End);
        yield return new(step.Id, "left", null);
        if (step.Verb is Verb.Import import && procedure.Inputs.Any(input => input.Name == import.Input && input.KeepHeld))
        {
            yield return Skipped(procedure, at, Flow.After(procedure, at, null));
        }

        if (step.Verb.Changes || !StepFaults.Failing(step.Verb, work).IsEmpty)
        {
            yield return new(step.Id, "failed", null);
            yield return new(step.Id, "tried again", null);
        }

        if (step.Verb.Changes)
        {
            yield return new(step.Id, "intended", null);
            yield return new(step.Id, "dropped", null);
        }

        if (changed)
        {
            yield return new(step.Id, "put back", null);
        }

        if (step.MayDeviate)
        {
            yield return new(step.Id, "left out", null);
        }
    }

    /// <summary>Where the scanner was declared free, failed jobs are counted at the end; done, it can still be put back.</summary>
    private static IEnumerable<Crossing> AtEnd(Procedure procedure, Route route, bool changed)
    {
        var last = procedure.Steps[route.Steps[^1]];
        var isDone = last.Verb is not Verb.Choose choose || choose.Options.First(option => option.Id == route.Chosen.GetValueOrDefault(last.Id)).Ends is null;
        return !route.Steps.Any(at => procedure.Steps[at].Verb is Verb.ScannerFree) || !isDone && !changed ? []
            : [new(End, "counted", null), .. isDone ? new[] { new Crossing(End, "not counted", null) } : [], .. isDone && changed ? new[] { new Crossing(End, "put back", null) } : []];
    }

    private static string? AtEnd(RunEvent happened) => happened switch
    {
        RunEvent.Recounted { Failed: null } => "not counted",
        RunEvent.Recounted => "counted",
        RunEvent.PutBackBegun => "put back",
        _ => null,
    };

    private static Crossing Skipped(Procedure procedure, int at, int? next) => new(procedure.Steps[at].Id, "skipped", next is { } to ? procedure.Steps[to].Id : End);

    private static string? How(RunEvent happened, RunPhase next) => happened switch
    {
        RunEvent.StepPassed or RunEvent.Witnessed or RunEvent.BaselineTaken or RunEvent.Proved or RunEvent.HandedOver or RunEvent.Applied
            or RunEvent.Compared { Matched: not false } => "done",
        RunEvent.StepSkipped => "skipped",
        RunEvent.EndedHere => "ended",
        RunEvent.StepDeviated => "left out",
        RunEvent.StepFailed => "failed",
        RunEvent.Retried => "tried again",
        RunEvent.Intended => "intended",
        RunEvent.Dropped => "dropped",
        RunEvent.PutBackBegun => "put back",
        RunEvent.Left => "left",
        _ => null,
    };

    public static int? StepOf(RunPhase phase) => phase switch
    {
        RunPhase.At at => at.Step,
        RunPhase.Changing changing => changing.Step,
        RunPhase.Stopped stopped => stopped.Step,
        _ => null,
    };

    private static string Name(Procedure procedure, RunPhase phase) => StepOf(phase) is { } at ? procedure.Steps[at].Id : End;
}

using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>A run of this console as its sealed records tell it, with the procedure that it began with.</summary>
internal sealed record PastRun(RunHistory History, Shelved Shelved, RunState State);

/// <summary>Finds runs of one console on the stick.</summary>
internal sealed class PastRuns(StickHistory history, ProcedureShelf shelf, StateFolder? state, string serial)
{
    /// <summary>The run that stands in the way of a new one: changes in place, no end. <c>null</c> when there is none.</summary>
    public Checked<Maybe> Unfinished()
    {
        var open = OfConsole().Where(run => !run.IsComplete).Select(Fold).ToArray();
        ImmutableArray<Problem> problems = [.. open.SelectMany(run => run.Problems)];
        return problems.IsEmpty
            ? new Maybe(open.Select(run => run.Value).FirstOrDefault(run => !run.State.Facts.ToPutBack.IsEmpty))
            : problems;
    }

    /// <summary>Every run of this console that can be read, in order.</summary>
    public IEnumerable<PastRun> All() => OfConsole().Select(Fold).Where(run => run.IsGood).Select(run => run.Value);

    /// <param name="name">E.g. <c>R0000017</c>; <c>null</c>: the newest that can go on, or has something to put back.</param>
    public Checked<PastRun> Find(string? name, Purpose purpose)
    {
        var found = OfConsole().Reverse().Where(run => name is null || run.Run == name)
            .Select(run => Fit(run, purpose).Then(past => purpose == Purpose.Undo ? Untouched(past) : past));
        Checked<PastRun>? first = null;
        foreach (var run in found)
        {
            if (run.IsGood)
            {
                return run;
            }

            first ??= run;
        }

        return first ?? Problem.Of("RUN-004", ("run", name ?? RunEnd.AnyRun));
    }

    private Checked<PastRun> Fit(RunHistory run, Purpose purpose) => Fold(run).Then<PastRun>(past => past.State.Phase switch
    {
        RunPhase.Closed { Outcome: Outcome.Done } when purpose == Purpose.Undo && !past.State.Facts.ToPutBack.IsEmpty => past,
        RunPhase.Closed closed => Problem.Of("RUN-009", ("run", run.Run), ("outcome", Words.Of(closed.Outcome))),
        _ => past,
    });

    /// <summary>A finished run is put back only where no later one has changed the same things.</summary>
    private Checked<PastRun> Untouched(PastRun past)
    {
        if (Uninstalled(past.History) is { } uninstall)
        {
            return Problem.Of("RUN-090", ("run", past.History.Run), ("uninstall", uninstall));
        }

        var paths = past.State.Facts.ToPutBack.Select(change => change.Path).ToHashSet();
        ImmutableArray<Problem> touched =
        [
            .. from later in OfConsole().SkipWhile(run => run.Run != past.History.Run).Skip(1)
               let fold = Fold(later)
               where fold.IsGood
               from path in fold.Value.State.Facts.ToPutBack.Where(change => change is not Change.CreateFolder).Select(change => change.Path).Distinct()
               where paths.Contains(path)
               select Problem.Of("RUN-008", ("run", past.History.Run), ("later", later.Run), ("path", path.Text)),
        ];
        return touched.IsEmpty ? past : touched;
    }

    /// <summary>The log that tells how the run's back-ups were taken away; <c>null</c> when they were not.</summary>
    private string? Uninstalled(RunHistory past) => history.Runs.SkipWhile(run => run != past)
        .FirstOrDefault(run => run.Parts[0].Opening is { } opening && opening["PURPOSE"] == Maintenance.Uninstall && opening["CONSOLE"] == serial)?.Run;

    private IEnumerable<RunHistory> OfConsole() => history.Jobs.Where(run => run.Parts[0].Opening?["CONSOLE"] == serial);

    private Checked<PastRun> Fold(RunHistory run) => Shelved(run).Then<PastRun>(shelved =>
    {
        try
        {
            return new PastRun(run, shelved, Life.Fold(shelved.Procedure, run.Records.Select(RunRecords.Read)));
        }
        catch (Exception foreign) when (foreign is FormatException or UnexpectedEventException)
        {
            return Problem.Of("RUN-052", ("run", run.Run));
        }
    });

    /// <summary>The version that the run began with: kept on the console, or still on the stick.</summary>
    private Checked<Shelved> Shelved(RunHistory run)
    {
        var open = run.Parts[0].Opening!;
        var id = open["PROC"] ?? "";
        var kept = Kept(open["PROC-DIGEST"]).Then(procedure => Kept(open["MODALITY-DIGEST"])
            .Then(modality => ProcedureShelf.Parse(id, procedure, open["MODALITY"] ?? "", modality)));
        return (kept.IsGood ? kept : shelf.Find(id).Then<Shelved>(shelved =>
            shelved.Procedure.Digest.ToString() == open["PROC-DIGEST"] ? shelved : Problem.Of("RUN-007", ("run", run.Run))))
            .Select(shelved => ProcedureShelf.AsBegun(shelved, open));
    }

    private Checked<ReadOnlyMemory<byte>> Kept(string? digest) =>
        state is not null && Sha256.TryParse(digest, out var parsed) ? state.Procedure(parsed) : Problem.Of("RUN-007", ("run", "-"));
}

internal sealed record Maybe(PastRun? Run);

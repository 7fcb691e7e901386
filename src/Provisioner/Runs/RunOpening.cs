using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Everything that must hold before a part of a run begins, in order: the stick's lock, then the console's; the logs
/// whole; no receipt newer than the stick; no other stick's run open; the clock not behind; no other run unfinished; the engineer signed on.</summary>
internal sealed class RunOpening(Target target)
{
    private readonly RunRequest _request = target.Request;
    private readonly Stick _stick = target.Stick;

    public Checked<OpenRun> Open() => _stick.Lock().Then(stickLock => OrDispose(stickLock, () =>
    {
        var made = target.Console.MissingFolders(StateFolder.PathOn(target.Console));
        return StateFolder.Open(target.Console, _request.Disk).Then(state =>
        {
            var opened = state.Lock().Then(consoleLock => OrDispose(consoleLock, () => Begin(state).Select(run => run with { Locks = [consoleLock, stickLock] })));
            return !opened.IsGood && state.TakeBack(target.Console, made) is { } left ? opened.Problems.Add(left) : opened;
        });
    }));

    private Checked<OpenRun> Begin(StateFolder state) => CarriedJournal.Join(_stick, state) is { } apart ? apart : StickHistory.Read(_stick).Then(history =>
        Found(state, history).Then(found => Clock(history).Then(_ =>
        {
            var past = new PastRuns(history, new ProcedureShelf(_stick, _request.Disk), state, target.Identity.Serial);
            return _request.Purpose == Purpose.Run ? New(state, past, found) : Again(state, past, found);
        })));

    private Checked<FoundOnConsole> Found(StateFolder state, StickHistory history) => Receipts.Check(state, history).Then(witnesses =>
        OpenMarks.Check(state, _stick.Name, _request.LostStick).Select(givenUp => new FoundOnConsole(witnesses, givenUp)
        {
            Seen = ManifestSeen.In(history.Files).And(Receipts.Issue(state, _stick.Name)),
        }));

    private Checked<OpenRun> New(StateFolder state, PastRuns runs, FoundOnConsole found) => runs.Unfinished().Then(unfinished =>
        unfinished.Run is { } past
            ? Problem.Of("RUN-003", ("run", past.History.Run))
            : target.Shelved.Signed is { } signed && ManifestTrust.IsNewest(signed, found.Seen) is { } older ? older
            : SignOn(state, target.Shelved, RunState.Start, null, found));

    private Checked<OpenRun> Again(StateFolder state, PastRuns runs, FoundOnConsole found) =>
        runs.Find(_request.Run, _request.Purpose).Then(past => SignOn(state, past.Shelved, past.State, NextPart.Of(past.History), found));

    private Checked<OpenRun> SignOn(StateFolder state, Shelved shelved, RunState start, NextPart? next, FoundOnConsole found)
    {
        if ((state.KeepProcedure(shelved.ProcedureBytes) ?? state.KeepProcedure(shelved.ModalityBytes) ?? (target.IsTyped ? state.KeepScanner(target.Identity) : null)) is { } problem)
        {
            return problem;
        }

        var setup = target.Setup(shelved.Procedure, shelved.Modality);
        var prompt = Catalogue.English.Text("ask.passphrase", ("engineer", _stick.Genesis.Engineer));
        using var passphrase = _request.Passphrase ?? target.People.Secret("passphrase", prompt);
        if (passphrase is null)
        {
            return Problem.Of("RUN-029");
        }

        var notes = new Notes(state, _request.Disk, _stick.Name, _request.Clock);
        var opened = StickJournal.Open(_stick, _request.Disk, passphrase, OpenFields.Of(setup, _request.Purpose, found), _request.Clock, next);
        Notes.KeepRefusal(opened.Problems, () => notes);
        return opened.Then(journal => Started(state, notes, setup, start, journal, found));
    }

    private Checked<OpenRun> Started(StateFolder state, Notes notes, RunSetup setup, RunState start, StickJournal journal, FoundOnConsole found)
    {
        var session = new RunSession(setup.Procedure, journal, state, notes, start) { Issue = Math.Max(found.Seen.Issue, setup.Signed?.Manifest.Issue ?? 0) };
        var begun = session.Begin(new RunEvent.Opened(_request.Purpose)).Then<Next>(first =>
            found.GivenUp.Select(mark => state.Unmark(mark.Stick)).FirstOrDefault(problem => problem is not null) is { } problem ? problem : first);
        if (!begun.IsGood)
        {
            journal.Dispose();
        }

        return begun.Select(first => new OpenRun(setup, session, state, journal, first.Do));
    }

    private Checked<StickHistory> Clock(StickHistory history) =>
        _request.Purpose == Purpose.Run && history.Newest is { } newest && _request.Clock.GetUtcNow() < newest
            ? Problem.Of("RUN-006", ("now", $"{_request.Clock.GetUtcNow():u}"), ("newest", $"{newest:u}"))
            : history;

    private static Checked<OpenRun> OrDispose(IDisposable held, Func<Checked<OpenRun>> open)
    {
        var opened = open();
        if (!opened.IsGood)
        {
            held.Dispose();
        }

        return opened;
    }
}

/// <summary>What earlier sticks left on the console.</summary>
/// <param name="Witnesses">Receipts of other sticks.</param>
/// <param name="GivenUp">Open runs of a stick that is lost.</param>
internal sealed record FoundOnConsole(ImmutableArray<Receipt> Witnesses, ImmutableArray<OpenMark> GivenUp)
{
    /// <summary>The newest of the office's files that a run worked with, as far as stick and console know.</summary>
    public ManifestSeen Seen { get; init; } = new(0, null);
}

/// <summary>A run that has begun: its OPEN is durable, both locks are held.</summary>
internal sealed record OpenRun(RunSetup Setup, RunSession Session, StateFolder State, StickJournal Journal, Effect? First) : IDisposable
{
    /// <summary>Given back in this order.</summary>
    public ImmutableArray<IDisposable> Locks { get; init; } = [];

    public void Dispose()
    {
        Journal.Dispose();
        foreach (var held in Locks)
        {
            held.Dispose();
        }
    }
}

using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>The run's memory: every event is sealed and flushed on the stick, and a receipt of it on the console, before
/// anything follows from it.</summary>
internal sealed class RunSession(Procedure procedure, StickJournal journal, StateFolder state, Notes notes, RunState start)
{
    public RunState State { get; private set; } = start;

    /// <summary>Newest issue of the office's files that is known of the stick: for receipts.</summary>
    public int Issue { get; init; }

    public string Run => journal.Run;

    public SealedAt Newest => journal.Newest;

    /// <summary>The first record of this part is durable already (the journal's OPEN); this takes its event and leaves the receipt.</summary>
    public Checked<Next> Begin(RunEvent.Opened opened)
    {
        var transition = Life.Advance(procedure, State, opened);
        return Keep(journal.Newest, transition).Then(next => notes.Waiting() is { IsEmpty: false } waiting ? Tell(waiting) : next);
    }

    /// <summary>A note says that everything was put back while nothing could be recorded.</summary>
    public bool WasPutBack { get; private set; }

    /// <summary>Everything was put back although nothing can be recorded: the next part does.</summary>
    public void NotePutBack()
    {
        notes.Keep(NoteKind.PutBackUnlogged, Run);
        State = State with { Facts = State.Facts with { Applied = [], Pending = [], Level = ProofLevel.None } };
    }

    /// <summary>Records the events as one group and moves on. On return they are durable; on a problem nothing may be done any more.</summary>
    public Checked<Next> Record(ImmutableArray<RunEvent> events)
    {
        var transition = events.Aggregate(new Transition(State, null), (so, happened) => Life.Advance(procedure, so.State, happened));
        var written = events is [RunEvent.Closed closed]
            ? journal.Close([.. RunRecords.CloseFields(closed)])
            : journal.Append([.. events.Select(happened => RunRecords.Write(procedure, happened))]);
        if (!written.IsGood)
        {
            notes.Keep(NoteKind.LogNotWritten, written.Problems[0].Code);
        }

        return written.Then(at => Keep(at, transition));
    }

    /// <summary>The log goes on in the state folder; the stick is let go.</summary>
    public Problem? Carry(Stick stick)
    {
        if (!state.CarriedRoom(stick.Name).TryGet(out var folder, out var problems))
        {
            return problems[0];
        }

        if (journal.MoveTo(folder) is { } problem)
        {
            return problem;
        }

        Commands.Diagnostics.Pause();
        stick.LetGo();
        return null;
    }

    /// <summary>The stick is back: it gets what was written meanwhile, and the log goes on there.</summary>
    public Problem? Rejoin(Stick stick)
    {
        if (stick.TakeAgain() is { } absent)
        {
            return absent;
        }

        if ((CarriedJournal.Join(stick, state) ?? journal.MoveIn(stick.Logs)) is { } problem)
        {
            stick.LetGo();
            return problem;
        }

        Commands.Diagnostics.Resume(stick.Logs);
        return null;
    }

    /// <summary>While anything is in place the console says so itself, to whichever stick comes next.</summary>
    private Checked<Next> Tell(ImmutableArray<RunEvent> waiting)
    {
        WasPutBack = waiting.Any(note => note is RunEvent.Noted { What: NoteKind.PutBackUnlogged } noted && noted.Detail == Run);
        return Record(waiting).Then<Next>(known => notes.Forget() is { } problem ? problem : known);
    }

    private Checked<Next> Keep(SealedAt at, Transition transition)
    {
        var isOpen = transition.State is { Phase: not RunPhase.Closed, Facts.ToPutBack.IsEmpty: false };
        if (((isOpen ? state.Mark(new(at.Stick, Run)) : null)
            ?? state.WriteReceipt(at.Stick, (at.ToReceipt() with { Issue = Issue }).ToBytes())
            ?? (isOpen ? null : state.Unmark(at.Stick))) is { } problem)
        {
            return problem;
        }

        State = transition.State;
        return new Next(transition.Do);
    }
}

/// <param name="Do"><c>null</c>: the run's part is over.</param>
internal sealed record Next(Effect? Do);

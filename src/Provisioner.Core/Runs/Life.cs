using Provisioner.Core.Procedures;
using static Provisioner.Core.Runs.RunEvent;
using static Provisioner.Core.Runs.RunPhase;

namespace Provisioner.Core.Runs;

/// <summary>The whole life of a run, in one table. Pure: the shell performs <see cref="Transition.Do"/> after the journal has
/// taken the event.</summary>
public static class Life
{
    /// <exception cref="UnexpectedEventException">The pair is not in the table: a bug, not a fault in the field.</exception>
    public static Transition Advance(Procedure procedure, RunState state, RunEvent happened)
    {
        var facts = Memory.Of(procedure, state.Facts, happened);
        var phase = Next(procedure, state, facts, happened);
        return new(new(phase, facts), ToDo(procedure, phase, facts, happened));
    }

    /// <summary>The state after all events, e.g. those of a journal's sealed records.</summary>
    public static RunState Fold(Procedure procedure, IEnumerable<RunEvent> events) =>
        events.Aggregate(RunState.Start, (state, happened) => Advance(procedure, state, happened).State);

    private static RunPhase Next(Procedure procedure, RunState state, RunFacts facts, RunEvent happened) => (state.Phase, happened) switch
    {
        (NotOpen, Opened { Purpose: Purpose.Run }) => new Preparing(),
        (not (NotOpen or RunPhase.Closed), Opened { Purpose: Purpose.Continue }) => state.Phase,
        (not (NotOpen or RunPhase.Closed or Paused), Noted) => state.Phase,
        (Preparing or Ending, Held) => state.Phase,
        (RunPhase.Closed { Outcome: Outcome.Done }, Opened { Purpose: Purpose.Undo }) => Back(facts),
        (not (NotOpen or RunPhase.Closed or Ending), Opened { Purpose: Purpose.Resume }) => Return(procedure, state.Phase, facts),
        (not (NotOpen or RunPhase.Closed or Ending), Opened { Purpose: Purpose.Undo }) => BackFrom(state.Phase, facts),
        (Ending { Outcome: Outcome.Done }, Opened { Purpose: Purpose.Undo }) => Back(facts),
        (Ending, Opened { Purpose: not Purpose.Run }) => state.Phase,
        (not (NotOpen or RunPhase.Closed or Ending or Abandoning), Opened { Purpose: Purpose.Abandon }) => new Abandoning(state.Phase),
        (Abandoning given, Opened { Purpose: Purpose.Abandon }) => given,
        (Abandoning, Abandoned) => new Ending(Outcome.Abandoned),
        (Abandoning given, Left) => Leave(given.From, facts),

        (Returning returning, FreeAgain) => returning.To,
        (At or Changing, FreeAgain) => state.Phase,
        (Preparing or At or Changing, Answered) => state.Phase,
        (Preparing, Refused) => state.Phase,
        (Preparing, Prepared) => Enter(0),

        (At at, StepPassed passed) when at.Step == passed.Step => Enter(Onward.After(procedure, at.Step, facts)),
        (At at, StepSkipped skipped) when at.Step == skipped.Step => Enter(Onward.AfterSkipped(procedure, at.Step, facts)),
        (At at, StepDeviated deviated) when at.Step == deviated.Step => Enter(Onward.After(procedure, at.Step, facts)),
        (At at, Witnessed witnessed) when at.Step == witnessed.Step => Enter(Onward.After(procedure, at.Step, facts)),
        (At at, BaselineTaken taken) when at.Step == taken.Step => Enter(Onward.After(procedure, at.Step, facts)),
        (At at, Proved proved) when at.Step == proved.Step => Enter(Onward.After(procedure, at.Step, facts)),
        (At at, HandedOver handed) when at.Step == handed.Step => Enter(Onward.After(procedure, at.Step, facts)),
        (At at, HandOverIntended intended) when at.Step == intended.Outgoing.Step => new HandingOver(intended.Outgoing),
        (HandingOver { GoesBack: true }, HandedOver or HandOverDropped) => Back(facts),
        (HandingOver handing, HandedOver handed) when handing.File.Step == handed.Step => Enter(Onward.After(procedure, handed.Step, facts)),
        (HandingOver handing, HandOverDropped dropped) when handing.File.Step == dropped.Step => new At(dropped.Step),
        (HandingOver handing, StepFailed failed) when handing.File.Step == failed.Step => new Stopped(failed.Step, failed.Code),
        (At at, Compared { Matched: not false } compared) when at.Step == compared.Step => Enter(Onward.After(procedure, at.Step, facts)),
        (At at, Compared compared) when at.Step == compared.Step => at,
        (At at, SecondPerson second) when at.Step == second.Step => at,
        (At at, EndedHere ended) when at.Step == ended.Step => facts.Applied.IsEmpty ? new Ending(Outcome.NotApplicable) : new PuttingBack(),
        (At at, Intended intended) when at.Step == intended.Step => new Changing(at.Step),
        (At at, StepFailed failed) when at.Step == failed.Step => new Stopped(at.Step, failed.Code),
        (At at, WentBack back) when at.Step == back.Step && (back.To ?? -1) < at.Step && facts.ToPutBack.IsEmpty =>
            back.To is { } to ? new At(to) : new Preparing(),
        (Stopped stopped, WentBack back) when stopped.Step == back.Step && (back.To ?? -1) < stopped.Step && facts.ToPutBack.IsEmpty =>
            back.To is { } to ? new At(to) : new Preparing(),

        (Changing changing, Intended intended) when changing.Step == intended.Step => changing,
        (Changing changing, Applied applied) when changing.Step == applied.Step => Enter(Onward.After(procedure, changing.Step, facts)),
        (Changing changing, Dropped dropped) when changing.Step == dropped.Step => new At(changing.Step),
        (Changing changing, StepFailed failed) when changing.Step == failed.Step => new Stopped(changing.Step, failed.Code),

        (Changing or PuttingBack, Stated) => state.Phase,
        (Changing, CarriedOut) => state.Phase,
        (At or Changing or Ending, Rejoined) => state.Phase,

        (Stopped stopped, Retried retried) when stopped.Step == retried.Step =>
            facts.Pending.IsEmpty ? new At(stopped.Step) : new Changing(stopped.Step),
        (Stopped or At or Changing or PutBackStopped or Returning, PutBackBegun) => BackFrom(state.Phase, facts),
        (PuttingBack, PutBackDone) => new Ending(Outcome.PutBack),
        (PuttingBack, PutBackFailed failed) => new PutBackStopped(failed.Code),

        (Preparing or At or Changing or Stopped or PutBackStopped or Returning, Left) => Leave(state.Phase, facts),
        (Ending { Outcome: Outcome.Done }, PutBackBegun) => Back(facts),
        (Ending { Outcome: Outcome.Done or Outcome.PutBack } ending, Recounted) => ending,
        (Ending ending, KeyRemoval) => ending,
        (Ending ending, RunEvent.Closed closed) when ending.Outcome == closed.Outcome => new RunPhase.Closed(closed.Outcome),
        _ => throw new UnexpectedEventException(state.Phase, happened),
    };

    private static Effect? ToDo(Procedure procedure, RunPhase phase, RunFacts facts, RunEvent happened) => (phase, happened) switch
    {
        (Changing changing, Intended last) when last.Number == last.Of => new Effect.Apply(changing.Step, facts.Pending),
        (HandingOver handing, HandOverIntended) => new Effect.HandOut(handing.File),
        (HandingOver handing, _) => new Effect.SettleHandOver(handing.File),
        (_, Answered or Refused or Intended or SecondPerson) => null,
        (Changing changing, Stated or CarriedOut or Rejoined) => new Effect.Apply(changing.Step, facts.Pending),
        (At, Compared { Matched: false }) => null,
        (Preparing, _) => new Effect.Prepare(),
        (Returning, _) => new Effect.ConfirmFree(),
        (Abandoning, _) => new Effect.Abandon(facts.ToPutBack),
        (At at, _) => Onward.Applies(procedure, at.Step, facts) ? new Effect.Perform(at.Step) : new Effect.Skip(at.Step, Onward.Why(procedure, at.Step)),
        (Changing changing, _) => new Effect.Settle(changing.Step, facts.Pending),
        (Stopped stopped, _) => new Effect.AskWhatNext(stopped.Step, stopped.Code),
        (PuttingBack, _) => new Effect.PutBack([.. facts.ToPutBack.Reverse()]),
        (PutBackStopped stopped, _) => new Effect.AskPutBackAgain(stopped.Code),
        (Ending ending, _) => new Effect.Close(ending.Outcome, facts.Level),
        _ => null,
    };

    private static RunPhase Enter(int? step) => step is { } next ? new At(next) : new Ending(Outcome.Done);

    private static RunPhase Back(RunFacts facts) =>
        facts.ToPutBack.IsEmpty ? new Ending(Outcome.Unchanged) : new PuttingBack();

    /// <summary>What was being handed over is accounted for first.</summary>
    private static RunPhase BackFrom(RunPhase phase, RunFacts facts) =>
        Under(phase) is HandingOver handing ? handing with { GoesBack = true } : Back(facts);

    private static RunPhase Leave(RunPhase phase, RunFacts facts) =>
        facts.ToPutBack.IsEmpty && Under(phase) is not HandingOver ? new Ending(Outcome.Unchanged) : new Paused(Under(phase));

    /// <summary>A run that had the scanner declared free asks again; putting back never waits for that.</summary>
    private static RunPhase Return(Procedure procedure, RunPhase phase, RunFacts facts)
    {
        var to = Under(phase);
        var declared = facts.Results.Keys.Any(step => procedure.Steps[step].Verb is Verb.ScannerFree);
        return declared && to is not PuttingBack ? new Returning(to) : to;
    }

    /// <summary>What a run does once it is taken up again, however often it was left.</summary>
    private static RunPhase Under(RunPhase phase) => phase switch
    {
        Paused paused => Under(paused.From),
        Returning returning => Under(returning.To),
        Abandoning given => Under(given.From),
        _ => phase,
    };
}

/// <summary>An event that has no place where the run is: a bug.</summary>
public sealed class UnexpectedEventException(RunPhase phase, RunEvent happened)
    : InvalidOperationException($"{happened.GetType().Name} in {phase.GetType().Name}");

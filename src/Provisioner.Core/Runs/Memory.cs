using Provisioner.Core.Procedures;
using static Provisioner.Core.Runs.RunEvent;

namespace Provisioner.Core.Runs;

/// <summary>What an event adds to the facts of a run.</summary>
internal static class Memory
{
    public static RunFacts Of(Procedure procedure, RunFacts facts, RunEvent happened) => happened switch
    {
        Answered answered => facts with { Answers = facts.Answers.SetItem(answered.Name, answered) },
        Refused refused => facts with { Answers = facts.Answers.Remove(refused.Name) },
        FreeAgain free => facts with { Counts = JobCounts.Read(free.Detail) ?? facts.Counts },
        StepPassed { Detail: { } detail } passed when procedure.Steps[passed.Step].Verb is Verb.ScannerFree =>
            Signed(Mark(facts, passed.Step, StepMark.Pass), passed) with { Counts = JobCounts.Read(detail) },
        StepPassed passed => Signed(Mark(facts, passed.Step, StepMark.Pass), passed),
        StepDeviated deviated => Mark(facts, deviated.Step, StepMark.Skip),
        Witnessed witnessed => Mark(facts, witnessed.Step, StepMark.Pass),
        StepSkipped skipped => Mark(facts, skipped.Step, StepMark.Skip),
        StepFailed failed => Mark(facts, failed.Step, StepMark.Fail, failed.Code),
        EndedHere ended => Mark(facts, ended.Step, StepMark.Pass),
        Compared { Matched: not false } compared => Mark(facts, compared.Step, StepMark.Pass),
        HandedOver handed => Mark(facts, handed.Step, StepMark.Pass),
        Proved proved => Mark(facts, proved.Step, StepMark.Pass) with { Level = facts.Level > proved.Level ? facts.Level : proved.Level },
        BaselineTaken taken => Mark(facts, taken.Step, StepMark.Pass) with { Baseline = facts.Baseline ?? taken.Seen },
        Intended intended => facts with { Pending = facts.Pending.Add(intended.Change), Stated = facts.Stated.Remove(intended.Change.Path) },
        Stated stated => facts with { Stated = facts.Stated.SetItem(stated.Path, stated.As) },
        CarriedOut => facts with { IsCarried = true },
        Opened { Purpose: Purpose.Undo } => facts with { IsCarried = false, Recount = null },
        PutBackBegun => facts with { Recount = null },
        Recounted recounted => facts with { Recount = recounted },
        Rejoined or Opened => facts with { IsCarried = false },
        Applied applied => Mark(facts, applied.Step, StepMark.Pass) with { Applied = facts.ToPutBack, Pending = [] },
        WentBack back => Forget(procedure, facts, back.To),
        Dropped => facts with { Pending = [] },
        PutBackDone => facts with { Applied = [], Pending = [], Stated = facts.Stated.Clear(), Level = ProofLevel.None },
        _ => facts,
    };

    /// <summary>What is asked again is not known any more; inputs stay where only steps are.</summary>
    private static RunFacts Forget(Procedure procedure, RunFacts facts, int? to) => facts with
    {
        Results = facts.Results.RemoveRange(facts.Results.Keys.Where(step => step >= (to ?? 0))),
        Initials = facts.Initials.RemoveRange(facts.Initials.Keys.Where(step => step >= (to ?? 0))),
        Answers = to is { } first ? facts.Answers.RemoveRange(procedure.Steps.Skip(first).Select(step => step.Id)) : facts.Answers.Clear(),
    };

    private static RunFacts Signed(RunFacts facts, StepPassed passed) =>
        passed.By is { } by ? facts with { Initials = facts.Initials.SetItem(passed.Step, by) } : facts;

    private static RunFacts Mark(RunFacts facts, int step, StepMark mark, string? code = null) =>
        facts with { Results = facts.Results.SetItem(step, new(mark, code)) };
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Whether the scanner is free: at its step, before an interrupted run goes on, and before a change or a restart once that
/// was said too long ago; and whether jobs have failed on it in the end.</summary>
internal sealed class FreeDesk(RunSetup setup, Findings findings)
{
    /// <summary>How long the scanner counts as free once somebody has said so.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(15);

    private DateTimeOffset? _said;

    private static Catalogue Say => Catalogue.English;

    /// <summary>It was said in this part of the run, and too long ago, or the clock was set back since.</summary>
    public bool IsDue => _said is { } said && (setup.Now - said > Holds || setup.Now < said);

    /// <returns>No events: the run is left.</returns>
    public ImmutableArray<RunEvent> Perform(int at)
    {
        var statement = setup.People.ScannerFree(setup.Procedure.Steps[at].Id);
        return statement is null ? []
            : !statement.IsFree ? [findings.Fail(at, [Problem.Of("RUN-010")])]
            : [new RunEvent.StepPassed(at, Heard(statement).By, Counts(statement)?.ToString())];
    }

    /// <summary>Before an interrupted run goes on.</summary>
    /// <returns><c>null</c>: the run is left.</returns>
    public RunEvent? Again(RunFacts facts) => Again(facts, "ask.free.again");

    /// <summary>Before what must not happen while somebody scans.</summary>
    /// <returns>Empty while it was said lately; <c>null</c>: the run is left.</returns>
    public ImmutableArray<RunEvent>? Still(RunFacts facts) => !IsDue ? [] : Again(facts, "ask.free.late") is { } free ? [free] : null;

    /// <summary>A run that had the scanner declared free, and is done or put back, has its failed jobs counted before its last record.</summary>
    public bool IsRecountDue(RunFacts facts, Outcome outcome) => facts.Recount is null && outcome is (Outcome.Done or Outcome.PutBack)
        && facts.Results.Any(result => result.Value.Mark == StepMark.Pass && setup.Procedure.Steps[result.Key].Verb is Verb.ScannerFree);

    /// <returns><c>null</c>: the run is left.</returns>
    public RunEvent.Recounted? Recount(RunFacts facts)
    {
        var counted = setup.Cancelled.IsCancellationRequested ? new(null) : setup.People.Recount(facts.Counts?.Failed);
        Compare(facts, counted?.Failed);
        return counted is null ? null : new(counted.Failed);
    }

    private RunEvent.FreeAgain? Again(RunFacts facts, string why)
    {
        var step = setup.Procedure.Steps.First(step => step.Verb is Verb.ScannerFree);
        setup.People.Show(Page.Empty.Text(Say.Text(why), Tone.Warning));
        while (setup.People.ScannerFree(step.Id) is { } statement)
        {
            if (statement.IsFree)
            {
                Compare(facts, Counts(statement)?.Failed);
                return new(Heard(statement).By, Counts(statement)?.ToString());
            }

            findings.Add([Problem.Of("RUN-010")]);
            if (!setup.People.CanAnswerAgain)
            {
                break;
            }
        }

        return null;
    }

    private FreeStatement Heard(FreeStatement statement)
    {
        _said = setup.Now;
        return statement;
    }

    /// <summary>Jobs that failed since.</summary>
    private void Compare(RunFacts facts, int? now) => findings.Add(FailedJobs.Worse(facts.Counts?.Failed, now) is { } worse ? [worse] : []);

    private static JobCounts? Counts(FreeStatement free) => free is { Queued: { } queued, Failed: { } failed } ? new(queued, failed) : null;
}

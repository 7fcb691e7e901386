using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Runs;

public sealed class LifeTests
{
    [Fact]
    public void The_samples_hold_every_phase_and_every_event()
    {
        Assert.Empty(Samples.CasesOf(typeof(RunPhase)).Except(Samples.Phases.Select(phase => phase.GetType())));
        Assert.Empty(Samples.CasesOf(typeof(RunEvent)).Except(Samples.Events.Select(happened => happened.GetType())));
    }

    /// <summary>The golden file is the table: what is not in it throws.</summary>
    [Theory]
    [InlineData("life-unchanged.txt", false)]
    [InlineData("life-changed.txt", true)]
    public void Every_pair_of_phase_and_event_leads_where_the_table_says_or_is_refused(string table, bool changed)
    {
        var facts = changed ? RunFacts.None with { Applied = [Samples.Write] } : RunFacts.None;
        var rows = from phase in Samples.Phases
                   from happened in Samples.Events
                   let row = Row(new(phase, facts), happened)
                   where row is not null
                   select row;
        Golden.Match($"runs/{table}", string.Join('\n', rows.Distinct()) + "\n");
    }

    [Fact]
    public void A_step_that_is_not_the_one_being_performed_is_refused() =>
        Assert.Throws<UnexpectedEventException>(() => Life.Advance(Samples.Procedure, new(new RunPhase.At(1), RunFacts.None), new RunEvent.StepPassed(2)));

    [Fact]
    public void The_changes_are_made_only_after_the_last_intent_of_the_step()
    {
        var at = new RunState(new RunPhase.At(1), RunFacts.None);
        var first = Life.Advance(Samples.Procedure, at, new RunEvent.Intended(1, 1, 2, Samples.Write));
        var second = Life.Advance(Samples.Procedure, first.State, new RunEvent.Intended(1, 2, 2, Samples.Write));
        Assert.Null(first.Do);
        Assert.Equal(2, Assert.IsType<Effect.Apply>(second.Do).Changes.Length);
    }

    [Fact]
    public void Intents_without_outcome_are_settled_by_probing_when_the_run_goes_on()
    {
        var changing = new RunState(new RunPhase.Changing(1), RunFacts.None with { Pending = [Samples.Write] });
        Assert.IsType<Effect.Settle>(Life.Advance(Samples.Procedure, changing, new RunEvent.Opened(Purpose.Resume)).Do);
    }

    [Fact]
    public void A_scanner_that_was_found_free_is_found_free_again_before_the_run_goes_on()
    {
        var at = Life.Fold(Samples.Procedure, [new RunEvent.Opened(Purpose.Run), new RunEvent.Prepared(), new RunEvent.StepPassed(0, "AB")]);
        var returned = Life.Advance(Samples.Procedure, at, new RunEvent.Opened(Purpose.Resume));
        Assert.IsType<Effect.ConfirmFree>(returned.Do);
        Assert.Equal(new Effect.Perform(1), Life.Advance(Samples.Procedure, returned.State, new RunEvent.FreeAgain("AB")).Do);
    }

    [Fact]
    public void What_was_counted_last_is_known_whoever_takes_the_job_up_again()
    {
        RunEvent[] first = [new RunEvent.Opened(Purpose.Run), new RunEvent.Prepared(), new RunEvent.StepPassed(0, "AB", "queued 0, failed 2"), new RunEvent.Opened(Purpose.Resume)];
        Assert.Equal(new JobCounts(0, 2), Life.Fold(Samples.Procedure, first).Facts.Counts);
        Assert.Equal(new JobCounts(0, 2), Life.Fold(Samples.Procedure, [.. first, new RunEvent.FreeAgain("AB")]).Facts.Counts);
        Assert.Equal(new JobCounts(1, 3), Life.Fold(Samples.Procedure, [.. first, new RunEvent.FreeAgain("AB", "queued 1, failed 3")]).Facts.Counts);
    }

    [Fact]
    public void A_job_left_at_the_question_whether_the_scanner_is_free_asks_once_when_it_goes_on()
    {
        var facts = RunFacts.None with { Applied = [Samples.Write], Results = RunFacts.None.Results.Add(0, new(StepMark.Pass)) };
        var left = Life.Advance(Samples.Procedure, new(new RunPhase.Returning(new RunPhase.At(1)), facts), new RunEvent.Left()).State;
        var again = Life.Advance(Samples.Procedure, left, new RunEvent.Opened(Purpose.Resume)).State;
        Assert.Equal(new RunPhase.Returning(new RunPhase.At(1)), again.Phase);
        Assert.IsType<Effect.PutBack>(Life.Advance(Samples.Procedure, again, new RunEvent.PutBackBegun()).Do);
    }

    [Fact]
    public void Putting_back_goes_from_the_last_change_to_the_first_and_holds_intents_without_outcome_too()
    {
        var folder = new Change.CreateFolder(ConsolePath.Parse("a"), false);
        var facts = RunFacts.None with { Applied = [folder], Pending = [Samples.Write] };
        var back = Life.Advance(Samples.Procedure, new(new RunPhase.Changing(1), facts), new RunEvent.Opened(Purpose.Undo));
        Assert.Equal<Change>([Samples.Write, folder], [.. Assert.IsType<Effect.PutBack>(back.Do).Changes]);
    }

    [Theory]
    [InlineData(Purpose.Resume)]
    [InlineData(Purpose.Undo)]
    public void A_key_that_was_being_handed_over_is_accounted_for_first(Purpose purpose)
    {
        var handing = new RunState(new RunPhase.Paused(new RunPhase.HandingOver(Samples.Handed)), RunFacts.None with { Applied = [Samples.Write] });
        var (opened, effect) = Life.Advance(Samples.Procedure, handing, new RunEvent.Opened(purpose));
        Assert.Equal(new Effect.SettleHandOver(Samples.Handed), effect);
        var next = Life.Advance(Samples.Procedure, opened, new RunEvent.HandOverDropped(1)).Do;
        Assert.IsType(purpose == Purpose.Undo ? typeof(Effect.PutBack) : typeof(Effect.Perform), next);
    }

    [Fact]
    public void A_procedure_ends_done_after_its_last_step() =>
        Assert.Equal(
            new Effect.Close(Outcome.Done, ProofLevel.Program),
            Life.Advance(Samples.Procedure, new(new RunPhase.At(2), RunFacts.None), new RunEvent.Proved(2, ProofLevel.Program, "")).Do);

    [Fact]
    public void Who_goes_back_is_asked_again_from_there_on_and_not_before()
    {
        var at = Life.Fold(Samples.Procedure, [new RunEvent.Opened(Purpose.Run), new RunEvent.Answered("server", "a:1", null), new RunEvent.Prepared(), new RunEvent.StepPassed(0, "AB")]);
        var step = Life.Advance(Samples.Procedure, at, new RunEvent.WentBack(1, Onward.Before(Samples.Procedure, 1, at.Facts)));
        Assert.Equal(new Effect.Perform(0), step.Do);
        Assert.Empty(step.State.Facts.Results);
        Assert.Contains("server", step.State.Facts.Answers.Keys);
        var inputs = Life.Advance(Samples.Procedure, step.State, new RunEvent.WentBack(0, Onward.Before(Samples.Procedure, 0, step.State.Facts)));
        Assert.IsType<Effect.Prepare>(inputs.Do);
        Assert.Empty(inputs.State.Facts.Answers);
        Assert.Throws<UnexpectedEventException>(() => Life.Advance(Samples.Procedure, at, new RunEvent.WentBack(1, 1)));
    }

    private static string? Row(RunState state, RunEvent happened)
    {
        try
        {
            var (next, effect) = Life.Advance(Samples.Procedure, state, happened);
            return $"{From(state.Phase)} + {Name(happened)} -> {Name(next.Phase)}{(effect is null ? "" : $", {effect.GetType().Name}")}";
        }
        catch (UnexpectedEventException)
        {
            return null;
        }
    }

    private static string From(RunPhase phase) => phase is RunPhase.HandingOver or RunPhase.Returning ? Name(phase) : phase.GetType().Name;

    private static string Name(RunEvent happened) => happened switch
    {
        RunEvent.Opened opened => $"Opened({opened.Purpose})",
        RunEvent.Compared compared => $"Compared({compared.Matched?.ToString() ?? "not"})",
        RunEvent.WentBack back => back.To is { } to ? $"WentBack({to})" : "WentBack(inputs)",
        RunEvent.Intended intended => intended.Number == intended.Of ? "Intended(last)" : "Intended",
        _ => happened.GetType().Name,
    };

    private static string Name(RunPhase phase) => phase switch
    {
        RunPhase.Ending ending => $"Ending({ending.Outcome})",
        RunPhase.Returning returning => $"Returning({returning.To.GetType().Name})",
        RunPhase.HandingOver { GoesBack: true } => "HandingOver(goes back)",
        RunPhase.At at => $"At({at.Step})",
        _ => phase.GetType().Name,
    };
}

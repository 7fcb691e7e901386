using Provisioner.Core.Procedures;

namespace Provisioner.Core.Runs;

/// <summary>The way of one run through its procedure, from what was answered (<see cref="Flow"/>).</summary>
public static class Onward
{
    public static bool Applies(Procedure procedure, int step, RunFacts facts) =>
        Flow.Applies(procedure, step, id => facts.Answers.GetValueOrDefault(id)?.Text, facts.Answers.ContainsKey);

    /// <summary>The step after one that passed; <c>null</c> at the end.</summary>
    public static int? After(Procedure procedure, int step, RunFacts facts) =>
        Flow.After(procedure, step, facts.Answers.GetValueOrDefault(procedure.Steps[step].Id)?.Text);

    /// <summary>A step that was on the way and had nothing to do leads on as one that passed.</summary>
    public static int? AfterSkipped(Procedure procedure, int step, RunFacts facts) =>
        Applies(procedure, step, facts) ? After(procedure, step, facts) : Flow.Following(procedure, step);

    /// <summary>The page before a step on this run's way: the newest step that asked people something; <c>null</c>: the inputs.</summary>
    public static int? Before(Procedure procedure, int step, RunFacts facts) => facts.Results.Keys
        .Where(done => done < step && procedure.Steps[done].Verb.Asks != Asking.Nothing && Applies(procedure, done, facts))
        .Select(done => (int?)done).Max();

    /// <summary>The condition of a step, as it stands in the journal.</summary>
    public static string Why(Procedure procedure, int step) => procedure.Steps[step].When switch
    {
        Condition.Chosen chosen => $"only where {chosen.Step} is {string.Join(" or ", chosen.Options)}",
        Condition.Given { Is: true } given => $"only where {given.Input} is given",
        Condition.Given given => $"only where {given.Input} is not given",
        Condition.Receives { Is: true } receives => $"only where the scanner receives {receives.What.Word()}",
        Condition.Receives receives => $"only where the scanner does not receive {receives.What.Word()}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

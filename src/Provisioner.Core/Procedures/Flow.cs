namespace Provisioner.Core.Procedures;

/// <summary>Which step comes next, and whether it is done: the one place that knows, for runs, laws, charts and simulations.</summary>
public static class Flow
{
    /// <summary>Whether the step is done, given what was answered so far; where not, it is skipped.</summary>
    /// <param name="chosen">The option that a <c>choose</c> was answered with, by its step's id; <c>null</c> when it was not.</param>
    /// <param name="given">Whether an input was answered, by its name.</param>
    public static bool Applies(Procedure procedure, int step, Func<string, string?> chosen, Func<string, bool> given) =>
        procedure.Steps[step].When switch
        {
            null => true,
            Condition.Chosen condition => chosen(condition.Step) is { } option && condition.Options.Contains(option),
            Condition.Given condition => given(condition.Input) == condition.Is,
            Condition.Receives condition => (procedure.ScannerType?.Receives.Any(reception => reception.What == condition.What) ?? false) == condition.Is,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The step after one that passed; <c>null</c> at the end.</summary>
    /// <param name="option">What was chosen, where the step is a <c>choose</c>.</param>
    public static int? After(Procedure procedure, int step, string? option)
    {
        var chosen = (procedure.Steps[step].Verb as Verb.Choose)?.Options.FirstOrDefault(o => o.Id == option);
        return procedure.Steps[step].Verb is Verb.End || chosen?.Ends is not null ? null
            : (chosen?.Then ?? procedure.Steps[step].Next) is { } id ? IndexOf(procedure, id) ?? Following(procedure, step)
            : Following(procedure, step);
    }

    /// <summary>The step after one that was skipped; <c>null</c> at the end.</summary>
    public static int? Following(Procedure procedure, int step) => step + 1 < procedure.Steps.Length ? step + 1 : null;

    private static int? IndexOf(Procedure procedure, string id)
    {
        for (var at = 0; at < procedure.Steps.Length; at++)
        {
            if (procedure.Steps[at].Id == id)
            {
                return at;
            }
        }

        return null;
    }
}

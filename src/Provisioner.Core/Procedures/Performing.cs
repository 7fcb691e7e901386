using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What the language can say and the run engine cannot do yet: refused when a file is read, so that no run meets it.
/// Whoever teaches the engine takes the line away.</summary>
internal static class Performing
{
    public static void Check(Draft draft)
    {
        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            foreach (var (what, place) in NotYet(draft, at, draft.Procedure.Steps[at]).Take(1))
            {
                draft.Reading.Add("PROC-049", place, ("what", what));
            }
        }
    }

    private static IEnumerable<(string What, Mark Place)> NotYet(Draft draft, int at, Step step)
    {
        if (!step.Verb.Form.Performed)
        {
            yield return (step.Verb.Word, draft.AtVerb(at));
        }

        if (step.When is not null)
        {
            yield return ("when", draft.At(at, "when"));
        }

        if (step.Next is not null || step.Verb is Verb.Choose choose && choose.Options.Any(option => option.Then is not null))
        {
            yield return ("then", draft.At(at, "then"));
        }

        if (step.Verb is Verb.Instruct { Reads: not null })
        {
            yield return ("reads", draft.At(at, "instruct", "reads"));
        }

        if (step.Verb is Verb.Configure { Listen: not null })
        {
            yield return ("listen", draft.At(at, "configure", "listen"));
        }
    }
}

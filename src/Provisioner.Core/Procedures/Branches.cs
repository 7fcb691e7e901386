using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What must hold of conditions and jumps before there are paths to judge: jumps lead forward, so that every path ends;
/// conditions ask for what is known.</summary>
internal static class Branches
{
    /// <returns>Whether the paths can be looked at.</returns>
    public static bool Check(Draft draft)
    {
        var before = draft.Reading.Count;
        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            var step = draft.Procedure.Steps[at];
            Forward(draft, at, step.Next, "then", "passed");
            foreach (var option in (step.Verb as Verb.Choose)?.Options ?? [])
            {
                Forward(draft, at, option.Then, "choose", "options", option.Id, "then");
                OneWay(draft, at, option);
            }

            Known(draft, at, step.When);
        }

        return draft.Reading.Count == before;
    }

    private static void Forward(Draft draft, int at, string? target, params ReadOnlySpan<string> path)
    {
        if (target is not null && draft.IndexOf(target) <= at)
        {
            draft.Reading.Add("PROC-043", draft.At(at, path), ("step", draft.Procedure.Steps[at].Id), ("target", target));
        }
    }

    private static void OneWay(Draft draft, int at, ChooseOption option)
    {
        if (option is { Then: not null, Ends: not null })
        {
            draft.Reading.Add("PROC-010", draft.At(at, "choose", "options", option.Id, "ends"), ("key", "ends"), ("first", "then"), ("what", "then, ends"));
        }
    }

    private static void Known(Draft draft, int at, Condition? condition)
    {
        switch (condition)
        {
            case Condition.Chosen chosen:
                Chosen(draft, at, chosen);
                break;
            case Condition.Given given when draft.Procedure.Inputs.FirstOrDefault(input => input.Name == given.Input) is { KeepHeld: false }:
                draft.Reading.Add("PROC-045", draft.At(at, "when"), ("name", given.Input));
                break;
        }
    }

    private static void Chosen(Draft draft, int at, Condition.Chosen chosen)
    {
        var asked = draft.IndexOf(chosen.Step);
        if (asked is null)
        {
            return;
        }

        if (asked >= at || draft.Procedure.Steps[asked.Value].Verb is not { Outcomes: { IsEmpty: false } outcomes } verb)
        {
            draft.Reading.Add("PROC-044", draft.At(at, "when", "chosen", "step"), ("step", chosen.Step));
            return;
        }

        var ends = (verb as Verb.Choose)?.Options.Where(option => option.Ends is not null).Select(option => option.Id) ?? [];
        var known = outcomes.Except(ends).ToArray();
        for (var index = 0; index < chosen.Options.Length; index++)
        {
            var word = chosen.Options[index];
            if (!known.Contains(word))
            {
                var expected = Catalogue.English.Text("form.known", ("known", string.Join(", ", known)));
                draft.Reading.Add(
                    "PROC-011", draft.At(at, "when", "chosen", "is", Forms.Digits(index)), ("name", word), ("expected", Reading.Expected(expected, word, known)));
            }
        }
    }
}

using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Every name that is used is defined once, and is of the kind that its place needs.</summary>
internal static class Names
{
    public static void Check(Draft draft)
    {
        CheckUnique(draft);
        foreach (var reference in draft.Reading.References)
        {
            Resolve(draft, reference);
        }
    }

    /// <summary>Inputs and steps share one space of names: answers are given by them.</summary>
    private static void CheckUnique(Draft draft)
    {
        var seen = draft.Procedure.Inputs.Select(input => input.Name).Distinct()
            .ToDictionary(name => name, name => draft.AtInput(name).Line, StringComparer.Ordinal);
        foreach (var input in draft.Procedure.Inputs.Where(input => Answers.IsReserved(input.Name)))
        {
            draft.Reading.Add("PROC-076", draft.AtInput(input.Name), ("name", input.Name));
        }

        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            var id = draft.Procedure.Steps[at].Id;
            if (Answers.IsReserved(id))
            {
                draft.Reading.Add("PROC-076", draft.At(at, "id"), ("name", id));
            }

            if (id.Length > 0 && !seen.TryAdd(id, draft.At(at).Line))
            {
                draft.Reading.Add("PROC-013", draft.At(at, "id"), ("name", id), ("first", Forms.Digits(seen[id])));
            }
        }
    }

    private static void Resolve(Draft draft, Reference reference)
    {
        if (reference.To == ReferenceTo.Input && draft.Procedure.Inputs.FirstOrDefault(input => input.Name == reference.Name) is { } input)
        {
            if (!reference.Kinds.IsEmpty && !reference.Kinds.Contains(input.Kind))
            {
                draft.Reading.Add(
                    "PROC-012", reference.Mark, ("name", input.Name), ("kind", input.Kind.Word()), ("expected", string.Join(", ", reference.Kinds.Select(kind => kind.Word()))));
            }

            return;
        }

        if (Known(draft, reference) is { } known && !known.Contains(reference.Name))
        {
            var expected = Catalogue.English.Text("form.known", ("known", known.Count == 0 ? "-" : string.Join(", ", known)));
            draft.Reading.Add("PROC-011", reference.Mark, ("name", reference.Name), ("expected", Reading.Expected(expected, reference.Name, known)));
        }
    }

    /// <summary><c>null</c> when it cannot be known: without a scanner type there are no services.</summary>
    private static HashSet<string>? Known(Draft draft, Reference reference) => reference.To switch
    {
        ReferenceTo.Input when reference.Kinds.IsEmpty => [.. draft.Procedure.Inputs.Select(input => input.Name)],
        ReferenceTo.Input => [.. draft.Procedure.Inputs.Where(input => reference.Kinds.Contains(input.Kind)).Select(input => input.Name)],
        ReferenceTo.Service => draft.Modality?.Services.Select(service => service.Name).ToHashSet(),
        ReferenceTo.Step => [.. draft.Procedure.Steps.Select(step => step.Id)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

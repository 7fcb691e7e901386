using System.Collections.Immutable;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Each kind of <c>check</c> has the arguments that it needs, and no other.</summary>
internal static class CheckLaws
{
    private static readonly ImmutableArray<InputKind> Certificates = [InputKind.Identity, InputKind.Certificate];

    private static readonly ImmutableArray<InputKind> Named = [.. Certificates, InputKind.Subject];

    public static void Check(Draft draft)
    {
        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            if (draft.Procedure.Steps[at].Verb is Verb.Check check && draft.IsWhole(at))
            {
                IsComplete(draft, at, check);
            }
        }
    }

    private static void IsComplete(Draft draft, int at, Verb.Check check)
    {
        var needs = NeedsOf(check.That);
        OfFits(draft, at, check, needs.Of);
        Needed(draft, at, check, "service", check.Service is not null, needs.Service);
        Needed(draft, at, check, "trust", check.Trust is not null, needs.Trust);
        Needed(draft, at, check, "at-least", check.AtLeast is not null, check.That == CheckKind.Software);
        if (check.That == CheckKind.Software && draft.Modality is { Recognition.Software: null })
        {
            draft.Reading.Add("PROC-030", draft.AtVerb(at), ("modality", draft.Modality.Id), ("what", "recognition.software"));
        }
    }

    private static void OfFits(Draft draft, int at, Verb.Check check, ImmutableArray<InputKind> kinds)
    {
        Needed(draft, at, check, "of", check.Of is not null || kinds.IsEmpty, !kinds.IsEmpty);
        if (check.Of is { } of && draft.Procedure.Inputs.FirstOrDefault(input => input.Name == of) is { } input && !kinds.Contains(input.Kind))
        {
            draft.Reading.Add(
                "PROC-012", draft.At(at, "check", "of"), ("name", of), ("kind", input.Kind.Word()), ("expected", kinds.IsEmpty ? "-" : string.Join(", ", kinds.Select(kind => kind.Word()))));
        }
    }

    private static void Needed(Draft draft, int at, Verb.Check check, string key, bool given, bool needed)
    {
        if (needed && !given)
        {
            draft.Reading.Add("PROC-016", draft.AtVerb(at), ("key", key), ("because", $"that: {check.That.Word()}"));
        }
        else if (given && !needed && key != "of")
        {
            draft.Reading.Add("PROC-053", draft.At(at, "check", key), ("key", key), ("kind", check.That.Word()));
        }
    }

    private static Needs NeedsOf(CheckKind kind) => kind switch
    {
        CheckKind.ConsoleName => new(Named),
        CheckKind.Chain => new(Certificates, Trust: true),
        CheckKind.AddressName => new(Named, Service: true),
        CheckKind.PortFree => new([InputKind.Port]),
        CheckKind.PortOfItsOwn => new([InputKind.Port], Service: true),
        CheckKind.ClientOnly or CheckKind.Pair or CheckKind.PeersVerified => new([], Service: true),
        CheckKind.Software or CheckKind.Clock or CheckKind.Rights => new([]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <param name="Of">Kinds of input that <c>of</c> takes; empty: it is not given.</param>
    private sealed record Needs(ImmutableArray<InputKind> Of, bool Service = false, bool Trust = false);
}

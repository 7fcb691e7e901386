using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What makes a procedure fit for a scanner (DESIGN.md, "Procedures"): judged when its file is read, so that a bad one
/// never reaches a console.</summary>
internal static partial class Laws
{
    private static readonly ImmutableArray<Action<Draft>> OfParts = [InputsHaveSlots, InputsAreUsed, NothingIsSecret, ScannerTypeCan, TimesAddUp];

    private static readonly ImmutableArray<Action<Draft>> OfOrder =
    [
        EveryStepIsReached, WarningsComeFirst, ScannerIsFreeFirst, QuestionsComeFirst, TrialsComeFirst, AuthoritiesAreCompared,
        ConfiguredIsTriedAndProven, ConfiguredIsImported,
    ];

    public static void Check(Draft draft)
    {
        foreach (var law in draft.StepsAreWhole ? [.. OfParts, .. OfOrder] : OfParts)
        {
            law(draft);
        }
    }

    private static void InputsHaveSlots(Draft draft)
    {
        foreach (var input in draft.Procedure.Inputs)
        {
            var needs = input.Kind is InputKind.Certificate or InputKind.Identity;
            if (needs != input.Slot.HasValue)
            {
                draft.Reading.Add(needs ? "PROC-020" : "PROC-021", draft.AtInput(input.Name, "slot"), ("name", input.Name), ("kind", input.Kind.Word()));
            }

            if (input.KeepHeld && input.Kind != InputKind.Identity)
            {
                draft.Reading.Add("PROC-022", draft.AtInput(input.Name, "keep-held"), ("name", input.Name));
            }
        }
    }

    private static void InputsAreUsed(Draft draft)
    {
        var used = draft.Reading.References.Where(r => r.To == ReferenceTo.Input).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var input in draft.Procedure.Inputs.Where(input => !used.Contains(input.Name) && draft.StepsAreWhole))
        {
            draft.Reading.Add("PROC-023", draft.AtInput(input.Name), ("name", input.Name));
        }
    }

    /// <summary>Texts that are answered are recorded, so none may ask for a secret; and a file holds no key.</summary>
    private static void NothingIsSecret(Draft draft)
    {
        foreach (var input in draft.Procedure.Inputs.Where(input => input.Kind == InputKind.Text && SecretWord().IsMatch($"{input.Name} {input.Prompt}")))
        {
            draft.Reading.Add("PROC-024", draft.AtInput(input.Name), ("name", input.Name));
        }

        foreach (var key in Scalars(draft.Root).Where(scalar => scalar.Text.Contains("PRIVATE KEY-----", StringComparison.Ordinal)))
        {
            draft.Reading.Add("PROC-025", key.Mark);
        }
    }

    private static IEnumerable<YamlNode.Scalar> Scalars(YamlNode node) => node switch
    {
        YamlNode.Scalar scalar => [scalar],
        YamlNode.List list => list.Items.SelectMany(Scalars),
        YamlNode.Map map => map.Entries.SelectMany(entry => Scalars(entry.Value)),
        _ => [],
    };

    /// <summary>Every change has a probe and an undo: what only the vendor's own screens can alter has neither.</summary>
    private static void ScannerTypeCan(Draft draft)
    {
        for (var at = 0; at < draft.Procedure.Steps.Length && draft.Modality is not null; at++)
        {
            switch (draft.Procedure.Steps[at].Verb)
            {
                case Verb.Import import when draft.Reading.CountWithin(draft.Root.Find("steps")!.Value) == 0:
                    ImportFits(draft, draft.Modality, at, import);
                    break;
                case Verb.Configure configure when draft.Modality.Service(configure.Service) is { } service:
                    ServiceFits(draft, at, configure, service);
                    break;
            }
        }
    }

    private static void ImportFits(Draft draft, Modality modality, int at, Verb.Import import)
    {
        var input = draft.Procedure.Inputs.FirstOrDefault(input => input.Name == import.Input);
        if (!modality.Store.Slots.TryGetValue(import.Into, out var slot) || modality.Store.Kind == StoreKind.Vendor)
        {
            draft.Reading.Add("PROC-026", draft.At(at, "import", "into"), ("modality", modality.Id), ("slot", import.Into.Word()));
        }
        else if (input?.Kind == InputKind.Identity && slot.KeyFile is null && modality.Store.Kind is StoreKind.PemFolder or StoreKind.OpensslFolder)
        {
            draft.Reading.Add("PROC-027", draft.At(at, "import", "into"), ("modality", modality.Id), ("slot", import.Into.Word()));
        }

        if (input?.Slot is { } meant && meant != import.Into)
        {
            draft.Reading.Add("PROC-028", draft.At(at, "import", "into"), ("name", input.Name), ("slot", meant.Word()), ("into", import.Into.Word()));
        }
    }

    private static void ServiceFits(Draft draft, int at, Verb.Configure configure, Service service)
    {
        if (!service.Settings.TryGetValue(configure.Role, out var settings) || settings.Kind == SettingsKind.Vendor)
        {
            draft.Reading.Add("PROC-029", draft.At(at, "configure", "role"), ("service", service.Name), ("role", configure.Role.Word()));
            return;
        }

        if (configure.Role == Role.Client && configure.Remote is null)
        {
            draft.Reading.Add("PROC-008", draft.AtVerb(at), ("key", "remote"));
        }

        if (configure.Titles is not null && !settings.Keys.ContainsKey(SettingTerm.RemoteTitle) && !settings.Keys.ContainsKey(SettingTerm.OwnTitle))
        {
            draft.Reading.Add("PROC-030", draft.At(at, "configure", "as"), ("service", service.Name));
        }
    }

    private static void TimesAddUp(Draft draft)
    {
        var sum = draft.Procedure.Steps.Sum(step => step.Minutes ?? 0);
        var stated = draft.Procedure.Personnel.Procedure;
        if (stated.To > 0 && sum > stated.To)
        {
            draft.Reading.Add("PROC-031", draft.Root.At("personnel", "procedure"), ("sum", Forms.Digits(sum)), ("stated", Forms.Digits(stated.To)));
        }
    }

    /// <summary>Behind a choice whose every option ends the procedure nothing is reached.</summary>
    private static void EveryStepIsReached(Draft draft)
    {
        var end = Find(draft, verb => verb is Verb.Choose choose && choose.Options.All(option => option.Ends is not null));
        for (var at = end; at < draft.Procedure.Steps.Length - 1; at++)
        {
            draft.Reading.Add("PROC-032", draft.At(at + 1), ("step", draft.Procedure.Steps[at + 1].Id), ("after", draft.Procedure.Steps[end].Id));
        }
    }

    /// <summary>What changes a scanner begins with a safety step, and each has something behind it that it warns of.</summary>
    private static void WarningsComeFirst(Draft draft)
    {
        if (draft.FirstChange < int.MaxValue && Find(draft, verb => verb is Verb.Safety) > draft.FirstChange)
        {
            draft.Reading.Add("PROC-033", draft.AtVerb(draft.FirstChange), ("step", draft.Procedure.Steps[draft.FirstChange].Id));
        }

        for (var at = draft.Procedure.Steps.Length - 1; at >= 0 && draft.Procedure.Steps[at].Verb is Verb.Safety or Verb.Notice; at--)
        {
            if (draft.Procedure.Steps[at].Verb is Verb.Safety)
            {
                draft.Reading.Add("PROC-034", draft.AtVerb(at), ("step", draft.Procedure.Steps[at].Id));
            }
        }
    }

    private static void ScannerIsFreeFirst(Draft draft)
    {
        var first = draft.Procedure.Steps.Select((step, at) => (step, at))
            .Where(s => s.step.Verb is { Changes: true } or Verb.Restart).Select(s => s.at).FirstOrDefault(int.MaxValue);
        if (first < int.MaxValue && Find(draft, verb => verb is Verb.ScannerFree) > first)
        {
            draft.Reading.Add("PROC-035", draft.AtVerb(first), ("step", draft.Procedure.Steps[first].Id));
        }
    }

    private static void QuestionsComeFirst(Draft draft) =>
        AfterTheFirstChange(draft, "PROC-036", verb => verb is Verb.Choose or Verb.Compare);

    private static void TrialsComeFirst(Draft draft) =>
        AfterTheFirstChange(draft, "PROC-037", verb => verb is Verb.Try);

    private static void AfterTheFirstChange(Draft draft, string code, Func<Verb, bool> wanted)
    {
        for (var at = draft.FirstChange; at < draft.Procedure.Steps.Length; at++)
        {
            if (wanted(draft.Procedure.Steps[at].Verb))
            {
                draft.Reading.Add(code, draft.AtVerb(at), ("step", draft.Procedure.Steps[at].Id), ("change", draft.Procedure.Steps[draft.FirstChange].Id));
            }
        }
    }

    /// <summary>Every server signed by a wrong authority would be trusted: its fingerprint is looked at before it goes in.</summary>
    private static void AuthoritiesAreCompared(Draft draft)
    {
        foreach (var (at, import) in All<Verb.Import>(draft).Where(import => import.Verb.Into == Slot.Trusted))
        {
            if (Find(draft, verb => verb is Verb.Compare compare && compare.Input == import.Input) > at)
            {
                draft.Reading.Add("PROC-038", draft.AtVerb(at), ("name", import.Input));
            }
        }
    }

    /// <summary>What a client is pointed to is tried before the first change, and afterwards restarted and proven.</summary>
    private static void ConfiguredIsTriedAndProven(Draft draft)
    {
        foreach (var (at, configure) in All<Verb.Configure>(draft))
        {
            var step = draft.Procedure.Steps[at].Id;
            if (configure is { Role: Role.Client, Remote: { } server } && Find(draft, verb => verb is Verb.Try trial && trial.Server == server) > draft.FirstChange)
            {
                draft.Reading.Add("PROC-039", draft.AtVerb(at), ("step", step), ("name", server));
            }

            var restart = Find(draft, verb => verb is Verb.Restart restart && restart.Service == configure.Service, at);
            if (restart == int.MaxValue)
            {
                draft.Reading.Add("PROC-040", draft.AtVerb(at), ("step", step), ("service", configure.Service));
            }
            else if (configure.Role == Role.Client && Find(draft, verb => verb is Verb.Prove prove && prove.Service == configure.Service, restart) == int.MaxValue)
            {
                draft.Reading.Add("PROC-041", draft.AtVerb(at), ("step", step), ("service", configure.Service));
            }
        }
    }

    private static void ConfiguredIsImported(Draft draft)
    {
        foreach (var (at, configure) in All<Verb.Configure>(draft))
        {
            if (Find(draft, verb => verb is Verb.Import import && import.Input == configure.Trust) > at)
            {
                draft.Reading.Add("PROC-042", draft.At(at, "configure", "trust"), ("step", draft.Procedure.Steps[at].Id), ("name", configure.Trust));
            }
        }
    }

    private static IEnumerable<(int At, T Verb)> All<T>(Draft draft)
        where T : Verb =>
        draft.Procedure.Steps.Select((step, at) => (at, verb: step.Verb as T)).Where(s => s.verb is not null).Select(s => (s.at, s.verb!));

    /// <summary>The first step at or after <paramref name="from"/> whose verb is wanted; <see cref="int.MaxValue"/> when there is none.</summary>
    private static int Find(Draft draft, Func<Verb, bool> wanted, int from = 0)
    {
        for (var at = from; at < draft.Procedure.Steps.Length; at++)
        {
            if (wanted(draft.Procedure.Steps[at].Verb))
            {
                return at;
            }
        }

        return int.MaxValue;
    }

    [GeneratedRegex(@"pass(word|phrase|code)|secret|\bpin\b|private[ -]?key|credential|kennwort", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretWord();
}

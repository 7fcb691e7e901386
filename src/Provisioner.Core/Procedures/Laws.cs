using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What makes a procedure fit for a scanner (DESIGN.md, "Procedures"): judged when its file is read, so that a bad one
/// never reaches a console.</summary>
internal static partial class Laws
{
    private static readonly ImmutableArray<Action<Draft>> OfParts =
        [InputsHaveSlots, InputsAreUsed, NothingIsSecret, ScannerTypeCan, CheckLaws.Check, SetLaws.Check, TextsFit, NobodySkipsSafety];

    public static void Check(Draft draft)
    {
        foreach (var law in OfParts)
        {
            law(draft);
        }

        if (draft.StepsAreWhole && Branches.Check(draft))
        {
            RouteLaws.Check(draft);
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
        foreach (var input in draft.Procedure.Inputs.Where(input => Forms.IsName(input.Name) && !used.Contains(input.Name) && draft.StepsAreWhole))
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

    /// <summary>Every change has a probe and an undo: where only the vendor's own screens can make it, statements of who did it.</summary>
    private static void ScannerTypeCan(Draft draft)
    {
        for (var at = 0; at < draft.Procedure.Steps.Length && draft.Modality is not null; at++)
        {
            switch (draft.Procedure.Steps[at].Verb)
            {
                case Verb.Import import when draft.IsWhole(at):
                    SlotFits(draft, draft.Modality, at, import.Into, "into", import.Input, needsKey: false);
                    break;
                case Verb.Generate generate when draft.IsWhole(at):
                    SlotFits(draft, draft.Modality, at, generate.Into, "into", generate.Subject, needsKey: true);
                    break;
                case Verb.Localhost localhost when draft.IsWhole(at):
                    SlotFits(draft, draft.Modality, at, localhost.Into, "into", "", needsKey: true);
                    if (localhost.Trusted)
                    {
                        SlotFits(draft, draft.Modality, at, Slot.Trusted, "trusted", "", needsKey: false);
                    }

                    break;
                case Verb.Request request when draft.IsWhole(at):
                    SlotFits(draft, draft.Modality, at, Slot.Requests, "", request.Subject, needsKey: true);
                    break;
                case Verb.Complete complete when draft.IsWhole(at):
                    SlotFits(draft, draft.Modality, at, complete.Into, "into", complete.Certificate, needsKey: true);
                    break;
                case Verb.Remove remove when draft.IsWhole(at):
                    SlotFits(draft, draft.Modality, at, remove.From, "from", remove.Entry ?? "", needsKey: false);
                    break;
                case Verb.Configure configure when draft.Modality.Service(configure.Service) is { } service:
                    ServiceFits(draft, at, configure, service);
                    break;
            }
        }
    }

    private static void SlotFits(Draft draft, Modality modality, int at, Slot into, string key, string name, bool needsKey)
    {
        var input = draft.Procedure.Inputs.FirstOrDefault(input => input.Name == name);
        var place = draft.At(at, draft.Procedure.Steps[at].Verb.Word, key);
        if (!modality.Store.Slots.TryGetValue(into, out var slot))
        {
            draft.Reading.Add("PROC-026", place, ("modality", modality.Id), ("slot", into.Word()));
        }
        else if ((needsKey || input?.Kind == InputKind.Identity) && !TakesKeys(modality.Store.KindOf(into), slot))
        {
            draft.Reading.Add("PROC-027", place, ("modality", modality.Id), ("slot", into.Word()));
        }

        if (input?.Slot is { } meant && meant != into)
        {
            draft.Reading.Add("PROC-028", place, ("name", input.Name), ("slot", meant.Word()), ("into", into.Word()));
        }
    }

    private static bool TakesKeys(StoreKind kind, SlotLayout slot) => kind switch
    {
        StoreKind.PemFolder or StoreKind.OpensslFolder => slot.KeyFile is not null,
        StoreKind.Registry => false,
        StoreKind.Vendor => slot.Accepts.Any(form => form is DialogForm.Pem or DialogForm.P12 or DialogForm.P12Compatible),
        _ => true,
    };

    private static void ServiceFits(Draft draft, int at, Verb.Configure configure, Service service)
    {
        if (!service.Settings.TryGetValue(configure.Role, out var settings))
        {
            draft.Reading.Add("PROC-029", draft.At(at, "configure", "role"), ("service", service.Name), ("role", configure.Role.Word()));
            return;
        }

        if (configure.Role == Role.Client && configure.Remote is null)
        {
            draft.Reading.Add("PROC-016", draft.AtVerb(at), ("key", "remote"), ("because", "role: client"));
        }

        Term(draft, at, "as", configure.Titles, settings, SettingTerm.RemoteTitle, SettingTerm.OwnTitle);
        Term(draft, at, "listen", configure.Listen, settings, SettingTerm.ListenPort);
        Term(draft, at, "remote", configure.Remote, settings, SettingTerm.RemoteHost);
    }

    /// <summary>What is to be set has a place in the settings.</summary>
    private static void Term(Draft draft, int at, string key, string? argument, ServiceSettings settings, params ReadOnlySpan<SettingTerm> terms)
    {
        if (argument is not null && !terms.ToArray().Any(settings.Terms.Contains))
        {
            var what = $"services.{((Verb.Configure)draft.Procedure.Steps[at].Verb).Service}.settings.keys.{terms[0].Word()}";
            draft.Reading.Add("PROC-030", draft.At(at, "configure", key), ("modality", draft.Procedure.Modality), ("what", what));
        }
    }

    /// <summary>All of a step's text is on one screen of 80 by 24, in lines of 60 characters.</summary>
    private static void TextsFit(Draft draft)
    {
        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            var step = draft.Procedure.Steps[at];
            var lines = ScreenText.Lines(step);
            if (draft.IsWhole(at) && lines > ScreenText.MostLines)
            {
                draft.Reading.Add("PROC-015", draft.AtVerb(at), ("step", step.Id), ("lines", Forms.Digits(lines)), ("most", Forms.Digits(ScreenText.MostLines)));
            }
        }
    }

    private static void NobodySkipsSafety(Draft draft)
    {
        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            var step = draft.Procedure.Steps[at];
            if (step.MayDeviate && step.Verb is Verb.Safety or Verb.ScannerFree or Verb.Hold or Verb.Choose or Verb.End or { Changes: true })
            {
                draft.Reading.Add("PROC-048", draft.At(at, "may-deviate"), ("verb", step.Verb.Word));
            }
        }
    }

    [GeneratedRegex(@"pass(word|phrase|code)|secret|\bpin\b|private[ -]?key|credential|kennwort", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretWord();
}

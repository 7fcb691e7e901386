using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Plans what a person changes on the vendor's own screens: what they show now is asked for first, so that it is recorded
/// before anything is typed.</summary>
/// <param name="asks">False: nobody is asked, what the screens show stays open.</param>
internal sealed class HandPlanner(RunSetup setup, Materials materials, bool asks = true)
{
    /// <summary>Characters of a subject that a screen's line has room for.</summary>
    private const int LongestSubject = 200;

    internal static readonly EntryName Everything = EntryName.From("every-entry"), Others = EntryName.From("every-other-localhost");

    private readonly Dictionary<Slot, EntryName> _made = [];

    private static Catalogue Say => Catalogue.English;

    public Checked<HandPlan> Plan(int at, Verb verb, RunFacts facts) => verb switch
    {
        Verb.Import import => facts.Answers.TryGetValue(import.Input, out var answer)
            ? Own(setup.Procedure.Input(import.Input), answer).Select(own => Entry(at, import.Into, own))
            : new HandPlan(null),
        Verb.Complete complete => materials.Certificate(facts.Answers[complete.Certificate]).Select(own => Entry(at, complete.Into, own)),
        Verb.Remove remove => Removed(at, remove, facts),
        Verb.Request request => Requested(request, facts),
        Verb.Configure configure => Configured(at, configure, facts),
        Verb.Set set => Set(at, set, facts),
        _ => throw new UnreachableException(),
    };

    /// <summary>A pair that was just made here; what is listed of the same kind goes.</summary>
    /// <param name="isLocalhost">There must be one only.</param>
    public HandPlan Generated(int at, Slot into, HeldCertificate own, bool isLocalhost)
    {
        _made[into] = NameOf(into, own);
        var made = Entry(at, into, own);
        return !isLocalhost || made is not { Plan: { } plan, Noted: [RunEvent.Answered { Text: not HandQuestion.Nothing and var listed }, ..] } ? made : made with
        {
            Plan = plan with
            {
                Changes = plan.Changes.Insert(0, Gone(into, Others, listed)),
                Differences = plan.Differences.Insert(0, new(setup.Hand.Screen(into), [$"- {Others}"])),
            },
        };
    }

    private Checked<HeldCertificate> Own(Input input, RunEvent.Answered answer) => input.Kind == InputKind.Identity
        ? materials.Identity(answer, input).Select(identity => identity.Leaf)
        : materials.Certificate(answer);

    private HandPlan Entry(int at, Slot slot, HeldCertificate own)
    {
        var (layout, screen, name) = (setup.Modality.Store.Slots[slot], setup.Hand.Screen(slot), NameOf(slot, own));
        var id = setup.Procedure.Steps[at].Id;
        if (Ask(HandQuestion.Now(id), layout.Replaces ? "hand.now.replaced" : "hand.now.entries", ("screen", screen)) is not { } shown)
        {
            return HandPlan.Left;
        }

        var change = new Change.ByHand(new HandPlace.Entry(slot, name).Path, layout.Replaces ? Value(shown) : null, new HandValue(Described(layout, own)));
        var plan = Of([change], [new(screen, [$"+ {name}", .. Facts(own)])], new RunEvent.Answered(HandQuestion.Now(id), shown, null));
        return shown != HandQuestion.Nothing && setup.Hand.IsFixed(slot) ? plan with { Plan = plan.Plan! with { Overwrites = name.Text } } : plan;
    }

    private HandPlan Removed(int at, Verb.Remove remove, RunFacts facts)
    {
        var (screen, name) = (setup.Hand.Screen(remove.From), remove.Entry is { } entry ? EntryName.Held(facts.Answers[entry].Text) : Everything);
        return Ask(HandQuestion.Now(setup.Procedure.Steps[at].Id), "hand.now.removed", ("screen", screen), ("name", name.Text)) is not { } kept ? HandPlan.Left
            : Of([Gone(remove.From, name, kept)], [new(screen, [$"- {name}"])]);
    }

    private static Change.ByHand Gone(Slot slot, EntryName name, string kept) => new(new HandPlace.Entry(slot, name).Path, Value(kept) ?? new HandValue(null), null);

    private Checked<HandPlan> Requested(Verb.Request request, RunFacts facts) => SubjectText.Read(facts.Answers[request.Subject].Text).Select(subject =>
    {
        var what = $"{subject}, {request.Key.Word()}";
        var place = new HandPlace.Entry(Slot.Requests, EntryName.From(subject["CN"] ?? setup.Identity.Host));
        return Of([new Change.ByHand(place.Path, null, new HandValue(what))], [new(setup.Hand.Screen(Slot.Requests), [$"+ {what}"])]);
    });

    private Checked<HandPlan> Configured(int at, Verb.Configure configure, RunFacts facts)
    {
        var service = setup.Modality.Service(configure.Service)!;
        var (settings, id) = (service.Settings[configure.Role], setup.Procedure.Steps[at].Id);
        if (!Placed(configure, facts).TryGet(out var placed, out var problems))
        {
            return problems;
        }

        var terms = new Terms(configure, facts, placed.Host, placed.Trust, setup.Console.IsWindows) { ByName = settings.Kind == SettingsKind.Vendor };
        return Typed(id, service, configure.Role, settings, terms.Values(HandWork.Terms(settings)).Select(term => (term.Term.Word(), term.Value)));
    }

    private Checked<HandPlan> Set(int at, Verb.Set set, RunFacts facts)
    {
        var service = setup.Modality.Service(set.Service)!;
        var settings = set.SettingsOf(service)!;
        var role = service.Settings.First(held => held.Value == settings).Key;
        return Typed(setup.Procedure.Steps[at].Id, service, role, settings, HandWork.Values(set, settings, name => facts.Answers[name].Text)
            .Select(value => (value.Key, (SettingValue)(value.Value is "true" or "false" ? new SettingValue.Flag(value.Value == "true") : new SettingValue.Text(value.Value)))));
    }

    /// <summary>One change for each value that shows otherwise than it must.</summary>
    private HandPlan Typed(string id, Service service, Role role, ServiceSettings settings, IEnumerable<(string Name, SettingValue Value)> wanted)
    {
        var changes = ImmutableArray.CreateBuilder<Change.ByHand>();
        var differences = ImmutableArray.CreateBuilder<Difference>();
        var screen = HandWork.Screen(service, role);
        foreach (var (name, value) in wanted)
        {
            var label = HandWork.Label(settings, name);
            if (Ask(HandQuestion.Now(id, name), "hand.now.setting", ("screen", screen), ("label", label)) is not { } shown)
            {
                return HandPlan.Left;
            }

            if (!Agrees(shown, value))
            {
                changes.Add(new(new HandPlace.Setting(service.Name, role, name).Path, Value(shown), new HandValue(Text(value))));
                differences.Add(new($"{screen}: {label}", [$"- {HandPages.Shown(Value(shown))}", $"+ {Text(value)}"]) { Values = [new(label, Value(shown)?.Text, Text(value))] });
            }
        }

        return Of([.. changes], differences.ToImmutable());
    }

    /// <summary>Where the scanner keeps what is imported by hand, or under which name; what it held before is not known here.</summary>
    private Checked<HandPlaced> Placed(Verb.Configure configure, RunFacts facts)
    {
        var own = setup.Procedure.Inputs.FirstOrDefault(input => input.Kind == InputKind.Identity && input.Slot == configure.Identity && facts.Answers.ContainsKey(input.Name));
        var trusted = setup.Procedure.Input(configure.Trust);
        return Own(trusted, facts.Answers[configure.Trust]).Then(authority => own is null
            ? new HandPlaced(_made.TryGetValue(configure.Identity, out var name) ? At(configure.Identity, name) : null, At(trusted.Slot ?? Slot.Trusted, authority))
            : Own(own, facts.Answers[own.Name]).Select(leaf => new HandPlaced(At(configure.Identity, leaf), At(trusted.Slot ?? Slot.Trusted, authority))));
    }

    private Placed At(Slot slot, HeldCertificate own) => At(slot, NameOf(slot, own));

    private Placed At(Slot slot, EntryName name)
    {
        var layout = setup.Modality.Store.Slots[slot];
        return new(name, File(layout.CertificateFile), layout.KeyFile is { } key ? File(key) : null, Already: false)
        {
            Trust = setup.Modality.Store.Kind == StoreKind.OpensslFolder || layout.OneFile ? layout.Path : File(layout.CertificateFile),
        };

        ConsolePath File(string pattern) => pattern.Length == 0 || layout.OneFile ? layout.Path : layout.Path.Join(pattern.Replace("{name}", name.Text, StringComparison.Ordinal));
    }

    private EntryName NameOf(Slot slot, HeldCertificate own) =>
        EntryName.From(setup.Modality.Store.Slots[slot].FixedName ?? own.Subject["CN"] ?? own.Subject.ToString());

    private string? Ask(string name, string prompt, params ReadOnlySpan<(string, string)> values)
    {
        if (!asks)
        {
            return HandQuestion.Unread;
        }

        var text = setup.People.Text(name, Say.Text(prompt, [("nothing", HandQuestion.Nothing), ("unread", HandQuestion.Unread), .. values]), null);
        return text is null ? null : new string([.. text.Trim().Where(letter => !char.IsControl(letter)).Take(HandValue.Longest)]);
    }

    private static HandValue? Value(string shown) => shown switch
    {
        HandQuestion.Nothing => null,
        HandQuestion.Unread => new HandValue(null),
        _ => new HandValue(shown),
    };

    private static bool Agrees(string shown, SettingValue value) => value is SettingValue.Flag flag
        ? shown is not (HandQuestion.Nothing or HandQuestion.Unread) && Stores.ConsoleSettings.IsYes(shown) == flag.Value
        : shown == Text(value);

    private static string Text(SettingValue value) => value switch
    {
        SettingValue.Text text => text.Value,
        SettingValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        SettingValue.Flag flag => flag.Value ? "on" : "off",
        _ => throw new UnreachableException(),
    };

    private static string Described(SlotLayout layout, HeldCertificate own)
    {
        var subject = own.Subject.ToString();
        var shown = layout.Shows == ShownDigest.Sha1 ? $"; SHA-1 {Sha1(own)}" : "";
        return $"{subject[..Math.Min(subject.Length, LongestSubject)]}; SHA-256 {own.Fingerprint}{shown}";
    }

    [SuppressMessage("Security", "CA5350", Justification = "to be found again in dialogs that show nothing else")]
    private static string Sha1(HeldCertificate own) => Convert.ToHexString(SHA1.HashData(own.Der.Span)).ToLowerInvariant();

    private static IEnumerable<string> Facts(HeldCertificate own) =>
        [$"+ {own.Subject}", string.Create(CultureInfo.InvariantCulture, $"+ valid {own.NotBefore:yyyy-MM-dd} to {own.NotAfter:yyyy-MM-dd}"), $"+ SHA-256 {own.Fingerprint}"];

    private static HandPlan Of(ImmutableArray<Change.ByHand> changes, ImmutableArray<Difference> differences, params ImmutableArray<RunEvent> noted) =>
        new(Core.Changes.Plan.Nothing with { Changes = [.. changes], Differences = differences }) { Noted = noted };

    private sealed record HandPlaced(Placed? Host, Placed Trust);
}

/// <summary>What a person is to change.</summary>
/// <param name="Plan"><c>null</c>: the step does not apply on this console.</param>
internal sealed record HandPlan(Plan? Plan)
{
    public static HandPlan Left { get; } = new((Plan?)null) { IsLeft = true };

    /// <summary>A question was not answered: the run is left.</summary>
    public bool IsLeft { get; init; }

    /// <summary>What was read off the screens and is no part of a change.</summary>
    public ImmutableArray<RunEvent> Noted { get; init; } = [];
}

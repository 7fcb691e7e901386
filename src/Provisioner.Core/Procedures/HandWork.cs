using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures;

/// <summary>What of a scanner is altered by hand, on the vendor's own screens.</summary>
/// <param name="IsAttended">The program runs on the engineer's laptop: everything is.</param>
public sealed record HandWork(Modality Modality, bool IsAttended)
{
    public bool OfStore => IsAttended || Modality.Store.Kind == StoreKind.Vendor;

    public bool OfIdentity => IsAttended || Modality.Recognition.Kind == SettingsKind.Vendor;

    public bool OfService(string service, Role role) => Modality.Service(service)?.Settings.GetValueOrDefault(role) is { } settings && Of(settings);

    public bool Of(ServiceSettings settings) => IsAttended || settings.Kind == SettingsKind.Vendor;

    /// <summary>Only hands can do this step.</summary>
    public bool Of(Verb verb) => verb switch
    {
        Verb.Import or Verb.Generate or Verb.Localhost or Verb.Request or Verb.Complete or Verb.Remove => OfStore,
        Verb.Set set => Modality.Service(set.Service) is { } service && set.SettingsOf(service) is { } held && Of(held),
        Verb.Configure configure => OfService(configure.Service, configure.Role),
        Verb.Prove prove => OfService(prove.Service, Role.Client) || OfStore,
        Verb.Acceptance acceptance => OfService(acceptance.Service, Role.Server) || OfStore,
        Verb.Try => OfStore,
        Verb.Refusal refusal => OfService(refusal.Service, Role.Client) || OfStore,
        Verb.Listens listens => OfService(listens.Service, Role.Server),
        Verb.Shows shows => OfService(shows.Service, Role.Server) || OfService(shows.Service, Role.Client) || OfStore,
        Verb.Baseline or Verb.Check or Verb.Look => IsAttended,
        _ => false,
    };

    /// <summary>Terms of a service's settings that a person can be asked for, in order.</summary>
    public static IEnumerable<SettingTerm> Terms(ServiceSettings settings) => settings.Terms.Order();

    /// <summary>What the screen calls a term, or plain words for it.</summary>
    /// <param name="name">Word of a term, or the name of a vendor's own option.</param>
    public static string Label(ServiceSettings settings, string name) => Spelling.TryParse<SettingTerm>(name, out var term)
        ? settings.Labels.GetValueOrDefault(term) ?? Catalogue.English.Text($"term.{term.Word()}")
        : name;

    /// <summary>What <c>set</c> sets, by name, in order; without inputs where <paramref name="answers"/> are not known yet.</summary>
    public static ImmutableSortedDictionary<string, string> Values(Verb.Set set, ServiceSettings settings, Func<string, string?> answers) =>
        (set.Defaults ? settings.Defaults : ImmutableDictionary<string, string>.Empty).SetItems(set.Values)
            .SetItems(set.From.Select(from => KeyValuePair.Create(from.Key, answers(from.Value) ?? ""))).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>How the screen of a service's settings is reached.</summary>
    public static string Screen(Service service, Role role) =>
        service.Settings[role].Screen ?? Catalogue.English.Text("hand.screen.settings", ("service", service.Title), ("role", role.Word()));

    /// <summary>How the screen of a slot is reached.</summary>
    public string Screen(Slot slot) => Modality.Store.Slots[slot].Screen ?? Catalogue.English.Text("hand.screen.store", ("slot", Catalogue.English.Text($"hand.slot.{slot.Word()}")));

    /// <summary>What is put there takes the place of what the slot holds.</summary>
    public bool IsFixed(Slot slot) => Modality.Store.Slots[slot] is { Replaces: true } or { FixedName: not null };

    /// <summary>Whether the step, by what was read off the screen before it, overwrites what a fixed slot holds, or may do so.</summary>
    /// <param name="shown">Answer to <see cref="HandQuestion.Now(string)"/>; <c>null</c>: not known yet.</param>
    public bool Overwrites(Step step, Func<string, string?> shown) => Of(step.Verb) && Into(step.Verb) is { } slot && IsFixed(slot)
        && shown(HandQuestion.Now(step.Id)) is not (null or HandQuestion.Nothing);

    private static Slot? Into(Verb verb) => verb switch
    {
        Verb.Import import => import.Into,
        Verb.Complete complete => complete.Into,
        Verb.Generate generate => generate.Into,
        Verb.Localhost localhost => localhost.Into,
        _ => null,
    };

    /// <summary>Names of answers that work by hand asks for besides inputs and steps; with a dot, so that they meet no name of a procedure's.</summary>
    public ImmutableArray<HandQuestion> Questions(Procedure procedure) =>
    [
        .. OfIdentity ? (HandQuestion[])[new(HandQuestion.Serial, HandAnswer.Line, IsNeeded: true), new(HandQuestion.Host, HandAnswer.Line, IsNeeded: true)] : [],
        .. procedure.Steps.Any(step => step.Verb is Verb.Try or Verb.Prove or Verb.Acceptance or Verb.Look && IsAttended) ? (HandQuestion[])[new(HandQuestion.Network, HandAnswer.YesOrNo, IsNeeded: true)] : [],
        .. OfStore ? procedure.Inputs.Where(input => input.KeepHeld).Select(input => new HandQuestion(HandQuestion.Held(input.Name), HandAnswer.YesOrNo, IsNeeded: false)) : [],
        .. procedure.Steps.Where(step => Of(step.Verb)).SelectMany(step => Questions(procedure, step)),
        new(HandQuestion.PutBack, HandAnswer.Initials, IsNeeded: false),
    ];

    private IEnumerable<HandQuestion> Questions(Procedure procedure, Step step) => step.Verb switch
    {
        Verb.Configure configure =>
        [
            .. Terms(Modality.Service(configure.Service)!.Settings[configure.Role]).Select(term => new HandQuestion(HandQuestion.Now(step.Id, term.Word()), HandAnswer.Line, IsSet(configure, term))),
            .. Stated(step, isNeeded: true),
        ],
        Verb.Set set =>
        [
            .. Values(set, set.SettingsOf(Modality.Service(set.Service)!)!, _ => null).Keys.Select(name => new HandQuestion(HandQuestion.Now(step.Id, name), HandAnswer.Line, IsNeeded: true)),
            .. Stated(step, isNeeded: true),
        ],
        Verb.Request => [new(HandQuestion.File(step.Id), HandAnswer.Line, IsNeeded: true), .. Stated(step, isNeeded: true)],
        Verb.Import import when procedure.Input(import.Input).KeepHeld => [new(HandQuestion.Now(step.Id), HandAnswer.Line, IsNeeded: false), .. Stated(step, isNeeded: false)],
        { Changes: true } => [new(HandQuestion.Now(step.Id), HandAnswer.Line, IsNeeded: true), .. Stated(step, isNeeded: true)],
        Verb.Prove or Verb.Listens => [new(HandQuestion.By(step.Id), HandAnswer.Initials, IsNeeded: true)],
        Verb.Look => [new(HandQuestion.Now(step.Id), HandAnswer.Line, IsNeeded: false)],
        Verb.Check { That: CheckKind.Software } => [new(HandQuestion.Now(step.Id), HandAnswer.Line, IsNeeded: true)],
        _ => [],
    };

    /// <summary>Whether the step always sets the term; where the scanner keeps its own pair, what names the pair stays.</summary>
    private static bool IsSet(Verb.Configure configure, SettingTerm term) => term switch
    {
        SettingTerm.RemoteHost or SettingTerm.RemotePort => configure.Remote is not null,
        SettingTerm.RemoteTitle or SettingTerm.OwnTitle => configure.Titles is not null,
        SettingTerm.ListenPort => configure.Listen is not null,
        SettingTerm.Certificate or SettingTerm.Key or SettingTerm.Entry or SettingTerm.Thumbprint or SettingTerm.Address => false,
        _ => true,
    };

    private static IEnumerable<HandQuestion> Stated(Step step, bool isNeeded) =>
        [new(HandQuestion.By(step.Id), HandAnswer.Initials, isNeeded), new(HandQuestion.DoneAlready(step.Id), HandAnswer.YesOrNo, IsNeeded: false)];
}

/// <summary>How a question of work by hand is answered.</summary>
public enum HandAnswer
{
    /// <summary>What is read off a screen: words on one line; <c>-</c> for nothing, <c>?</c> when it cannot be read.</summary>
    Line,
    YesOrNo,

    /// <summary>Of who did it; <c>not-done</c> when it cannot be done.</summary>
    Initials,
}

/// <summary>Something that work by hand asks.</summary>
/// <param name="IsNeeded">A run without anybody there must have it before it begins.</param>
public sealed record HandQuestion(string Name, HandAnswer Kind, bool IsNeeded)
{
    /// <summary>Characters of a serial number or host name.</summary>
    private const int LongestIdentifier = 64;

    public const string Serial = "scanner.serial", Host = "scanner.host", Network = "laptop.network", PutBack = "put-back.by";

    /// <summary>Answers of <see cref="HandAnswer.YesOrNo"/>, and words that stand for nothing and for what cannot be read.</summary>
    public const string Yes = "yes", No = "no", Nothing = "-", Unread = "?";

    /// <summary>The step or input that it is about; else a word of its own.</summary>
    public string About => Name.Split('.')[0];

    public static string Held(string input) => $"{input}.held";

    /// <summary>What the screen shows before a step.</summary>
    public static string Now(string step) => $"{step}.now";

    /// <param name="setting">Word of a term, or the name of a vendor's own option.</param>
    public static string Now(string step, string setting) => $"{step}.{setting}";

    public static string By(string step) => $"{step}.by";

    public static string File(string step) => $"{step}.file";

    public static string KeyFile(string step) => $"{step}.key-file";

    public static string DoneAlready(string step) => $"{step}.done-already";

    public bool Takes(string text) => Kind switch
    {
        HandAnswer.YesOrNo => text is Yes or No,
        HandAnswer.Initials => text == Answer.Initials.NotDone || (text.Length is > 0 and <= 8 && text.All(char.IsLetterOrDigit)),
        _ => text.Length is > 0 and <= HandValue.Longest && !text.Any(char.IsControl),
    };

    /// <summary>Whether a line can be the serial number or host name of a scanner.</summary>
    public static bool IsIdentifier(string text) => text is { Length: > 0 and <= LongestIdentifier } && !text.Any(char.IsControl);
}

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Plans what a step would change, from the console as it is now. Touches nothing.</summary>
internal sealed class ChangePlanner(RunSetup setup, Materials materials)
{
    private readonly Dictionary<string, Placed> _placed = [];

    /// <summary>Plans for what is made here, and for removals.</summary>
    public SlotPlanner Slots { get; } = new(setup, materials);

    /// <summary>The plan of an import. <c>null</c>: there is nothing to import, the console keeps its own pair.</summary>
    public Checked<PlanOrNone> Import(Verb.Import import, RunFacts facts)
    {
        var input = setup.Procedure.Input(import.Input);
        if (!facts.Answers.TryGetValue(import.Input, out var answer))
        {
            return new PlanOrNone(null);
        }

        return Wanted(input, answer).Then(wanted => setup.Store.PlanImport(import.Into, wanted, setup.Procedure.Configures, Presented(facts))).Select(plan =>
        {
            _placed[import.Input] = plan.Placed!;
            return new PlanOrNone(plan);
        });
    }

    /// <summary>What listeners were seen to present before the first change, those aside that this procedure sets up.</summary>
    private Dictionary<string, Sha256> Presented(RunFacts facts) => facts.Baseline is not { } baseline ? [] : BaselineText.Read(baseline).Listeners
        .Where(listener => listener.Fingerprint is not null && !setup.Procedure.Configures.Contains(listener.Name))
        .ToDictionary(listener => $"{listener.Name} {listener.Endpoint}", listener => listener.Fingerprint!.Value);

    /// <summary>Settings that are not about certificates: stated, answered, or the vendor's defaults.</summary>
    public Checked<PlanOrNone> Set(Verb.Set set, RunFacts facts)
    {
        var settings = set.SettingsOf(setup.Modality.Service(set.Service)!)!;
        var wanted = (set.Defaults ? settings.Defaults : ImmutableDictionary<string, string>.Empty)
            .SetItems(set.Values).SetItems(set.From.Select(from => KeyValuePair.Create(from.Key, facts.Answers[from.Value].Text)));
        var edits = wanted.OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => (value.Key, value.Value, Option: SettingNames.Find(settings, value.Key)!))
            .Select(value => (value.Key, value.Value, value.Option, Parsed: SettingNames.Read(value.Option.Type, value.Value))).ToArray();
        ImmutableArray<Problem> problems =
            [.. edits.Where(edit => edit.Parsed is null).Select(edit => Problem.Of("RUN-109", ("text", edit.Value), ("name", edit.Key), ("type", edit.Option.Type.Word())))];
        return !problems.IsEmpty ? problems : setup.Settings
            .Plan(settings, [.. edits.Select(edit => new SettingEdit(edit.Option.Key, edit.Parsed!))]).Select(plan => new PlanOrNone(plan));
    }

    public Checked<PlanOrNone> Configure(Verb.Configure configure, RunFacts facts)
    {
        var settings = setup.Modality.Service(configure.Service)!.Settings[configure.Role];
        return Host(configure, facts)
            .Then(host => Trust(configure, facts).Select(trust => new Terms(configure, facts, host, trust, setup.Console.IsWindows)))
            .Then(terms => terms.Edits(settings))
            .Then(edits => setup.Settings.Plan(settings, edits))
            .Select(plan => new PlanOrNone(plan));
    }

    private Checked<Placed> Host(Verb.Configure configure, RunFacts facts) =>
        (PlacedBy(input => input.Kind == InputKind.Identity && input.Slot == configure.Identity) ?? Slots.Made(configure.Identity)) is { } placed ? placed
        : HeldPair.Find(setup.Store, configure.Identity, setup.Procedure, facts).Select(found =>
            setup.Store.Placed(configure.Identity, found.Entry));

    private Checked<Placed> Trust(Verb.Configure configure, RunFacts facts)
    {
        if (_placed.TryGetValue(configure.Trust, out var placed))
        {
            return placed;
        }

        var slot = setup.Procedure.Input(configure.Trust).Slot ?? Slot.Trusted;
        return materials.Certificate(facts.Answers[configure.Trust]).Then(authority => setup.Store.Entries(slot).Then<Placed>(entries =>
            entries.FirstOrDefault(entry => entry.Fingerprint == authority.Fingerprint) is { } entry
                ? setup.Store.Placed(slot, entry)
                : Problem.Of("RUN-031", ("subject", authority.Subject.ToString()), ("slot", setup.Store.Layout(slot).Path.Text))));
    }

    private Placed? PlacedBy(Func<Input, bool> which) => setup.Procedure.Inputs.Where(which)
        .Select(input => _placed.GetValueOrDefault(input.Name)).FirstOrDefault(placed => placed is not null);

    private Checked<StoreImport> Wanted(Input input, RunEvent.Answered answer) => input.Kind == InputKind.Identity
        ? materials.Identity(answer, input).Select(identity => new StoreImport
        {
            Wanted = IsNamedByFile(input) && identity.Properties.NameOf(identity.Leaf) is { } given ? EntryName.From(given) : NameOf(identity.Leaf),
            Certificates = [identity.Leaf, .. identity.Chain],
            Key = identity.Key,
            Properties = identity.Properties,
        })
        : materials.Certificate(answer).Select(certificate => new StoreImport { Wanted = NameOf(certificate), Certificates = [certificate] });

    /// <summary>Stores that know entries by a friendly name take the one that comes along.</summary>
    private bool IsNamedByFile(Input input) => setup.Modality.Store.KindOf(input.Slot ?? Slot.Host) is StoreKind.Windows or StoreKind.Pkcs12;

    private static EntryName NameOf(HeldCertificate certificate) => EntryName.From(certificate.Subject["CN"] ?? certificate.Subject.ToString());
}

/// <param name="Plan"><c>null</c>: the step does not apply on this console.</param>
internal sealed record PlanOrNone(Plan? Plan);

/// <summary>The value of each term that a service's settings know.</summary>
/// <param name="Host"><c>null</c>: what the scanner holds stays in use; its terms are left as they are.</param>
/// <param name="Windows">The console writes paths as Windows does.</param>
internal sealed record Terms(Verb.Configure Configure, RunFacts Facts, Placed? Host, Placed Trust, bool Windows)
{
    /// <summary>The vendor's screens know entries by name, not by place.</summary>
    public bool ByName { get; init; }

    /// <summary>Each of these terms that has a value.</summary>
    public IEnumerable<(SettingTerm Term, SettingValue Value)> Values(IEnumerable<SettingTerm> terms) =>
        from term in terms
        let value = Value(term)
        where value is not null
        select (term, value);

    /// <summary>Terms that need an answer which the procedure does not ask for are left as they are.</summary>
    public Checked<ImmutableArray<SettingEdit>> Edits(ServiceSettings settings) =>
        Wrap([.. from key in settings.Keys
                 orderby key.Key
                 let value = Value(key.Key)
                 where value is not null
                 select new SettingEdit(key.Value, value)]);

    private static Checked<ImmutableArray<SettingEdit>> Wrap(ImmutableArray<SettingEdit> edits) => edits;

    private SettingValue? Value(SettingTerm term) => term switch
    {
        SettingTerm.Tls or SettingTerm.VerifyPeer or SettingTerm.Enable => new SettingValue.Flag(true),
        SettingTerm.RequireClientCertificate => new SettingValue.Flag(Configure.Role == Role.Server),
        SettingTerm.Certificate => Host is null ? null : OnConsole(Host, Host.Certificate),
        SettingTerm.Key => Host is null ? null : OnConsole(Host, Host.Key ?? Host.Certificate),
        SettingTerm.Trust => OnConsole(Trust, Trust.Trust),
        SettingTerm.RemoteHost => Remote is { } remote ? new SettingValue.Text(remote.Host) : null,
        SettingTerm.RemotePort => Remote is { } remote ? new SettingValue.Number(remote.Port) : null,
        SettingTerm.RemoteTitle => AeTitles is { } titles ? new SettingValue.Text(titles.Called.Text) : null,
        SettingTerm.OwnTitle => AeTitles is { } titles ? new SettingValue.Text(titles.Calling.Text) : null,
        SettingTerm.ListenPort => int.TryParse(Answer(Configure.Listen), CultureInfo.InvariantCulture, out var port) ? new SettingValue.Number(port) : null,
        SettingTerm.Entry => Host is null ? null : new SettingValue.Text(Host.Name.Text),
        SettingTerm.Thumbprint => Host?.Thumbprint is { } thumbprint ? new SettingValue.Text(thumbprint) : null,
        SettingTerm.Address => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Endpoint? Remote => Answer(Configure.Remote) is { } text && Endpoint.TryParse(text, out var endpoint) ? endpoint : null;

    private AeTitles? AeTitles => Answer(Configure.Titles) is { } text && Titles.Read(text).TryGet(out var titles, out _) ? titles : null;

    private string? Answer(string? input) => input is null ? null : Facts.Answers.GetValueOrDefault(input)?.Text;

    /// <summary>As the scanner's own programs name the file.</summary>
    private SettingValue.Text OnConsole(Placed entry, ConsolePath path) => new(ByName ? entry.Name.Text : path.OnConsole(Windows));
}

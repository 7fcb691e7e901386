using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Changes;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>Plans what a step would change, from the console as it is now. Touches nothing.</summary>
internal sealed class ChangePlanner(RunSetup setup, Materials materials)
{
    private readonly Dictionary<string, Placed> _placed = [];

    /// <summary>The plan of an import. <c>null</c>: there is nothing to import, the console keeps its own pair.</summary>
    public Checked<PlanOrNone> Import(Verb.Import import, RunFacts facts)
    {
        var input = setup.Procedure.Input(import.Input);
        var layout = setup.Modality.Store.Slots[import.Into];
        if (!facts.Answers.TryGetValue(import.Input, out var answer))
        {
            return new PlanOrNone(null);
        }

        return Pem(input, answer).Then(pem => setup.Console.List(layout)
            .Then(now => PemFolder.PlanImport(layout, now, pem.Name, pem.Certificate, pem.Key, new HashSet<string>()))
            .Select(plan =>
            {
                _placed[import.Input] = plan.Placed!;
                return new PlanOrNone(plan);
            }));
    }

    public Checked<PlanOrNone> Configure(Verb.Configure configure, RunFacts facts)
    {
        var settings = setup.Modality.Service(configure.Service)!.Settings[configure.Role];
        return Host(configure, facts)
            .Then(host => Trust(configure, facts).Select(trust => new Terms(configure, facts, host, trust)))
            .Then(terms => terms.Edits(settings))
            .Then(edits => setup.Console.Read(settings.File).Then(file => SettingsPlan.Of(settings, file.Held, edits)))
            .Select(plan => new PlanOrNone(plan));
    }

    private Checked<Placed> Host(Verb.Configure configure, RunFacts facts) =>
        PlacedBy(input => input.Kind == InputKind.Identity && input.Slot == configure.Identity) is { } placed ? placed
        : HeldPair.Find(setup.Console, setup.Modality, configure.Identity, facts).Select(found =>
            new Placed(EntryName.From(found.Entry.Name), found.Entry.File.Path, found.Entry.Key!.Path, Already: true));

    private Checked<Placed> Trust(Verb.Configure configure, RunFacts facts)
    {
        if (_placed.TryGetValue(configure.Trust, out var placed))
        {
            return placed;
        }

        var layout = setup.Modality.Store.Slots[setup.Procedure.Input(configure.Trust).Slot ?? Slot.Trusted];
        return materials.Certificate(facts.Answers[configure.Trust]).Then(authority => setup.Console.List(layout).Then<Placed>(now =>
            PemFolder.Entries(layout, now).FirstOrDefault(entry => entry.Fingerprint == authority.Fingerprint) is { } entry
                ? new Placed(EntryName.From(entry.Name), entry.File.Path, null, Already: true)
                : Problem.Of("RUN-031", ("subject", authority.Subject.ToString()), ("slot", layout.Path.Text))));
    }

    private Placed? PlacedBy(Func<Input, bool> which) => setup.Procedure.Inputs.Where(which)
        .Select(input => _placed.GetValueOrDefault(input.Name)).FirstOrDefault(placed => placed is not null);

    private Checked<PemFiles> Pem(Input input, RunEvent.Answered answer) => input.Kind == InputKind.Identity
        ? materials.Identity(answer, input).Select(identity => new PemFiles(
            NameOf(identity.Leaf), PemText.Certificates([identity.Leaf, .. identity.Chain]), PemText.PlainKey(identity.Key)))
        : materials.Certificate(answer).Select(certificate => new PemFiles(NameOf(certificate), PemText.Certificates([certificate]), null));

    private static EntryName NameOf(HeldCertificate certificate) => EntryName.From(certificate.Subject["CN"] ?? certificate.Subject.ToString());

    private sealed record PemFiles(EntryName Name, byte[] Certificate, ReadOnlyMemory<byte>? Key);
}

/// <param name="Plan"><c>null</c>: the step does not apply on this console.</param>
internal sealed record PlanOrNone(Plan? Plan);

/// <summary>The value of each term that a service's settings know.</summary>
internal sealed record Terms(Verb.Configure Configure, RunFacts Facts, Placed Host, Placed Trust)
{
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
        SettingTerm.Tls or SettingTerm.VerifyPeer => new SettingValue.Flag(true),
        SettingTerm.RequireClientCertificate => new SettingValue.Flag(Configure.Role == Role.Server),
        SettingTerm.Certificate => OnConsole(Host.Certificate),
        SettingTerm.Key => OnConsole(Host.Key ?? Host.Certificate),
        SettingTerm.Trust => OnConsole(Trust.Certificate),
        SettingTerm.RemoteHost => Remote is { } remote ? new SettingValue.Text(remote.Host) : null,
        SettingTerm.RemotePort => Remote is { } remote ? new SettingValue.Number(remote.Port) : null,
        SettingTerm.RemoteTitle => AeTitles is { } titles ? new SettingValue.Text(titles.Called.Text) : null,
        SettingTerm.OwnTitle => AeTitles is { } titles ? new SettingValue.Text(titles.Calling.Text) : null,
        SettingTerm.ListenPort => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Endpoint? Remote => Answer(Configure.Remote) is { } text && Endpoint.TryParse(text, out var endpoint) ? endpoint : null;

    private AeTitles? AeTitles => Answer(Configure.Titles) is { } text && Titles.Read(text).TryGet(out var titles, out _) ? titles : null;

    private string? Answer(string? input) => input is null ? null : Facts.Answers.GetValueOrDefault(input)?.Text;

    /// <summary>As the scanner's own programs name the file.</summary>
    private static SettingValue.Text OnConsole(ConsolePath path) => new($"/{path}");
}

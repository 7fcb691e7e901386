using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Reads a service's settings and the files that they name, as the scanner's own program would.</summary>
internal sealed class ConsoleWire(RunSetup setup)
{
    private readonly ConsoleSettings _settings = setup.Settings;

    public Checked<Wire> Read(string service)
    {
        var settings = setup.Modality.Service(service)!.Settings[Role.Client];
        return Remote(settings)
            .Then(remote => Titles.Read($"{Value(settings, SettingTerm.OwnTitle)}/{Value(settings, SettingTerm.RemoteTitle)}")
                .Then(titles => Pair(settings).Then(identity => Trust(settings).Select(trust => new Wire(remote, titles, identity, trust)))));
    }

    /// <summary>The service's own listener, called with the console's own pair.</summary>
    public Checked<Wire> Server(string service) => setup.Modality.Service(service)!.Settings.TryGetValue(Role.Server, out var settings)
        ? Titles.Read($"{Value(settings, SettingTerm.OwnTitle)}/{Value(settings, SettingTerm.OwnTitle)}")
            .Then(titles => Pair(settings).Then<Wire>(identity => Here(settings) is { } endpoint
                ? new Wire(endpoint, titles, identity, [])
                : Problem.Of("RUN-047", ("service", service))))
        : Problem.Of("RUN-047", ("service", service));

    /// <summary>Where a service listens with TLS; <c>null</c> where it does not.</summary>
    public ListenerPlace? Listener(Service service) =>
        service.Settings.TryGetValue(Role.Server, out var settings) && (service.Speaks == Protocol.NetTcp || _settings.IsOn(settings, SettingTerm.Tls)) && Here(settings) is { } endpoint
            ? new(service.Name, endpoint, Via(service, settings))
            : null;

    /// <summary>Where a service is asked for its certificate: here where it listens, else the address at which it calls another; <c>null</c>
    /// where none is set.</summary>
    public ShownAt? Shown(Service service)
    {
        var isOwn = service.Settings.ContainsKey(Role.Server);
        var settings = service.Settings.GetValueOrDefault(isOwn ? Role.Server : Role.Client);
        var address = settings is not null && Uri.TryCreate(Value(settings, SettingTerm.Address), UriKind.Absolute, out var read) && read.Host.Length > 0 ? read : null;
        var endpoint = settings is null ? null
            : isOwn ? Here(settings)
            : address is not null && Endpoint.TryParse($"{address.Host}:{address.Port}", out var there) ? there : null;
        return endpoint is null ? null : new(endpoint, address?.Host, Via(service, settings!), settings!, isOwn);
    }

    /// <summary>The port of a service's own, with TLS or without; <c>null</c> where none is set.</summary>
    public Endpoint? Address(Service service) => service.Settings.TryGetValue(Role.Server, out var settings) ? Here(settings) : null;

    /// <summary>The remote device that a service is set to; <c>null</c> where there is none, or none that can be echoed.</summary>
    public Wire? Configured(Service service)
    {
        if (!service.Settings.TryGetValue(Role.Client, out var settings) || service.Speaks != Protocol.Dicom
            || !Remote(settings).TryGet(out var remote, out _)
            || !Titles.Read($"{Value(settings, SettingTerm.OwnTitle)}/{Value(settings, SettingTerm.RemoteTitle)}").TryGet(out var titles, out _))
        {
            return null;
        }

        return !_settings.IsOn(settings, SettingTerm.Tls) ? new(remote, titles, null, [], UseTls: false)
            : Read(service.Name).TryGet(out var wire, out _) ? wire
            : new(remote, titles, null, []);
    }

    /// <summary>The entry that the settings name, where the store names entries; else what lies in the files that they name.</summary>
    public Checked<Identity> Pair(ServiceSettings settings) =>
        Value(settings, SettingTerm.Entry) is { Length: > 0 } name ? Entry(name, entry => Is(entry.Name, name))
        : Value(settings, SettingTerm.Thumbprint) is { Length: > 0 } thumbprint ? Entry(thumbprint, entry => Is(entry.Leaf?.Thumbprint ?? "", thumbprint.Replace(" ", "", StringComparison.Ordinal)))
        : Files(settings, SettingTerm.Certificate)
            .Then(certificates => Files(settings, SettingTerm.Key)
                .Then(keys => IdentityReader.From(certificates[0].Name, [.. certificates, .. keys])));

    /// <summary>The file that a term names, or all files of the folder.</summary>
    public Checked<ImmutableArray<ReadFile>> Files(ServiceSettings settings, SettingTerm term)
    {
        var named = Value(settings, term);
        return ConsolePath.TryParseOnConsole(named, out var path)
            ? setup.Store.Read(path).Then<ImmutableArray<ReadFile>>(found => found.IsEmpty ? Missing(settings, named) : found)
            : Missing(settings, named);
    }

    /// <summary>Where the settings name no file of authorities, the store's slot of them is what the service trusts.</summary>
    public Checked<ImmutableArray<HeldCertificate>> Trust(ServiceSettings settings) => settings.Keys.ContainsKey(SettingTerm.Trust)
        && setup.Modality.Store.KindOf(Slot.Trusted) is not (StoreKind.Windows or StoreKind.Registry)
        ? Files(settings, SettingTerm.Trust).Select(trust => trust.SelectMany(read => read.Certificates).Distinct().ToImmutableArray())
        : setup.Store.Entries(Slot.Trusted).Select(entries => entries.Select(entry => entry.Leaf).OfType<HeldCertificate>().ToImmutableArray());

    /// <summary>An endpoint of a service of .NET: <c>net.tcp://ris-1:8000/path</c>.</summary>
    private string? Via(Service service, ServiceSettings settings) =>
        service.Speaks == Protocol.NetTcp && Value(settings, SettingTerm.Address) is { Length: > 0 } address ? $"{address.TrimEnd('/')}/{service.Path}" : null;

    /// <summary>This machine, where the program runs on the scanner itself.</summary>
    private Endpoint? Here(ServiceSettings settings)
    {
        var port = Value(settings, SettingTerm.ListenPort) is { Length: > 0 } stated ? stated
            : Uri.TryCreate(Value(settings, SettingTerm.Address), UriKind.Absolute, out var address) ? $"{address.Port}" : "";
        return Endpoint.TryParse($"{(setup.Mode == RunMode.Folder ? setup.Identity.Host : "127.0.0.1")}:{port}", out var endpoint) ? endpoint : null;
    }

    private Checked<Endpoint> Remote(ServiceSettings settings)
    {
        var text = $"{Value(settings, SettingTerm.RemoteHost)}:{Value(settings, SettingTerm.RemotePort)}";
        return Endpoint.TryParse(text, out var endpoint) ? endpoint : Problem.Of("RUN-026", ("text", text));
    }

    private Checked<Identity> Entry(string name, Func<StoreEntry, bool> isIt) => setup.Store.Entries(Slot.Host).Then(entries =>
        entries.FirstOrDefault(isIt) is { } entry
            ? setup.Store.Identity(Slot.Host, entry)
            : Problem.Of("STORE-004", ("slot", setup.Store.Layout(Slot.Host).Path.Text), ("name", name)));

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static Problem Missing(ServiceSettings settings, string named) => Problem.Of("RUN-033", ("file", named), ("settings", settings.File.Text));

    private string Value(ServiceSettings settings, SettingTerm term) => _settings.Text(settings, term);
}

/// <summary>Where a service is asked which certificate it shows.</summary>
/// <param name="Name">By which it is known, as its address says; <c>null</c>: its settings say none.</param>
/// <param name="Via">Its address, where it is a service of .NET.</param>
/// <param name="IsOwn">It runs on this console.</param>
internal sealed record ShownAt(Endpoint Endpoint, string? Name, string? Via, ServiceSettings Settings, bool IsOwn)
{
    public override string ToString() => Via ?? Endpoint.ToString();
}

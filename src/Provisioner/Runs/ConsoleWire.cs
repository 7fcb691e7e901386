using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;

namespace Provisioner.Runs;

/// <summary>Reads a service's settings and the files that they name, as the scanner's own program would.</summary>
internal sealed class ConsoleWire(RunSetup setup)
{
    public Checked<Wire> Read(string service)
    {
        var settings = setup.Modality.Service(service)!.Settings[Role.Client];
        return setup.Console.Read(settings.File).Then<HeldFile>(file => file.Held is { } held ? held : Problem.Of("SET-001", ("file", settings.File.Text)))
            .Then(file => Remote(settings, file)
                .Then(remote => Titles.Read($"{Value(settings, file, SettingTerm.OwnTitle)}/{Value(settings, file, SettingTerm.RemoteTitle)}")
                    .Then(titles => Pair(settings, file)
                        .Then(identity => Files(settings, file, SettingTerm.Trust)
                            .Select(trust => new Wire(remote, titles, identity, [.. trust.SelectMany(read => read.Certificates).Distinct()]))))));
    }

    /// <summary>The service's own listener, called with the console's own pair.</summary>
    public Checked<Wire> Server(string service) => setup.Modality.Service(service)!.Settings.TryGetValue(Role.Server, out var settings)
        ? setup.Console.Read(settings.File).Then<HeldFile>(file => file.Held is { } held ? held : Problem.Of("SET-001", ("file", settings.File.Text)))
            .Then(file => Titles.Read($"{Value(settings, file, SettingTerm.OwnTitle)}/{Value(settings, file, SettingTerm.OwnTitle)}")
                .Then(titles => Pair(settings, file).Then<Wire>(identity => Here(settings, file) is { } endpoint
                    ? new Wire(endpoint, titles, identity, [])
                    : Problem.Of("RUN-047", ("service", service)))))
        : Problem.Of("RUN-047", ("service", service));

    /// <summary>Where a service listens with TLS; <c>null</c> where it does not.</summary>
    public Endpoint? Listens(Service service) =>
        service.Settings.TryGetValue(Role.Server, out var settings) && File(settings) is { } file && IsOn(settings, file) ? Here(settings, file) : null;

    /// <summary>The remote device that a service is set to; <c>null</c> where there is none, or none that can be echoed.</summary>
    public Wire? Configured(Service service)
    {
        if (!service.Settings.TryGetValue(Role.Client, out var settings) || File(settings) is not { } file
            || !Remote(settings, file).TryGet(out var remote, out _)
            || !Titles.Read($"{Value(settings, file, SettingTerm.OwnTitle)}/{Value(settings, file, SettingTerm.RemoteTitle)}").TryGet(out var titles, out _))
        {
            return null;
        }

        return !IsOn(settings, file) ? new(remote, titles, null, [], UseTls: false)
            : Read(service.Name).TryGet(out var wire, out _) ? wire
            : new(remote, titles, null, []);
    }

    private HeldFile? File(ServiceSettings settings) => setup.Console.Read(settings.File).TryGet(out var file, out _) ? file.Held : null;

    private static bool IsOn(ServiceSettings settings, HeldFile file) =>
        Value(settings, file, SettingTerm.Tls).ToUpperInvariant() is "TRUE" or "ON" or "YES" or "1";

    /// <summary>This machine, where the program runs on the scanner itself.</summary>
    private Endpoint? Here(ServiceSettings settings, HeldFile file) => Endpoint.TryParse(
        $"{(setup.Mode == RunMode.Folder ? setup.Identity.Host : "127.0.0.1")}:{Value(settings, file, SettingTerm.ListenPort)}", out var endpoint) ? endpoint : null;

    private static Checked<Endpoint> Remote(ServiceSettings settings, HeldFile file)
    {
        var text = $"{Value(settings, file, SettingTerm.RemoteHost)}:{Value(settings, file, SettingTerm.RemotePort)}";
        return Endpoint.TryParse(text, out var endpoint) ? endpoint : Problem.Of("RUN-026", ("text", text));
    }

    /// <summary>The entry that the settings name, where the store is one file; else what lies in the files that they name.</summary>
    private Checked<Identity> Pair(ServiceSettings settings, HeldFile file) =>
        Value(settings, file, SettingTerm.Entry) is { Length: > 0 } name ? Entry(name)
        : Files(settings, file, SettingTerm.Certificate)
            .Then(certificates => Files(settings, file, SettingTerm.Key)
                .Then(keys => IdentityReader.From(certificates[0].Name, [.. certificates, .. keys])));

    private Checked<Identity> Entry(string name) => setup.Store.Entries(Slot.Host).Then(entries =>
        entries.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase)) is { } entry
            ? setup.Store.Identity(Slot.Host, entry)
            : Problem.Of("STORE-004", ("slot", setup.Store.Layout(Slot.Host).Path.Text), ("name", name)));

    /// <summary>The file that the settings name, or all files of the folder.</summary>
    private Checked<ImmutableArray<ReadFile>> Files(ServiceSettings settings, HeldFile file, SettingTerm term)
    {
        var named = Value(settings, file, term);
        return ConsolePath.TryParseOnConsole(named, out var path)
            ? setup.Store.Read(path).Then<ImmutableArray<ReadFile>>(found => found.IsEmpty ? Missing(settings, named) : found)
            : Missing(settings, named);
    }

    private static Problem Missing(ServiceSettings settings, string named) => Problem.Of("RUN-033", ("file", named), ("settings", settings.File.Text));

    private static string Value(ServiceSettings settings, HeldFile file, SettingTerm term) =>
        settings.Keys.TryGetValue(term, out var key) && SettingsFile.For(settings.Kind).Read(file.Bytes.Span, key).TryGet(out var found, out _)
            ? found.Text ?? ""
            : "";
}

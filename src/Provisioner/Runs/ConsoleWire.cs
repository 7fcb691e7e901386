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
                        .Then(identity => Certificates(settings, file, SettingTerm.Trust)
                            .Select(trust => new Wire(remote, titles, identity, [.. trust.Certificates]))))));
    }

    private static Checked<Endpoint> Remote(ServiceSettings settings, HeldFile file)
    {
        var text = $"{Value(settings, file, SettingTerm.RemoteHost)}:{Value(settings, file, SettingTerm.RemotePort)}";
        return Endpoint.TryParse(text, out var endpoint) ? endpoint : Problem.Of("RUN-026", ("text", text));
    }

    private Checked<Identity> Pair(ServiceSettings settings, HeldFile file) => Certificates(settings, file, SettingTerm.Certificate)
        .Then(certificate => Certificates(settings, file, SettingTerm.Key)
            .Then(key => IdentityReader.From(certificate.Name, [certificate, key])));

    private Checked<ReadFile> Certificates(ServiceSettings settings, HeldFile file, SettingTerm term)
    {
        var named = Value(settings, file, term);
        return ConsolePath.TryParse(named.TrimStart('/'), out var path)
            ? setup.Console.Read(path).Then<ReadFile>(found => found.Held is { } held
                ? CertificateFile.Read(path.Text, held.Bytes)
                : Problem.Of("RUN-033", ("file", named), ("settings", settings.File.Text)))
            : Problem.Of("RUN-033", ("file", named), ("settings", settings.File.Text));
    }

    private static string Value(ServiceSettings settings, HeldFile file, SettingTerm term) =>
        settings.Keys.TryGetValue(term, out var key) && SettingsFile.For(settings.Kind).Read(file.Bytes.Span, key).TryGet(out var found, out _)
            ? found.Text ?? ""
            : "";
}

using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a service's own settings say of it.</summary>
internal sealed class ServiceChecks(RunSetup setup)
{
    private readonly ConsoleSettings _settings = setup.Settings;

    private static Catalogue Say => Catalogue.English;

    /// <summary>What is sent to the scanner on connections of others' own does not reach a client.</summary>
    public Checked<string> ClientOnly(Service service)
    {
        var received = setup.Modality.Receives.Where(reception => reception.Service == service.Name && reception.What is Received.StorageCommitment or Received.Queries)
            .Select(reception => (reception.What, Used: InUse(reception))).ToArray();
        var used = received.Where(reception => reception.Used == true).Select(reception => reception.What.Word()).ToArray();
        var unknown = received.Where(reception => reception.Used is null).Select(reception => reception.What.Word()).ToArray();
        return used.Length > 0
            ? Problem.Of("RUN-100", ("service", service.Title), ("what", string.Join(", ", used)))
            : Say.Text("check.client-only", ("what", unknown.Length == 0 ? "-" : string.Join(", ", unknown)));
    }

    /// <summary>The five words of the vendor's dialog, and what it cannot tell: whether the two fit.</summary>
    public Checked<string> Pair(Service service)
    {
        var settings = service.Settings[Role.Server];
        var (status, isWrong) = (Named(settings, SettingTerm.Certificate), Named(settings, SettingTerm.Key)) switch
        {
            (false, _) => (Say.Text("check.pair.none"), false),
            (_, false) => (Say.Text("check.pair.no-key"), false),
            _ => Status(settings),
        };
        return isWrong ? Problem.Of("RUN-105", ("service", service.Title), ("status", status)) : status;
    }

    public Checked<string> PeersVerified(Service service) =>
        service.Settings.TryGetValue(Role.Server, out var settings) && _settings.IsOn(settings, SettingTerm.RequireClientCertificate)
            ? service.Title
            : Problem.Of("RUN-106", ("service", service.Title));

    /// <summary>Whether or not the others are switched on: they can be at any time.</summary>
    public Checked<string> PortOfItsOwn(Service service, int port)
    {
        var text = port.ToString(CultureInfo.InvariantCulture);
        var other = setup.Modality.Services.Where(other => other.Name != service.Name)
            .FirstOrDefault(other => other.Settings.Values.Any(settings => _settings.Text(settings, SettingTerm.ListenPort) == text));
        return other is null ? text : Problem.Of("RUN-103", ("service", other.Title), ("port", text));
    }

    private bool? InUse(Reception reception) =>
        reception.InUse is { } at && _settings.Read(at.Kind, at.File, at.Key) is { IsGood: true, Value.Text: { Length: > 0 } text } ? ConsoleSettings.IsYes(text) : null;

    private bool Named(ServiceSettings settings, SettingTerm term) => _settings.Text(settings, term).Length > 0;

    private (string Status, bool IsWrong) Status(ServiceSettings settings)
    {
        var wire = new ConsoleWire(setup);
        var (certificates, keys) = (wire.Files(settings, SettingTerm.Certificate), wire.Files(settings, SettingTerm.Key));
        var leaf = certificates.IsGood ? certificates.Value.SelectMany(file => file.Certificates).FirstOrDefault() : null;
        var key = keys.IsGood ? keys.Value.SelectMany(file => file.Keys).FirstOrDefault() : null;
        try
        {
            return leaf is null ? (Say.Text("check.pair.bad-certificate"), true)
                : key is null ? (Say.Text("check.pair.bad-key"), true)
                : key.Fits(leaf) ? (Told(leaf), false)
                : (Say.Text("check.pair.misfit", ("identity", Told(leaf))), true);
        }
        finally
        {
            foreach (var file in certificates.IsGood ? certificates.Value.Concat(keys.IsGood ? keys.Value : []) : [])
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Name, company, country: as the vendor's dialog shows a pair that it takes.</summary>
    private static string Told(HeldCertificate leaf) =>
        string.Join(", ", new[] { leaf.Subject["CN"], leaf.Subject["O"], leaf.Subject["C"] }.OfType<string>());
}

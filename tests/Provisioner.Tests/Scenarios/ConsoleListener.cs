using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures;
using Provisioner.Network;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Tests.Procedures;

namespace Provisioner.Tests.Scenarios;

/// <summary>A service of a console in a folder that listens as its settings say, as if it were restarted at each change of them:
/// with the certificate, the key, the authorities and the port that stand there. Silent while they do not say TLS.</summary>
internal sealed class ConsoleListener : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly RunSetup _setup;
    private readonly ServiceSettings _settings;
    private readonly string _service;
    private readonly Task _watching;

    public ConsoleListener(string console, string modality, string service)
    {
        var (files, type) = (ConsoleFiles.Open(console, new Disk()).Value, Shipped.Modalities[modality]);
        (_service, _settings) = (service, type.Service(service)!.Settings[Role.Server]);
        _setup = new()
        {
            Stick = null!,
            Console = files,
            Procedure = null!,
            Modality = type,
            Store = new(files, type),
            Identity = null!,
            People = null!,
            Disk = new Disk(),
            Clock = TimeProvider.System,
            Mode = RunMode.Rehearsal,
        };
        _watching = Task.Run(WatchAsync);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watching.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var (seen, listener) = ("", (Listener?)null);
        while (!_stop.IsCancellationRequested)
        {
            if (Settings() is var now && now != seen)
            {
                await StopAsync(listener);
                (seen, listener) = (now, Start());
            }

            await Task.Delay(Glance, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await StopAsync(listener);
    }

    private static async Task StopAsync(Listener? listener)
    {
        if (listener is not null)
        {
            await listener.DisposeAsync();
        }
    }

    private Listener? Start()
    {
        if (Value(SettingTerm.Tls) is not ("true" or "on" or "yes" or "1") || !new ConsoleWire(_setup).Server(_service).TryGet(out var wire, out _))
        {
            return null;
        }

        return Listener.Start(new()
        {
            Port = wire.Endpoint.Port,
            Policy = new() { Called = wire.Titles.Called, Store = true },
            Identity = TlsIdentity.Of(wire.Identity!).Value.Certificate,
            IdentityChain = TlsIdentity.Of(wire.Identity!).Value.Chain,
            Trust = Value(SettingTerm.RequireClientCertificate) is "false" or "off" or "no" or "0" ? null : TrustBy.Authorities(Trusted(), TimeProvider.System),
        });
    }

    private ImmutableArray<HeldCertificate> Trusted() => ConsolePath.TryParseOnConsole(Value(SettingTerm.Trust), out var path)
        ? [.. _setup.Store.Read(path).Value.SelectMany(file => file.Certificates)]
        : [];

    private string Settings() => string.Join('\n', _settings.Keys.Keys.Order().Select(Value));

    private string Value(SettingTerm term) =>
        new ConsoleSettings(_setup.Console).Read(_settings, term).TryGet(out var found, out _) ? found.Text ?? "" : "";
}

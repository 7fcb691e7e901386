using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures;
using Provisioner.Network;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Tests.Network;
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
        (_service, _settings) = (service, type.Service(service)!.Settings.GetValueOrDefault(Role.Server) ?? type.Service(service)!.Settings[Role.Client]);
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
        var (seen, listener) = ("", (IAsyncDisposable?)null);
        while (!_stop.IsCancellationRequested)
        {
            if (Settings() is var now && now != seen)
            {
                await StopAsync(listener);
                (seen, listener) = TryStart(out listener) ? (now, listener) : ("", null);
            }

            await Task.Delay(Glance, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await StopAsync(listener);
    }

    private static async Task StopAsync(IAsyncDisposable? listener)
    {
        if (listener is not null)
        {
            await listener.DisposeAsync();
        }
    }

    /// <summary>False while another scene of the same console still has the port.</summary>
    private bool TryStart(out IAsyncDisposable? listener)
    {
        try
        {
            listener = Start();
            return true;
        }
        catch (SocketException)
        {
            listener = null;
            return false;
        }
    }

    private IAsyncDisposable? Start() => _setup.Modality.Service(_service)!.Speaks == Protocol.NetTcp ? OfDotNet()
        : new ConsoleWire(_setup).Address(_setup.Modality.Service(_service)!) is not { } endpoint ? null
        : _settings.Keys.ContainsKey(SettingTerm.Tls) ? Secure()
        : _settings.Keys.ContainsKey(SettingTerm.Enable) && !_setup.Settings.IsOn(_settings, SettingTerm.Enable) ? null
        : Listener.Start(new() { Port = endpoint.Port, Policy = new() });

    /// <summary>As the RIS does, it takes the certificate of its address's name from the store; the one that a client's settings name runs
    /// elsewhere, with the hospital's certificate.</summary>
    private OddPeer? OfDotNet() => new ConsoleWire(_setup).Shown(_setup.Modality.Service(_service)!) is not { } place ? null
        : NetTcpService.Start(() => place.IsOwn ? Held(place.Name!) : Training.Server, new Uri(place.Via!).AbsolutePath, place.Endpoint.Port);

    private X509Certificate2? Held(string name)
    {
        var named = _setup.Store.Entries(Slot.Host).Value.FirstOrDefault(entry => entry is { Leaf: { } leaf, Key: not null } && CertificateChecks.IsFor(leaf, name));
        return named is null ? null : TlsIdentity.Of(_setup.Store.Identity(Slot.Host, named).Value).Value.Certificate;
    }

    private Listener? Secure()
    {
        var console = new ConsoleWire(_setup);
        if (!_setup.Settings.IsOn(_settings, SettingTerm.Tls) || !console.Pair(_settings).TryGet(out var identity, out _) || console.Address(_setup.Modality.Service(_service)!) is not { } endpoint)
        {
            return null;
        }

        var own = TlsIdentity.Of(identity).Value;
        return Listener.Start(new()
        {
            Port = endpoint.Port,
            Policy = new() { Store = true },
            Identity = own.Certificate,
            IdentityChain = own.Chain,
            Trust = _setup.Settings.IsOn(_settings, SettingTerm.RequireClientCertificate) ? TrustBy.Authorities(Trusted(), TimeProvider.System) : null,
        });
    }

    private ImmutableArray<HeldCertificate> Trusted() => _settings.Keys.ContainsKey(SettingTerm.Trust) && ConsolePath.TryParseOnConsole(Value(SettingTerm.Trust), out var path)
        ? [.. _setup.Store.Read(path).Value.SelectMany(file => file.Certificates)]
        : [.. _setup.Store.Entries(Slot.Trusted).Value.Select(entry => entry.Leaf).OfType<HeldCertificate>()];

    /// <summary>What a listener is made of. It answers to any title, so that one that is set later does not make it start anew.</summary>
    private string Settings() => string.Join('\n', _settings.Keys.Keys.Except([SettingTerm.OwnTitle]).Order().Select(Value));

    private string Value(SettingTerm term) => _setup.Settings.Text(_settings, term);
}

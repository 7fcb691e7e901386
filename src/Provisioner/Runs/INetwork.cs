using System.Collections.Immutable;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Network;

namespace Provisioner.Runs;

/// <summary>Everything that a run does on the network. It alters nothing there.</summary>
internal interface INetwork
{
    Task<ProofResult> EchoAsync(RunSetup setup, Wire wire);

    /// <param name="remotes">By name: the echo that should pass.</param>
    Task<Baseline> LookAsync(RunSetup setup, ImmutableArray<(string Name, Wire Wire)> remotes, ImmutableArray<ListenerPlace> listeners);

    /// <summary>The handshake alone, to see what the other side shows.</summary>
    Task<ProofResult> ShowAsync(RunSetup setup, Showing asked);

    /// <summary>The listener at the wire's endpoint, which must show the wire's own certificate, tried with what it must refuse.</summary>
    Task<AcceptanceResult> TryRefusalsAsync(RunSetup setup, Wire wire, ImmutableArray<AcceptanceCase> cases);

    /// <summary>Whether anything on this machine listens on the port.</summary>
    bool Listens(int port);

    /// <summary>Whether a connection is taken there.</summary>
    Task<bool> ConnectsAsync(RunSetup setup, Endpoint endpoint) => Task.FromResult(Listens(endpoint.Port));
}

/// <summary>This machine's own network.</summary>
internal sealed class MachineNetwork : INetwork
{
    /// <summary>A service that has just been restarted may still go down, or come up: who must be let in is tried so often.</summary>
    private const int MostTries = 3;

    /// <summary>What a service that goes down or comes up looks like: not there, or there with what it had before.</summary>
    private static readonly ImmutableHashSet<Cause> Passing = [Cause.ConnectionRefused, Cause.PeerClosesAtOnce, Cause.ConnectionLost, Cause.ServerCertificateNotAccepted];

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Of a look at what is there; a proof waits longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ProofResult> EchoAsync(RunSetup setup, Wire wire)
    {
        using var request = WireRequest.Of(setup, wire);
        return await Prover.ProveAsync(request.Echo, setup.Waiting).ConfigureAwait(false);
    }

    public async Task<Baseline> LookAsync(RunSetup setup, ImmutableArray<(string Name, Wire Wire)> remotes, ImmutableArray<ListenerPlace> listeners)
    {
        var requests = remotes.Select(found => (found.Name, Request: WireRequest.Of(setup, found.Wire))).ToArray();
        try
        {
            return await BaselineTaker.TakeAsync(
                [.. requests.Select(found => (found.Name, found.Request.Echo with { Timeout = Patience }))], listeners, Patience, setup.Waiting).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (_, request) in requests)
            {
                request.Dispose();
            }
        }
    }

    public async Task<ProofResult> ShowAsync(RunSetup setup, Showing asked)
    {
        using var own = asked.Identity is { } identity && TlsIdentity.Of(identity).TryGet(out var usable, out _) ? usable : null;
        ProofRequest request = new()
        {
            Endpoint = asked.Endpoint,
            Kind = ProofKind.Tls,
            Via = asked.Via,
            ServerName = asked.Name,
            Identity = own?.Certificate,
            IdentityChain = own?.Chain ?? [],
            Trust = asked.Trust,
            Now = setup.Now,
        };
        var result = await Prover.ProveAsync(request, setup.Waiting).ConfigureAwait(false);
        for (var tries = 1; tries < MostTries && result.Cause is { } cause && Passing.Contains(cause); tries++)
        {
            await Task.Delay(Settling, setup.Waiting).ConfigureAwait(false);
            result = await Prover.ProveAsync(request, setup.Waiting).ConfigureAwait(false);
        }

        return result;
    }

    public async Task<AcceptanceResult> TryRefusalsAsync(RunSetup setup, Wire wire, ImmutableArray<AcceptanceCase> cases)
    {
        using var request = WireRequest.Of(setup, wire);
        var own = wire.Identity!.Leaf;
        var asked = new AcceptanceRequest { Good = request.Echo with { Trust = Itself(own) }, Cases = cases };
        var result = await AcceptanceTest.RunAsync(asked, setup.Waiting).ConfigureAwait(false);
        for (var tries = 1; tries < MostTries && result.Cases.Any(outcome => outcome is { Case: AcceptanceCase.Good, IsLetIn: not true }); tries++)
        {
            await Task.Delay(Settling, setup.Waiting).ConfigureAwait(false);
            result = await AcceptanceTest.RunAsync(asked, setup.Waiting).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>Trusts this very certificate, and says so of any other.</summary>
    public static TrustDecision Itself(HeldCertificate own) => (presented, _) => !presented.IsEmpty && Sha256.Of(presented[0]) == own.Fingerprint
        ? []
        : [Problem.Of("RUN-046", ("fingerprint", own.Fingerprint.ToGroups()))];

    public async Task<bool> ConnectsAsync(RunSetup setup, Endpoint endpoint)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(endpoint.Host, endpoint.Port, setup.Waiting).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public bool Listens(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
}

using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>What goes wrong on the network of a rehearsal.</summary>
internal enum NetworkFault
{
    None,

    /// <summary>Nobody answers where the archive should.</summary>
    Down,

    /// <summary>The archive does not know who signed the scanner's certificate.</summary>
    NotTrusted,

    /// <summary>What worked before does not any more.</summary>
    Worse,

    /// <summary>A listener lets in whom it must refuse.</summary>
    LetsIn,

    /// <summary>Something listens on every port.</summary>
    PortTaken,

    /// <summary>A service that was restarted does not come back.</summary>
    NotBack,

    /// <summary>It comes back after a while.</summary>
    LateBack,
}

/// <summary>The hospital's network as a model: an archive that wants TLS and a certificate, an old one that is plain, and the console's
/// own listeners, which follow its settings.</summary>
internal sealed class RehearsalNetwork(ImmutableArray<HeldCertificate> authorities, SharedKeys keys) : INetwork
{
    public const string Title = "ARCHIVE", OldTitle = "OLDPACS";

    public static Endpoint Archive { get; } = Parsed("archive.hospital.local:2762");

    public static Endpoint Old { get; } = Parsed("old-pacs.hospital.local:104");

    /// <summary>Times that a service is called before it is back.</summary>
    private const int Calls = 3;

    private int _called;

    public NetworkFault Fault { get; set; }

    /// <summary>How the archive speaks while it is looked at; <c>null</c>: as it always does.</summary>
    public Speaking? Speaks { get; set; }

    public Task<ProofResult> EchoAsync(RunSetup setup, Wire wire) => Task.FromResult(Result(CauseOf(wire), wire));

    public Task<Baseline> LookAsync(RunSetup setup, ImmutableArray<(string Name, Wire Wire)> remotes, ImmutableArray<ListenerPlace> listeners) =>
        Task.FromResult(new Baseline(
            [.. remotes.Select(remote => new RemoteState(remote.Name, remote.Wire.Endpoint, Fault == NetworkFault.Worse ? Cause.ConnectionRefused : CauseOf(remote.Wire)))],
            [.. listeners.Select(listener => new ListenerState(listener.Name, listener.At, Shown(setup, listener.Name)?.Fingerprint))]));

    public Task<AcceptanceResult> TryRefusalsAsync(RunSetup setup, Wire wire, ImmutableArray<AcceptanceCase> cases) => Task.FromResult(new AcceptanceResult(
        [.. cases.Select(tried => new AcceptanceOutcome(tried, (tried == AcceptanceCase.Good && Fault != NetworkFault.NotBack) || Fault is NetworkFault.LetsIn or NetworkFault.Down, "rehearsed"))]));

    public Task<bool> ConnectsAsync(RunSetup setup, Endpoint endpoint) => Task.FromResult(Fault switch
    {
        NetworkFault.NotBack => false,
        NetworkFault.LateBack => ++_called > Calls,
        _ => true,
    });

    public bool Listens(int port) => Fault == NetworkFault.PortTaken;

    /// <summary>Whatever is in place, for the service finds it there.</summary>
    public Task<ProofResult> ShowAsync(RunSetup setup, Showing asked)
    {
        var shown = asked.Should;
        Cause? cause = Fault switch
        {
            NetworkFault.Down or NetworkFault.NotBack => Cause.ConnectionRefused,
            NetworkFault.NotTrusted => Cause.ServerCertificateUnknownAuthority,
            NetworkFault.Worse => Cause.ServerCertificateNotAccepted,
            _ => null,
        };
        return Task.FromResult(new ProofResult
        {
            Stages = [],
            Cause = cause,
            Problem = cause?.ToProblem(("endpoint", asked.Endpoint.ToString())),
            Presented = cause is null ? [shown] : [],
            Tls = cause is null ? new("1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", [shown], null) : null,
        });
    }

    private HeldCertificate? Shown(RunSetup setup, string service) =>
        Fault == NetworkFault.Worse ? null : new ConsoleWire(setup).Server(service).TryGet(out var wire, out _) ? wire.Identity?.Leaf : null;

    private Cause? CauseOf(Wire wire) => Fault switch
    {
        NetworkFault.Down => Cause.ConnectionRefused,
        NetworkFault.LetsIn => null,
        _ when Speaks is { } speaks => (speaks, wire.UseTls) switch
        {
            (Speaking.Silent, _) => Cause.ConnectionTimedOut,
            (Speaking.Plain, true) => Cause.PeerSpeaksPlainDicom,
            (Speaking.Encrypted, false) => Cause.PeerSpeaksTls,
            _ => null,
        },
        NetworkFault.NotTrusted => Cause.ClientCertificateUnknownAuthority,
        _ when wire.Endpoint == Old => wire.UseTls ? Cause.PeerSpeaksPlainDicom : Called(wire, OldTitle),
        _ when !wire.UseTls => Cause.PeerSpeaksTls,
        _ when !wire.Trust.Any(trusted => authorities.Any(authority => authority.Fingerprint == trusted.Fingerprint)) => Cause.ServerCertificateUnknownAuthority,
        _ when wire.Identity is not { } identity => Cause.ClientCertificateMissing,
        _ when !IsKnown(wire.Identity!.Leaf) => Cause.ClientCertificateUnknownAuthority,
        _ => Called(wire, Title),
    };

    /// <summary>Signed by an authority of the hospital, or made on the console and given to the archive.</summary>
    private bool IsKnown(HeldCertificate leaf) =>
        authorities.Any(authority => authority.Subject.ToString() == leaf.Issuer.ToString()) || keys.Made.Any(made => made.Fingerprint == leaf.Fingerprint);

    private static Cause? Called(Wire wire, string title) => wire.Titles.Called.Text == title ? null : Cause.CalledTitleUnknown;

    private ProofResult Result(Cause? cause, Wire wire) => new()
    {
        Stages = [.. Enum.GetValues<ProofStage>().Select(stage => new Stage(stage, cause is null ? StageOutcome.Pass : StageOutcome.Skip, 0))],
        Cause = cause,
        Problem = cause?.ToProblem(("endpoint", wire.Endpoint.ToString())),
        Tls = cause is null && wire.UseTls ? new("1.3", "TLS_AES_256_GCM_SHA384", authorities, wire.Identity?.Leaf) : null,
    };

    private static Endpoint Parsed(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new FormatException(text);
}

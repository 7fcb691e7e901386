using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;

namespace Provisioner.Rehearsal;

/// <summary>What the demo's archive is.</summary>
internal sealed record RehearsalArchiveOptions
{
    public required AeTitle Called { get; init; }

    /// <summary>The archive's certificate with its key.</summary>
    public required X509Certificate2 Identity { get; init; }

    /// <summary>Sent after <see cref="Identity"/>.</summary>
    public ImmutableArray<X509Certificate2> IdentityChain { get; init; } = [];

    /// <summary>0: the system picks one.</summary>
    public int Port { get; init; }

    /// <summary>Judges the certificates of those who connect; one must be shown.</summary>
    public required TrustDecision Trust { get; init; }
}

/// <summary>The third-party server of demos and rehearsals, in this process: DICOM over mutual TLS on a loopback port that the
/// system picks, answering echo and taking images, which it drops. Checks the called AE title.</summary>
internal sealed class RehearsalArchive : IAsyncDisposable
{
    private readonly Listener _listener;

    private RehearsalArchive(Listener listener) => _listener = listener;

    /// <summary>Where it listens, 127.0.0.1.</summary>
    public Endpoint Endpoint => Endpoint.Loopback(_listener.Port);

    public static RehearsalArchive Start(RehearsalArchiveOptions options) => new(Listener.Start(new()
    {
        Port = options.Port,
        Policy = new() { Called = options.Called, Store = true },
        Identity = options.Identity,
        IdentityChain = options.IdentityChain,
        Trust = options.Trust,
    }));

    /// <summary>Ends all associations and the listener.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}

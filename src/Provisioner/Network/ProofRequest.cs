using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>Judges the other side's certificates; it never asks the machine's store and never fetches.</summary>
/// <param name="presented">DER, its own certificate first, then what came with it, in order.</param>
/// <param name="host">As the engineer wrote it; <c>null</c> for one who connects to us, whose name is not compared.</param>
/// <returns>Empty when trusted.</returns>
internal delegate ImmutableArray<Problem> TrustDecision(ImmutableArray<byte[]> presented, string? host);

/// <summary>Which versions and suites are offered or taken.</summary>
internal enum TlsProfile
{
    /// <summary>PS3.15 B.12: TLS 1.2 and 1.3.</summary>
    Bcp195,

    /// <summary>PS3.15 B.13: the same with restricted suites, RSA 2048 and EC P-256 at least.</summary>
    Modified,
}

/// <summary>What is to be proven, with candidate files or the console's own.</summary>
internal sealed record ProofRequest
{
    public required Endpoint Endpoint { get; init; }

    public required ProofKind Kind { get; init; }

    /// <summary>Needed for echo and store; <c>null</c> for the handshake alone.</summary>
    public AeTitles? Titles { get; init; }

    public bool UseTls { get; init; } = true;

    /// <summary>Address of a service of .NET, which is asked to switch to TLS first (<see cref="MessageFraming"/>); <c>null</c>: TLS from
    /// the first byte.</summary>
    public string? Via { get; init; }

    /// <summary>The name by which the server is known, where it is not the endpoint's host, as on the scanner itself.</summary>
    public string? ServerName { get; init; }

    /// <summary>Our certificate with its private key; <c>null</c> when the other side asks for none. Not disposed here.</summary>
    public X509Certificate2? Identity { get; init; }

    /// <summary>Certificates sent after our own, from its issuer upward, without the root.</summary>
    public ImmutableArray<X509Certificate2> IdentityChain { get; init; } = [];

    /// <summary>Needed with TLS.</summary>
    public TrustDecision? Trust { get; init; }

    /// <summary>For each wait on the network: connect, handshake, each answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public TlsProfile Profile { get; init; } = TlsProfile.Bcp195;

    /// <summary>Whether it is a fault when the other side lets us in without a certificate.</summary>
    public bool RequireMutual { get; init; }

    /// <summary>What is stored; the made test image when <c>null</c>.</summary>
    public OutgoingImages? Images { get; init; }

    /// <summary>For the judgement of dates and the test image; the time that the prover began when <c>null</c>.</summary>
    public DateTimeOffset? Now { get; init; }
}

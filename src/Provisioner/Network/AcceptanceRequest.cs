using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>A listener to be tried, and what to try it with.</summary>
internal sealed record AcceptanceRequest
{
    /// <summary>The proof that must pass: the right identity, titles and trust.</summary>
    public required ProofRequest Good { get; init; }

    public required ImmutableArray<AcceptanceCase> Cases { get; init; }

    /// <summary>Certificates with keys for cases that only the listener's own authority can make: expired, revoked. Made here when
    /// <see cref="Authority"/> is given and they are not.</summary>
    public ImmutableDictionary<AcceptanceCase, X509Certificate2> Given { get; init; } = ImmutableDictionary<AcceptanceCase, X509Certificate2>.Empty;

    /// <summary>The authority that the listener trusts, with its key: in rehearsals and laboratories only.</summary>
    public X509Certificate2? Authority { get; init; }
}

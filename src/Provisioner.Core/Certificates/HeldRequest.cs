using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>A certificate signing request (RFC 2986): who asks, for which key, with which names.</summary>
public sealed record HeldRequest
{
    public required ReadOnlyMemory<byte> Der { get; init; }

    public required Sha256 Fingerprint { get; init; }

    public required DistinguishedName Subject { get; init; }

    public required PublicKey Key { get; init; }

    /// <summary>Names asked for; the authority may give others.</summary>
    public required ImmutableArray<AlternativeName> Names { get; init; }

    /// <summary>Extended usages asked for; <c>null</c> when none.</summary>
    public required ImmutableArray<string>? ExtendedUsages { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    /// <summary>Whether who made it held the private key: the signature verifies with the request's own key.</summary>
    public required bool IsSigned { get; init; }

    public bool Equals(HeldRequest? other) => other is not null && Fingerprint == other.Fingerprint;

    public override int GetHashCode() => Fingerprint.GetHashCode();
}

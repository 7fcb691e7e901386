using System.Collections.Frozen;
using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>A list of certificates taken back by their authority (RFC 5280, 5).</summary>
public sealed record HeldRevocationList
{
    public required ReadOnlyMemory<byte> Der { get; init; }

    public required Sha256 Fingerprint { get; init; }

    public required DistinguishedName Issuer { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>When the next one is due; <c>null</c> when not stated.</summary>
    public required DateTimeOffset? NextUpdate { get; init; }

    /// <summary>Serial (upper-case hexadecimal, as <see cref="HeldCertificate.Serial"/>) to what is said of it.</summary>
    public required FrozenDictionary<string, Revocation> Revoked { get; init; }

    public required ImmutableArray<Extension> Extensions { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    public required ReadOnlyMemory<byte> SignatureBytes { get; init; }

    /// <summary>Holds a critical entry extension that is not known here: the list cannot be relied on (RFC 5280, 5.3).</summary>
    public required bool HasUnknownEntries { get; init; }

    public bool Equals(HeldRevocationList? other) => other is not null && Fingerprint == other.Fingerprint;

    public override int GetHashCode() => Fingerprint.GetHashCode();
}

/// <param name="Reason">CRLReason (RFC 5280, 5.3.1); 8 takes a hold back; <c>null</c> when not stated.</param>
public readonly record struct Revocation(DateTimeOffset At, int? Reason);

using System.Collections.Immutable;
using Provisioner.Core.Certificates.X509;
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

    /// <summary>DER of the entries, one after the other. Lists of big authorities have hundreds of thousands: they are looked through, not unpacked.</summary>
    public required ReadOnlyMemory<byte> Entries { get; init; }

    /// <summary>How many certificates are revoked.</summary>
    public required int Count { get; init; }

    public required ImmutableArray<Extension> Extensions { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    public required ReadOnlyMemory<byte> SignatureBytes { get; init; }

    /// <summary>Holds a critical entry extension that is not known here: the list cannot be relied on (RFC 5280, 5.3).</summary>
    public required bool HasUnknownEntries { get; init; }

    private readonly SignatureMemo _verified = new();

    /// <summary>What is said of a serial number (spelled as <see cref="HeldCertificate.Serial"/>); <c>null</c> when nothing is.</summary>
    public Revocation? Find(string serial) => RevocationListParser.Find(Entries.Span, Convert.FromHexString(serial));

    /// <summary>Whether this key made the signature. Remembered.</summary>
    public bool IsSignedBy(PublicKey key) =>
        _verified.Verify(key, SignatureAlgorithm, SignedBytes.Span, SignatureBytes.Span) == SignatureVerdict.Good;

    public bool Equals(HeldRevocationList? other) => other is not null && Fingerprint == other.Fingerprint;

    public override int GetHashCode() => Fingerprint.GetHashCode();
}

/// <param name="Reason">CRLReason (RFC 5280, 5.3.1); 8 takes a hold back; <c>null</c> when not stated.</param>
public readonly record struct Revocation(DateTimeOffset At, int? Reason);

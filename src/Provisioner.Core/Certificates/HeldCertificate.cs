using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>What one certificate says. Facts only; <see cref="Rules.Judge"/> judges them. Read by ourselves, without a native
/// parser, so that a hostile file meets only bounds-checked code. Two are equal when their bytes are.</summary>
public sealed record HeldCertificate
{
    /// <summary>Verdicts on the signature, and whose: a copy made by <c>with</c> verifies anew.</summary>
    private Verified? _verified;

    internal HeldCertificate()
    {
    }

    /// <summary>SHA-256 over the DER bytes: names these exact bytes, not the subject.</summary>
    public required Sha256 Fingerprint { get; init; }

    /// <summary>SHA-1 over the same bytes, as Windows' dialogs show it: a name to look it up by, never proof of anything.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "Windows' own name of a certificate")]
    public string Thumbprint => Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(Der.Span));

    /// <summary>The whole certificate.</summary>
    public required ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>1, 2 or 3 as people count them.</summary>
    public required int Version { get; init; }

    public required DistinguishedName Subject { get; init; }

    public required DistinguishedName Issuer { get; init; }

    /// <summary>Upper-case hexadecimal of the integer's content bytes, as <c>openssl</c> prints it.</summary>
    public required string Serial { get; init; }

    /// <summary>First instant of validity, UTC, inclusive (RFC 5280, 4.1.2.5).</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last instant of validity, UTC, inclusive (RFC 5280, 4.1.2.5).</summary>
    public required DateTimeOffset NotAfter { get; init; }

    public required PublicKey Key { get; init; }

    /// <summary>How the issuer signed it.</summary>
    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    /// <summary>All extensions with what they hold, in the certificate's order.</summary>
    public required ImmutableArray<Extension> Extensions { get; init; }

    /// <summary>Subject alternative names; empty when there are none.</summary>
    public required ImmutableArray<AlternativeName> Names { get; init; }

    /// <summary>Key usage bits; <c>null</c> when not restricted (RFC 5280, 4.2.1.3).</summary>
    public required X509KeyUsageFlags? KeyUsages { get; init; }

    /// <summary>Object identifiers of extended usages; <c>null</c> when not restricted (RFC 5280, 4.2.1.12).</summary>
    public required ImmutableArray<string>? ExtendedUsages { get; init; }

    /// <summary><c>null</c> when the extension is absent: not an authority.</summary>
    public required BasicConstraints? BasicConstraints { get; init; }

    public required ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; init; }

    public required AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; init; }

    /// <summary>The bytes that the issuer signed.</summary>
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    public required ReadOnlyMemory<byte> SignatureBytes { get; init; }

    /// <summary>DER of the SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => Key.Spki;

    public bool IsAuthority => BasicConstraints is { IsAuthority: true };

    /// <summary>Subject and issuer are the same name; says nothing about who signed it.</summary>
    public bool IsSelfIssued => Subject.Matches(Issuer);

    /// <summary>Self-issued, and its signature verifies with its own key.</summary>
    public bool IsSelfSigned => IsSelfIssued && IsSignedBy(Key);

    /// <summary>Names of kind DNS, as written.</summary>
    public IEnumerable<string> DnsNames => Names.Where(n => n.Kind == NameKind.Dns).Select(n => n.Text);

    /// <summary>Names of kind IP address.</summary>
    public IEnumerable<string> IpNames => Names.Where(n => n.Kind == NameKind.Ip).Select(n => n.Text);

    /// <summary>Extended usages as people and JSON name them; empty when not restricted.</summary>
    public IEnumerable<string> UsageWords => (ExtendedUsages ?? []).Select(Oids.UsageWord);

    /// <summary>Whole days left, rounded down; negative once expired.</summary>
    public int DaysLeft(DateTimeOffset now) => (int)Math.Floor((NotAfter - now).TotalDays);

    public bool IsValidAt(DateTimeOffset now) => NotBefore <= now && now <= NotAfter;

    /// <summary>Whether the extended usages permit this one: absent permits all, and so does the any-usage
    /// (RFC 5280, 4.2.1.12).</summary>
    public bool Permits(string usage) =>
        ExtendedUsages is not { } usages || usages.Contains(usage) || usages.Contains(Oids.AnyUsage);

    /// <summary>Its extended usages let its owner call others with it.</summary>
    public bool IsForClients => Permits(Oids.ClientUsage);

    /// <summary>Reads one certificate from DER.</summary>
    public static Checked<HeldCertificate> Read(ReadOnlyMemory<byte> der) => CertificateParser.Read(der);

    /// <summary>Whether this key made the signature. Remembered; not tried with more keys than authorities have.</summary>
    public bool IsSignedBy(PublicKey key)
    {
        if (_verified is not { } known || !ReferenceEquals(known.Of, this))
        {
            known = new(this, new SignatureMemo());
            _verified = known;
        }

        return known.Memo.Verify(key, SignatureAlgorithm, SignedBytes.Span, SignatureBytes.Span) == SignatureVerdict.Good;
    }

    public bool Equals(HeldCertificate? other) => other is not null && Fingerprint == other.Fingerprint;

    public override int GetHashCode() => Fingerprint.GetHashCode();

    public override string ToString() => $"{Subject} {Fingerprint}";

    private sealed record Verified(HeldCertificate Of, SignatureMemo Memo);
}

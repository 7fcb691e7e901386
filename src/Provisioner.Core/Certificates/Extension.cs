namespace Provisioner.Core.Certificates;

/// <summary>One extension as it stands in the certificate (RFC 5280, 4.2).</summary>
public sealed record Extension(string Oid, bool Critical, ReadOnlyMemory<byte> Value);

/// <summary>Whether it may sign certificates (RFC 5280, 4.2.1.9).</summary>
/// <param name="PathLength">Most intermediates below it that are not self-issued; <c>null</c>: no limit.</param>
public sealed record BasicConstraints(bool IsAuthority, int? PathLength);

/// <summary>Which key signed it (RFC 5280, 4.2.1.1). Each is <c>null</c> when not stated.</summary>
public sealed record AuthorityKeyIdentifier(ReadOnlyMemory<byte>? KeyIdentifier, DistinguishedName? Issuer, string? Serial);

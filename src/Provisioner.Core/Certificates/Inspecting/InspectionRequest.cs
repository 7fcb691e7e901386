using System.Collections.Immutable;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Certificates.Rules;

namespace Provisioner.Core.Certificates.Inspecting;

/// <summary>For what files are looked at.</summary>
public sealed record InspectionRequest(DateTimeOffset Now)
{
    /// <summary><c>null</c>: each certificate where it looks as if it belonged, and only what is wrong with it anywhere.</summary>
    public CertificateSlot? Slot { get; init; }

    public TlsRole? Role { get; init; }

    /// <summary>DNS name or IP address that a machine's certificate must state; <c>null</c>: not asked for.</summary>
    public string? Host { get; init; }

    public CertificateRules Rules { get; init; } = CertificateRules.None;

    internal PathPurpose Purpose => Role switch { TlsRole.Client => PathPurpose.Client, TlsRole.Server => PathPurpose.Server, _ => PathPurpose.Any };
}

using System.Collections.Immutable;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Where a certificate is to stand.</summary>
public enum CertificateSlot
{
    /// <summary>The scanner's own.</summary>
    Host,

    /// <summary>Authorities that the scanner trusts.</summary>
    Trusted,

    /// <summary>Single partners.</summary>
    Peers,
}

/// <summary>Which side of a connection the certificate's owner is.</summary>
public enum TlsRole
{
    Client,
    Server,
}

/// <summary>For what, when and beside what a certificate is judged.</summary>
/// <param name="Now">The machine's time; it may be wrong, so problems of time name it.</param>
/// <param name="Role"><c>null</c>: not known; usages are then not judged beyond what the rules demand.</param>
public sealed record JudgedAs(CertificateSlot Slot, TlsRole? Role, DateTimeOffset Now)
{
    /// <summary>DNS name or IP address under which its owner is reached; <c>null</c>: not known.</summary>
    public string? Host { get; init; }

    /// <summary>All names of the console that it is for: host name, addresses. Empty: not known.</summary>
    public ImmutableArray<string> ConsoleNames { get; init; } = [];

    /// <summary>Certificates at hand that may link it to its authority.</summary>
    public ImmutableArray<HeldCertificate> Candidates { get; init; } = [];

    /// <summary>What the console holds already, to see duplicates.</summary>
    public ImmutableArray<HeldCertificate> Held { get; init; } = [];

    public ImmutableArray<HeldRevocationList> RevocationLists { get; init; } = [];
}

/// <summary>One of the roles in which a certificate must be good.</summary>
/// <param name="Rules">What is demanded of it there.</param>
public sealed record JudgedFor(CertificateRules Rules, JudgedAs As);

using System.Collections.Immutable;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Which side's certificate is validated.</summary>
public enum PathPurpose
{
    /// <summary>Usages are not asked for.</summary>
    Any,
    Client,
    Server,
}

/// <summary>How much of RFC 5280 a path must keep.</summary>
public enum PathProfile
{
    /// <summary>Section 6, which decides whether a path can be relied on. Authorities that hospitals made themselves often lack what section 4
    /// demands besides, and TLS software takes them.</summary>
    Validation,

    /// <summary>Section 4 too: key identifiers, criticality, serial numbers, spelling of names.</summary>
    Complete,
}

/// <summary>What a path is wanted for (RFC 5280, 6.1.1).</summary>
public sealed record PathRequest(PathPurpose Purpose, DateTimeOffset Now)
{
    /// <summary>DNS name or IP address that the leaf must state; <c>null</c>: not asked for.</summary>
    public string? Host { get; init; }

    public PathProfile Profile { get; init; }

    /// <summary>Lists at hand. A certificate that none speaks of is not taken as revoked, unless <see cref="ListsForAll"/>.</summary>
    public ImmutableArray<HeldRevocationList> RevocationLists { get; init; } = [];

    /// <summary>Every certificate below the anchor needs a usable list.</summary>
    public bool ListsForAll { get; init; }

    /// <summary>Object identifiers of policies that the user takes (6.1.1 (c)); <c>null</c>: any.</summary>
    public ImmutableHashSet<string>? Policies { get; init; }

    /// <summary>6.1.1 (f).</summary>
    public bool ExplicitPolicy { get; init; }

    /// <summary>6.1.1 (e).</summary>
    public bool InhibitPolicyMapping { get; init; }

    /// <summary>6.1.1 (g).</summary>
    public bool InhibitAnyPolicy { get; init; }

    /// <summary>Times in certificates have whole seconds, and the last one counts in full.</summary>
    internal DateTimeOffset Second => Now.AddTicks(-(Now.UtcTicks % TimeSpan.TicksPerSecond));

    internal string? Usage => Purpose switch { PathPurpose.Client => Oids.ClientUsage, PathPurpose.Server => Oids.ServerUsage, _ => null };
}

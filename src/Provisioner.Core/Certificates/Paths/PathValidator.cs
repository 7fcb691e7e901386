using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>A certificate and the issuers above it, up to a trusted one.</summary>
/// <param name="Certificates">Leaf first, trust anchor last; one alone when the leaf itself is trusted.</param>
public sealed record ValidatedPath(ImmutableArray<HeldCertificate> Certificates)
{
    public HeldCertificate Leaf => Certificates[0];

    public HeldCertificate Anchor => Certificates[^1];
}

/// <summary>Path validation (RFC 5280, 6). Pure: asks no store, no network and no clock.</summary>
public static class PathValidator
{
    /// <summary>As below, with what is usually wanted.</summary>
    /// <param name="host">DNS name or IP address that the leaf must state; <c>null</c>: not asked for.</param>
    public static Checked<ValidatedPath> Validate(
        HeldCertificate leaf,
        IEnumerable<HeldCertificate> candidates,
        IEnumerable<HeldCertificate> anchors,
        PathPurpose purpose,
        DateTimeOffset now,
        string? host = null,
        IEnumerable<HeldRevocationList>? revocationLists = null) =>
        Validate(leaf, candidates, anchors, new PathRequest(purpose, now) { Host = host, RevocationLists = [.. revocationLists ?? []] });

    /// <summary>The first path that holds. When none does, the problems of the one that comes nearest.</summary>
    /// <param name="candidates">Intermediates at hand, in any order.</param>
    /// <param name="anchors">Certificates that are trusted. A trusted leaf is a path of its own; its dates, usages and names still count.</param>
    public static Checked<ValidatedPath> Validate(
        HeldCertificate leaf, IEnumerable<HeldCertificate> candidates, IEnumerable<HeldCertificate> anchors, PathRequest request)
    {
        var check = new PathCheck(request);
        var search = new PathSearch([.. candidates], [.. anchors]);
        ImmutableArray<Problem>? nearest = null;
        foreach (var path in search.Paths(leaf))
        {
            var problems = check.Problems(path);
            if (problems.IsEmpty)
            {
                return new ValidatedPath(path);
            }

            nearest = nearest is { } before && before.Length <= problems.Length ? before : problems;
        }

        return nearest ?? [search.WhyNone(leaf)];
    }

    /// <summary>Where a path that holds falls short of section 4; nothing that TLS software minds.</summary>
    public static ImmutableArray<Problem> Deviations(ValidatedPath path) => [.. ProfileCheck.Problems(path.Certificates)];
}

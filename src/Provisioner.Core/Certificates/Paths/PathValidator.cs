using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Which side's certificate is validated.</summary>
public enum PathPurpose
{
    /// <summary>Usages are not asked for.</summary>
    Any,
    Client,
    Server,
}

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
    /// <param name="candidates">Intermediates at hand, in any order.</param>
    /// <param name="anchors">Certificates that are trusted. A trusted leaf is a path of its own (RFC 5280, 6 leaves that open).</param>
    /// <param name="host">DNS name or IP address that the leaf must state; <c>null</c>: not asked for.</param>
    public static Checked<ValidatedPath> Validate(
        HeldCertificate leaf,
        IEnumerable<HeldCertificate> candidates,
        IEnumerable<HeldCertificate> anchors,
        PathPurpose purpose,
        DateTimeOffset now,
        string? host = null)
    {
        var trusted = anchors.ToArray();
        var chain = ImmutableArray.Create(leaf).AddRange(Chain.Above(leaf, [.. trusted, .. candidates]));
        var end = 0;
        while (end < chain.Length && !trusted.Contains(chain[end]))
        {
            end++;
        }

        if (end == chain.Length)
        {
            return Problem.Of("CERT-150", ("certificate", leaf.Subject.ToString()), ("issuer", chain[^1].Issuer.ToString()));
        }

        var path = chain[..(end + 1)];
        ImmutableArray<Problem> problems = [.. path.SelectMany((certificate, depth) => Check(certificate, depth, purpose, now))];
        return problems.IsEmpty ? new ValidatedPath(path) : problems;
    }

    private static IEnumerable<Problem> Check(HeldCertificate certificate, int depth, PathPurpose purpose, DateTimeOffset now)
    {
        if (!certificate.IsValidAt(now))
        {
            yield return Problem.Of("CERT-151", ("certificate", certificate.Subject.ToString()));
        }

        if (depth > 0 && (!certificate.IsAuthority || certificate.KeyUsages is { } usages && !usages.HasFlag(X509KeyUsageFlags.KeyCertSign)
            || certificate.BasicConstraints?.PathLength < depth - 1))
        {
            yield return Problem.Of("CERT-152", ("certificate", certificate.Subject.ToString()));
        }

        if (purpose != PathPurpose.Any && !certificate.Permits(purpose == PathPurpose.Client ? Oids.ClientUsage : Oids.ServerUsage))
        {
            yield return Problem.Of("CERT-153", ("certificate", certificate.Subject.ToString()));
        }
    }
}

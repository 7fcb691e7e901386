using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Holds one path, whose signatures already verify, against RFC 5280, 6.1. All faults are told.</summary>
internal sealed class PathCheck(PathRequest request)
{
    /// <summary>What this validator processes; any other critical extension ends the path (RFC 5280, 6.1.4 (o), 6.1.5 (f)).</summary>
    private static readonly ImmutableHashSet<string> Processed =
    [
        Oids.BasicConstraints, Oids.KeyUsage, Oids.ExtendedUsage, Oids.SubjectNames, Oids.NameConstraints,
        Oids.Policies, Oids.PolicyMappings, Oids.PolicyConstraints, Oids.InhibitAnyPolicy,
    ];

    public static bool IsProcessed(string oid) => Processed.Contains(oid);

    /// <param name="path">Leaf first, anchor last.</param>
    public ImmutableArray<Problem> Problems(ImmutableArray<HeldCertificate> path)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        for (var depth = path.Length - 1; depth >= 0; depth--)
        {
            problems.AddRange(Each(path[depth]));
            if (depth > 0)
            {
                problems.AddRange(Authority(path, depth));
                problems.AddRange(RevocationCheck.Problems(path[depth - 1], path[depth..], request));
            }
        }

        problems.AddRange(ConstraintCheck.Problems(path));
        problems.AddRange(new PolicyCheck(request).Problems(path));
        problems.AddRange(Leaf(path[0]));
        problems.AddRange(request.Profile == PathProfile.Complete ? ProfileCheck.Problems(path) : []);
        return problems.ToImmutable();
    }

    private IEnumerable<Problem> Each(HeldCertificate certificate)
    {
        var name = ("certificate", certificate.Subject.ToString());
        if (request.Now < certificate.NotBefore)
        {
            yield return Problem.Of("CERT-104", name, ("from", Instants.Of(certificate.NotBefore)), ("now", Instants.Of(request.Now)));
        }

        if (request.Second > certificate.NotAfter)
        {
            yield return Problem.Of("CERT-103", name, ("until", Instants.Of(certificate.NotAfter)), ("now", Instants.Of(request.Now)));
        }

        if (request.Usage is { } usage && !certificate.Permits(usage))
        {
            yield return Problem.Of("CERT-153", name, ("usage", Oids.UsageWord(usage)));
        }

        foreach (var unknown in certificate.Extensions.Where(e => e.Critical && !Processed.Contains(e.Oid)))
        {
            yield return Problem.Of("CERT-157", name, ("extension", unknown.Oid));
        }

        if (Strength.Of(certificate.Key) is { } weak)
        {
            yield return Problem.Of("CERT-158", name, ("key", weak));
        }
    }

    /// <param name="depth">0 is the leaf; the certificate at this depth signed the one below.</param>
    private static IEnumerable<Problem> Authority(ImmutableArray<HeldCertificate> path, int depth)
    {
        var authority = path[depth];
        var name = ("certificate", authority.Subject.ToString());
        if (!MaySign(authority, isAnchor: depth == path.Length - 1))
        {
            yield return Problem.Of("CERT-152", name);
        }

        if (authority.BasicConstraints?.PathLength is { } most && path[1..depth].Count(below => !below.IsSelfIssued) is var between && between > most)
        {
            yield return Problem.Of("CERT-159", name, ("most", $"{most}"), ("between", $"{between}"));
        }

        if (path[depth - 1].SignatureAlgorithm is { IsWeak: true } weak)
        {
            yield return Problem.Of("CERT-160", ("certificate", path[depth - 1].Subject.ToString()), ("algorithm", weak.Word));
        }
    }

    /// <summary>An old anchor of version 1 has no extensions to say so; everybody else must (RFC 5280, 6.1.4 (k), (n)).</summary>
    private static bool MaySign(HeldCertificate authority, bool isAnchor) =>
        !authority.Subject.IsEmpty
        && (authority.IsAuthority || (isAnchor && authority.Version == 1 && authority.IsSelfSigned))
        && (authority.KeyUsages is not { } usages || usages.HasFlag(X509KeyUsageFlags.KeyCertSign));

    private IEnumerable<Problem> Leaf(HeldCertificate leaf)
    {
        if (request.Host is { } host && !HostNames.Names(leaf, host))
        {
            yield return Problem.Of("CERT-161", ("certificate", leaf.Subject.ToString()), ("host", host), ("names", HostNames.Listed(leaf)));
        }

        if (!leaf.IsAuthority && leaf.Extensions.Find(Oids.NameConstraints) is not null)
        {
            yield return Problem.Of("CERT-163", ("certificate", leaf.Subject.ToString()));
        }
    }
}

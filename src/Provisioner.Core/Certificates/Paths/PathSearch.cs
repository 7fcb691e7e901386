using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Finds the chains of verifying signatures from a leaf to an anchor. Bounded: authorities that all certify each other have more chains
/// than anybody can look at.</summary>
internal sealed class PathSearch(ImmutableArray<HeldCertificate> candidates, ImmutableArray<HeldCertificate> anchors)
{
    /// <summary>Most steps from a certificate to its issuers, and most chains that are looked at.</summary>
    public const int MostSteps = 2_000, MostPaths = 64;

    /// <summary>Most certificates in a path.</summary>
    public const int Longest = 16;

    private readonly ImmutableArray<HeldCertificate> _issuers = [.. anchors.Concat(candidates).Distinct()];
    private readonly HashSet<Sha256> _anchors = [.. anchors.Select(anchor => anchor.Fingerprint)];
    private ImmutableArray<HeldCertificate> _deepest = [];
    private int _steps;

    /// <summary>Leaf first, anchor last; those whose key identifiers agree come first.</summary>
    public IEnumerable<ImmutableArray<HeldCertificate>> Paths(HeldCertificate leaf) => From([leaf]).Take(MostPaths);

    /// <summary>After a search without any path: what is missing.</summary>
    public Problem WhyNone(HeldCertificate leaf)
    {
        if (_steps >= MostSteps)
        {
            return Problem.Of("CERT-154", ("certificate", leaf.Subject.ToString()), ("most", $"{MostSteps}"));
        }

        var top = _deepest.IsEmpty ? leaf : _deepest[^1];
        var named = _issuers.Where(issuer => issuer != top && issuer.Subject.Matches(top.Issuer)).ToArray();
        var certificate = ("certificate", leaf.Subject.ToString());
        return top.IsSelfSigned || named.Any(issuer => top.IsSignedBy(issuer.Key)) ? Problem.Of("CERT-156", certificate, ("root", top.Issuer.ToString()))
            : named.Length > 0 ? Problem.Of("CERT-155", ("certificate", top.Subject.ToString()), ("issuer", top.Issuer.ToString()))
            : Problem.Of("CERT-150", certificate, ("issuer", top.Issuer.ToString()));
    }

    private IEnumerable<ImmutableArray<HeldCertificate>> From(ImmutableArray<HeldCertificate> path)
    {
        _deepest = path.Length > _deepest.Length ? path : _deepest;
        if (_anchors.Contains(path[^1].Fingerprint))
        {
            yield return path;
            yield break;
        }

        foreach (var issuer in path.Length < Longest && _steps++ < MostSteps ? Issuers(path) : [])
        {
            foreach (var longer in From(path.Add(issuer)))
            {
                yield return longer;
            }
        }
    }

    private IEnumerable<HeldCertificate> Issuers(ImmutableArray<HeldCertificate> path) => _issuers
        .Where(issuer => issuer.Subject.Matches(path[^1].Issuer) && !Repeats(path, issuer))
        .OrderByDescending(issuer => _anchors.Contains(issuer.Fingerprint))
        .ThenByDescending(issuer => Chain.IdentifierFits(path[^1], issuer))
        .ThenByDescending(issuer => issuer.NotAfter)
        .Where(issuer => path[^1].IsSignedBy(issuer.Key));

    /// <summary>The same name with the same key a second time leads nowhere new.</summary>
    private static bool Repeats(ImmutableArray<HeldCertificate> path, HeldCertificate issuer) =>
        path.Any(before => before == issuer || (before.Key == issuer.Key && before.Subject.Matches(issuer.Subject)));
}

using System.Collections.Immutable;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Sorts loose certificates: who signed whom, by name, key identifier and signature.</summary>
public static class Chain
{
    /// <summary>Longest chain that is followed.</summary>
    public const int Longest = 16;

    /// <summary>The issuers above a certificate as far as candidates reach, nearest first; each link's signature verifies.
    /// Empty when none is there, or when the certificate signed itself.</summary>
    public static ImmutableArray<HeldCertificate> Above(HeldCertificate leaf, IEnumerable<HeldCertificate> candidates)
    {
        var pool = candidates.Distinct().ToArray();
        var chain = ImmutableArray.CreateBuilder<HeldCertificate>();
        for (var at = leaf; !at.IsSelfSigned && chain.Count < Longest; at = chain[^1])
        {
            var issuer = Issuers(at, pool).FirstOrDefault(c => c != at && !chain.Contains(c));
            if (issuer is null)
            {
                break;
            }

            chain.Add(issuer);
        }

        return chain.ToImmutable();
    }

    /// <summary>Those that signed it, the likeliest first: named by key identifier before those only named.</summary>
    public static IEnumerable<HeldCertificate> Issuers(HeldCertificate certificate, IEnumerable<HeldCertificate> candidates) => candidates
        .Where(candidate => candidate.Subject.Matches(certificate.Issuer))
        .OrderByDescending(candidate => IdentifierFits(certificate, candidate))
        .ThenByDescending(candidate => candidate.NotAfter)
        .Where(candidate => certificate.IsSignedBy(candidate.Key));

    /// <summary>1: the key identifiers are equal; 0: one states none; -1: they differ (RFC 5280, 4.2.1.1).</summary>
    internal static int IdentifierFits(HeldCertificate certificate, HeldCertificate issuer) =>
        certificate.AuthorityKeyIdentifier?.KeyIdentifier is not { } wanted || issuer.SubjectKeyIdentifier is not { } has ? 0
        : wanted.Span.SequenceEqual(has.Span) ? 1 : -1;
}

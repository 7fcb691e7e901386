using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Revocation from lists at hand (RFC 5280, 6.3). A certificate counts as not revoked only by a complete list that speaks of it; it counts
/// as revoked by any list of its authority that names it, a delta list too.</summary>
internal static class RevocationCheck
{
    private static readonly ImmutableHashSet<string> Processed = [Oids.AuthorityKeyIdentifier, Oids.CrlNumber, Oids.IssuingDistributionPoint];

    /// <param name="issuers">The issuer, and those above it in a path; an authority that renewed its key signs lists with the new one.</param>
    public static IEnumerable<Problem> Problems(HeldCertificate certificate, ImmutableArray<HeldCertificate> issuers, PathRequest request)
    {
        var own = request.RevocationLists.Where(list => list.Issuer.Matches(certificate.Issuer)).ToArray();
        var signed = own.Where(list => IsSigned(list, issuers)).OrderByDescending(list => list.ThisUpdate).ToArray();
        var whole = signed.Where(list => IsWhole(list, request.Profile) && ListScope.Of(list).Covers(certificate)).ToArray();
        var name = ("certificate", certificate.Subject.ToString());
        if (signed.Select(list => Find(list, certificate)).FirstOrDefault(found => found is not null) is { } revoked)
        {
            yield return Problem.Of("CERT-165", name, ("at", Instants.Of(revoked.At)), ("reason", Word(revoked.Reason)));
        }
        else if (whole.Length == 0 && (own.Length > 0 || request.ListsForAll))
        {
            yield return Problem.Of("CERT-166", name, ("authority", certificate.Issuer.ToString()));
        }
        else if (whole.Length > 0 && !IsFresh(whole[0], request.Now))
        {
            yield return Problem.Of("CERT-167", ("authority", certificate.Issuer.ToString()), ("made", Instants.Of(whole[0].ThisUpdate)),
                ("days", ((int)(request.Now - whole[0].ThisUpdate).TotalDays).ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsFresh(HeldRevocationList list, DateTimeOffset now) => list.ThisUpdate <= now && (list.NextUpdate is not { } next || now <= next);

    /// <summary>In an indirect list an entry may be another authority's; removeFromCRL (8) stands only in delta lists, and takes a hold back.</summary>
    private static Revocation? Find(HeldRevocationList list, HeldCertificate certificate) =>
        !ListScope.Of(list).IsIndirect && list.Find(certificate.Serial) is { Reason: not 8 } revoked ? revoked : null;

    private static bool IsSigned(HeldRevocationList list, ImmutableArray<HeldCertificate> issuers) =>
        !list.SignatureAlgorithm.IsWeak && issuers.Any(issuer => issuer.Subject.Matches(list.Issuer)
            && (issuer.KeyUsages is not { } usages || usages.HasFlag(X509KeyUsageFlags.CrlSign))
            && list.IsSignedBy(issuer.Key));

    /// <summary>Nothing in it that is not known here.</summary>
    private static bool IsWhole(HeldRevocationList list, PathProfile profile) => !list.HasUnknownEntries
        && list.Extensions.All(extension => !extension.Critical || Processed.Contains(extension.Oid))
        && list.Extensions.Find(Oids.DeltaCrl) is null
        && (profile == PathProfile.Validation || list.Extensions.Find(Oids.CrlNumber) is { Critical: false });

    private static string Word(int? reason) => reason switch
    {
        1 => "key compromised",
        2 => "authority compromised",
        3 => "affiliation changed",
        4 => "superseded",
        5 => "no longer in operation",
        6 => "on hold",
        9 => "privilege withdrawn",
        _ => "no reason stated",
    };
}

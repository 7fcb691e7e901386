using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Revocation from lists at hand (RFC 5280, 6.3), complete ones signed by the issuer itself; delta and indirect lists are not used.</summary>
internal static class RevocationCheck
{
    private static readonly ImmutableHashSet<string> Processed = [Oids.AuthorityKeyIdentifier, Oids.CrlNumber, Oids.IssuingDistributionPoint];

    /// <summary>Nothing when no list of this issuer is at hand.</summary>
    public static IEnumerable<Problem> Problems(
        HeldCertificate certificate, HeldCertificate issuer, ImmutableArray<HeldRevocationList> lists, DateTimeOffset now)
    {
        var own = lists.Where(list => list.Issuer.Matches(issuer.Subject)).ToArray();
        var usable = own.Where(list => IsUsable(list, certificate, issuer)).OrderByDescending(list => list.ThisUpdate).ToArray();
        var name = ("certificate", certificate.Subject.ToString());
        if (own.Length > 0 && usable.Length == 0)
        {
            yield return Problem.Of("CERT-166", name, ("authority", issuer.Subject.ToString()));
        }
        else if (usable.Select(list => Find(list, certificate)).FirstOrDefault(found => found is not null) is { } revoked)
        {
            yield return Problem.Of("CERT-165", name, ("at", Instants.Of(revoked.At)), ("reason", Word(revoked.Reason)));
        }
        else if (usable.Length > 0 && !IsFresh(usable[0], now))
        {
            yield return Problem.Of("CERT-167", ("authority", issuer.Subject.ToString()), ("made", Instants.Of(usable[0].ThisUpdate)),
                ("days", ((int)(now - usable[0].ThisUpdate).TotalDays).ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsFresh(HeldRevocationList list, DateTimeOffset now) => list.ThisUpdate <= now && (list.NextUpdate is not { } next || now <= next);

    /// <summary>Only a delta can take a hold back; in a complete list every entry counts.</summary>
    private static Revocation? Find(HeldRevocationList list, HeldCertificate certificate) =>
        list.Revoked.TryGetValue(certificate.Serial, out var revoked) ? revoked : null;

    private static bool IsUsable(HeldRevocationList list, HeldCertificate certificate, HeldCertificate issuer) =>
        !list.HasUnknownEntries
        && list.Extensions.All(extension => !extension.Critical || Processed.Contains(extension.Oid))
        && Covers(list, certificate)
        && (issuer.KeyUsages is not { } usages || usages.HasFlag(X509KeyUsageFlags.CrlSign))
        && !list.SignatureAlgorithm.IsWeak
        && Signatures.Verify(issuer.Key, list.SignatureAlgorithm, list.SignedBytes.Span, list.SignatureBytes.Span) == SignatureVerdict.Good;

    /// <summary>IssuingDistributionPoint (RFC 5280, 5.2.5): [1] users only, [2] authorities only; [0], [3], [4], [5] narrow it in ways
    /// that are not followed here.</summary>
    private static bool Covers(HeldRevocationList list, HeldCertificate certificate)
    {
        try
        {
            var scope = list.Extensions.Find(Oids.IssuingDistributionPoint) is { } extension ? ExtensionParser.Only(extension.Value).ReadSequence() : null;
            while (scope is { HasData: true })
            {
                var tag = scope.PeekTag();
                _ = scope.ReadEncodedValue();
                var covered = tag.TagValue switch { 0 => true, 1 => !certificate.IsAuthority, 2 => certificate.IsAuthority, _ => false };
                if (!covered)
                {
                    return false;
                }
            }

            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

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

using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>What RFC 5280, section 4 demands of certificates besides what section 6 needs to validate a path.</summary>
internal static class ProfileCheck
{
    private const int LongestSerial = 20;

    /// <param name="path">Leaf first, anchor last.</param>
    public static IEnumerable<Problem> Problems(ImmutableArray<HeldCertificate> path) => path.SelectMany((certificate, depth) =>
        Identifiers(certificate, isSigner: depth > 0).Concat(Criticality(certificate)).Concat(Names(certificate)).Concat(Other(certificate)));

    /// <summary>4.2.1.1 and 4.2.1.2.</summary>
    private static IEnumerable<Problem> Identifiers(HeldCertificate certificate, bool isSigner)
    {
        if (isSigner && certificate.SubjectKeyIdentifier is null)
        {
            yield return Of("CERT-170", certificate, ("extension", "subjectKeyIdentifier"));
        }

        if (!certificate.IsSelfSigned && certificate.AuthorityKeyIdentifier?.KeyIdentifier is null)
        {
            yield return Of("CERT-170", certificate, ("extension", "authorityKeyIdentifier"));
        }
    }

    /// <summary>4.2.1.9, 4.2.1.10, 4.2.1.11, and 4.2.1.6 where the subject is empty.</summary>
    private static IEnumerable<Problem> Criticality(HeldCertificate certificate) => certificate.Extensions
        .Where(extension => !extension.Critical && (extension.Oid switch
        {
            Oids.BasicConstraints => certificate.IsAuthority,
            Oids.NameConstraints or Oids.PolicyConstraints or Oids.InhibitAnyPolicy => true,
            Oids.SubjectNames => certificate.Subject.IsEmpty,
            _ => false,
        }))
        .Select(extension => Of("CERT-171", certificate, ("extension", extension.Oid)));

    /// <summary>4.2.1.6: DNS names in the preferred syntax, which knows no underscore.</summary>
    private static IEnumerable<Problem> Names(HeldCertificate certificate) => certificate.DnsNames
        .Select(name => name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name)
        .Where(name => !HostNames.IsName(name) || name.Contains('_', StringComparison.Ordinal))
        .Select(name => Of("CERT-172", certificate, ("name", name)));

    /// <summary>4.1.2.2 and 4.2.1.3.</summary>
    private static IEnumerable<Problem> Other(HeldCertificate certificate)
    {
        var serial = Convert.FromHexString(certificate.Serial);
        if (serial.Length > LongestSerial || (serial[0] & 0x80) != 0 || serial.All(part => part == 0))
        {
            yield return Of("CERT-173", certificate, ("serial", certificate.Serial));
        }

        if (!certificate.IsAuthority && certificate.KeyUsages is { } usages && usages.HasFlag(X509KeyUsageFlags.KeyCertSign))
        {
            yield return Of("CERT-174", certificate);
        }
    }

    private static Problem Of(string code, HeldCertificate certificate, params ReadOnlySpan<(string, string)> values) =>
        Problem.Of(code, [("certificate", certificate.Subject.IsEmpty ? certificate.Serial : certificate.Subject.ToString()), .. values]);
}

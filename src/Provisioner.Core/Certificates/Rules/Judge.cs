using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Judges a certificate for the place where it is to stand. Nothing is fetched; what is not known is not judged.</summary>
public static class Judge
{
    /// <summary>Every rule that the certificate breaks; empty when it may stand there.</summary>
    public static ImmutableArray<Problem> Certificate(HeldCertificate certificate, CertificateRules rules, JudgedAs judged) =>
        [.. (rules.SubjectAttributes ?? []).Where(word => string.IsNullOrWhiteSpace(certificate.Subject[word]))
            .Select(word => Problem.Of("CERT-110", ("certificate", certificate.Subject.ToString()), ("attribute", word)))];

    /// <summary>The leaf by the rules, that the key fits it, and its chain.</summary>
    public static ImmutableArray<Problem> Identity(Identity identity, CertificateRules rules, JudgedAs judged) =>
        Certificate(identity.Leaf, rules, judged);
}

using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Attributes that the scanner type demands in the subject.</summary>
internal sealed class SubjectAttributesRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged) => (judged.Rules.SubjectAttributes ?? [])
        .Where(word => string.IsNullOrWhiteSpace(judged.Certificate.Subject[word]))
        .Select(word => word == "OU" && PublicAuthority.Issued(judged.Certificate)
            ? Problem.Of("CERT-126", judged.Name, ("authority", judged.Certificate.Issuer.ToString()))
            : Problem.Of("CERT-110", judged.Name, ("attribute", word)));
}

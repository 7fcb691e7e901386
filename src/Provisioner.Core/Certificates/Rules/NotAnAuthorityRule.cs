using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Among trusted authorities stands what may sign certificates, or what signed itself; a single partner's certificate there is trusted by nobody.</summary>
internal sealed class NotAnAuthorityRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var certificate = judged.Certificate;
        if (judged.As.Slot == CertificateSlot.Trusted && !certificate.IsAuthority && !certificate.IsSelfSigned)
        {
            yield return Problem.Of("CERT-122", judged.Name, ("issuer", certificate.Issuer.ToString()));
        }
    }
}

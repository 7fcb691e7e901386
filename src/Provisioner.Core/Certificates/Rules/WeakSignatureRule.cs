using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>MD5 and SHA-1 can be forged (PS3.15, B.13). A root's own signature proves nothing and may be old.</summary>
internal sealed class WeakSignatureRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var certificate = judged.Certificate;
        if (certificate.SignatureAlgorithm.IsWeak && !(judged.As.Slot == CertificateSlot.Trusted && certificate.IsSelfIssued))
        {
            yield return Problem.Of("CERT-160", judged.Name, ("algorithm", certificate.SignatureAlgorithm.Word));
        }
    }
}

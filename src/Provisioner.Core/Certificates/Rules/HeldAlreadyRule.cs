using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>The very same certificate is there.</summary>
internal sealed class HeldAlreadyRule : CertificateRule
{
    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.As.Held.Contains(judged.Certificate))
        {
            yield return Problem.Of("CERT-130", judged.Name, ("fingerprint", judged.Certificate.Fingerprint.ToString()));
        }
    }
}

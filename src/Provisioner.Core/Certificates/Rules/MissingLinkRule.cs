using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A machine's certificate should come with its chain: the other side may know only the root.</summary>
internal sealed class MissingLinkRule : CertificateRule
{
    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (!judged.IsOfMachine || judged.As.Candidates.IsEmpty)
        {
            yield break;
        }

        HeldCertificate[] path = [judged.Certificate, .. Chain.Above(judged.Certificate, judged.As.Candidates)];
        if (!path[^1].IsSelfSigned)
        {
            yield return Problem.Of("CERT-102", judged.Name, ("issuer", path[^1].Issuer.ToString()));
        }
    }
}

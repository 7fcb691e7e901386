using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A machine's certificate should come with its chain: the other side may know only the root. That the root itself is left out is usual,
/// unless roots came along and none is its own.</summary>
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
        var top = path[^1];
        if (!top.IsSelfSigned && (!top.IsAuthority || judged.As.Candidates.Any(other => other.IsAuthority && other.IsSelfIssued)))
        {
            yield return Problem.Of("CERT-102", judged.Name, ("issuer", top.Issuer.ToString()));
        }
    }
}

using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Most intermediates that the scanner type follows.</summary>
internal sealed class ChainDepthRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Rules.ChainDepth is { } most
            && Chain.Above(judged.Certificate, judged.As.Candidates).Count(c => !c.IsSelfSigned) is var between && between > most)
        {
            yield return Problem.Of("CERT-117", judged.Name, ("between", $"{between}"), ("most", $"{most}"));
        }
    }
}

using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A list at hand that is past its time, or that cannot be used: then nothing is known, and that is said.</summary>
internal sealed class RevocationListRule : CertificateRule
{
    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged) => RevokedRule.Found(judged).Where(problem => problem.Code != "CERT-165");
}

using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A scanner type can refuse what signed itself.</summary>
internal sealed class SelfSignedRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Rules.SelfSigned is false && judged.Certificate.IsSelfSigned)
        {
            yield return Problem.Of("CERT-118", judged.Name);
        }
    }
}

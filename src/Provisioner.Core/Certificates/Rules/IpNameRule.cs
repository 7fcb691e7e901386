using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>The scanner type demands an IP address among the alternative names.</summary>
internal sealed class IpNameRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Rules.IpName is true && !judged.Certificate.IpNames.Any())
        {
            yield return Problem.Of("CERT-113", judged.Name);
        }
    }
}

using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>The scanner type demands a DNS name among the alternative names.</summary>
internal sealed class DnsNameRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Rules.DnsName is true && !judged.Certificate.DnsNames.Any())
        {
            yield return Problem.Of("CERT-112", judged.Name);
        }
    }
}

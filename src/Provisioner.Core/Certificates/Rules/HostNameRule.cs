using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A server's certificate must state the name under which it is reached (RFC 9525).</summary>
internal sealed class HostNameRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.IsOfMachine && judged.As.Host is { } host && !HostNames.Names(judged.Certificate, host))
        {
            yield return Problem.Of("CERT-161", judged.Name, ("host", host), ("names", HostNames.Listed(judged.Certificate)));
        }
    }
}

using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Before its first instant it is worth nothing yet (RFC 5280, 4.1.2.5).</summary>
internal sealed class NotYetValidRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Now < judged.Certificate.NotBefore)
        {
            yield return Problem.Of("CERT-104", judged.Name, ("from", Instants.Of(judged.Certificate.NotBefore)), ("now", Instants.Of(judged.Now)));
        }
    }
}

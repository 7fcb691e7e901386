using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>After its last instant it is worth nothing (RFC 5280, 4.1.2.5). The clock may be the one that is wrong: the problem names it.</summary>
internal sealed class ExpiredRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Now > judged.Certificate.NotAfter)
        {
            yield return Problem.Of("CERT-103", judged.Name, ("until", Instants.Of(judged.Certificate.NotAfter)), ("now", Instants.Of(judged.Now)));
        }
    }
}

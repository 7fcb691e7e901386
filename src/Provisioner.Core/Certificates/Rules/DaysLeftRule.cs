using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A scanner type can demand a rest of life, so that the visit is not for nothing.</summary>
internal sealed class DaysLeftRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var left = judged.Certificate.DaysLeft(judged.Now);
        if (judged.Rules.FewestDaysLeft is { } fewest && left >= 0 && left < fewest)
        {
            yield return Problem.Of("CERT-105", judged.Name, ("left", $"{left}"), ("fewest", $"{fewest}"));
        }
    }
}

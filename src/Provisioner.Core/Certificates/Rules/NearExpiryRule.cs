using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Under thirty days and under a third of its life: the next visit is due. Certificates of days or weeks are not near their end at birth.</summary>
internal sealed class NearExpiryRule : CertificateRule
{
    public const int Days = 30;

    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var (from, until) = (judged.Certificate.NotBefore, judged.Certificate.NotAfter);
        var left = until - judged.Now;
        if (left >= TimeSpan.Zero && left.TotalDays < Days && left < (until - from) / 3)
        {
            yield return Problem.Of("CERT-133", judged.Name, ("left", $"{judged.Certificate.DaysLeft(judged.Now)}"), ("until", Instants.Of(until)));
        }
    }
}

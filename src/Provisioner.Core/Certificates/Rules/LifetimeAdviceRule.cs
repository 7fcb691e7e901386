using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>IHE ITI-19 advises at most two years for a machine's certificate.</summary>
internal sealed class LifetimeAdviceRule : CertificateRule
{
    /// <summary>Two years with a leap day, and a begun day.</summary>
    public const int Days = 732;

    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.IsOfMachine && LifetimeRule.Days(judged.Certificate) is var days && days > Days)
        {
            yield return Problem.Of("CERT-132", judged.Name, ("days", $"{days}"));
        }
    }
}

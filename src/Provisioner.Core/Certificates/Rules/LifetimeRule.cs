using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A scanner type can bound the whole validity.</summary>
internal sealed class LifetimeRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var days = Days(judged.Certificate);
        if (judged.Rules.LongestDays is { } longest && days > longest)
        {
            yield return Problem.Of("CERT-106", judged.Name, ("days", $"{days}"), ("longest", $"{longest}"));
        }
    }

    /// <summary>Whole days of validity, begun ones counted; the last second is inclusive.</summary>
    internal static int Days(HeldCertificate certificate) =>
        (int)Math.Ceiling((certificate.NotAfter - certificate.NotBefore).TotalDays);
}

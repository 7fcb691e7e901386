using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Taken back by its authority, as far as lists are at hand (RFC 5280, 6.3).</summary>
internal sealed class RevokedRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged) => Found(judged).Where(problem => problem.Code == "CERT-165");

    internal static IEnumerable<Problem> Found(Judgement judged) => judged.As.RevocationLists.IsEmpty ? []
        : Chain.Issuers(judged.Certificate, judged.As.Candidates).Take(1)
            .SelectMany(issuer => RevocationCheck.Problems(judged.Certificate, [issuer], new(PathPurpose.Any, judged.Now) { RevocationLists = judged.As.RevocationLists }));
}

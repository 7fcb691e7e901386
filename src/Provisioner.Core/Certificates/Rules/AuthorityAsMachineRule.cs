using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>An authority's certificate where a machine's belongs: files were mixed up. What signed itself may be both.</summary>
internal sealed class AuthorityAsMachineRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.IsOfMachine && judged.Certificate.IsAuthority && !judged.Certificate.IsSelfSigned)
        {
            yield return Problem.Of("CERT-123", judged.Name);
        }
    }
}

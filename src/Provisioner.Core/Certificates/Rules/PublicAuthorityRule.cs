using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Public authorities stop certifying clients (Let's Encrypt has, DigiCert from 2027-03-01): mutual TLS on one ends with the next renewal.</summary>
internal sealed class PublicAuthorityRule : CertificateRule
{
    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.IsOfMachine && PublicAuthority.Issued(judged.Certificate))
        {
            yield return Problem.Of("CERT-125", judged.Name, ("authority", judged.Certificate.Issuer.ToString()));
        }
    }
}

using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Ed25519, Brainpool curves, DSA and others are not in the TLS profiles of DICOM (PS3.15, B.12, B.13), unless the scanner type says so.</summary>
internal sealed class UnknownKeyRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Rules.Keys is null && !WeakKeyRule.IsKnown(judged.Certificate.Key))
        {
            yield return Problem.Of("CERT-128", judged.Name, ("key", judged.Certificate.Key.ToString()));
        }
    }
}

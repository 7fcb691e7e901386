using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A machine signs in the handshake: where key usage is stated it must include digitalSignature (RFC 5246, 7.4.2; RFC 8446, 4.4.2.2).</summary>
internal sealed class KeyUsageRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.IsOfMachine && judged.Certificate.KeyUsages is { } usages && !usages.HasFlag(X509KeyUsageFlags.DigitalSignature))
        {
            yield return Problem.Of("CERT-115", judged.Name, ("usages", usages.ToString()));
        }
    }
}

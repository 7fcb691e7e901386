using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A critical extension that is not known ends every handshake (RFC 5280, 4.2).</summary>
internal sealed class CriticalExtensionRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged) => judged.Certificate.Extensions
        .Where(extension => extension.Critical && !PathCheck.IsProcessed(extension.Oid))
        .Select(extension => Problem.Of("CERT-157", judged.Name, ("extension", extension.Oid)));
}

using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Extended usages that the scanner type demands, and the one of the role (RFC 5280, 4.2.1.12). Without clientAuth some programs leave
/// the certificate out of the handshake in silence.</summary>
internal sealed class ExtendedUsageRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var demanded = judged.Rules.Usages ?? [];
        var ofRole = judged.IsOfMachine ? judged.As.Role switch { TlsRole.Client => "clientAuth", TlsRole.Server => "serverAuth", _ => null } : null;
        return demanded.Append(ofRole).OfType<string>().Distinct()
            .Where(word => !judged.Certificate.Permits(Oids.Usage(word)))
            .Select(word => Problem.Of("CERT-153", judged.Name, ("usage", word)));
    }
}

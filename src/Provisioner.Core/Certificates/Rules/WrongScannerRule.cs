using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A scanner's own certificate that names machines, but not this one, was made for another console.</summary>
internal sealed class WrongScannerRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var (certificate, names) = (judged.Certificate, judged.As.ConsoleNames);
        var isNamed = certificate.DnsNames.Any() || certificate.IpNames.Any();
        if (judged.As.Slot == CertificateSlot.Host && isNamed && !names.IsEmpty && !names.Any(name => Fits(certificate, name)))
        {
            yield return Problem.Of(Judge.WrongScanner, judged.Name, ("names", HostNames.Listed(certificate)), ("console", string.Join(", ", names)));
        }
    }

    /// <summary>A console often knows only the first label of its name.</summary>
    private static bool Fits(HeldCertificate certificate, string name) => HostNames.Names(certificate, name)
        || (!name.Contains('.', StringComparison.Ordinal) && certificate.DnsNames.Any(dns => dns.Split('.')[0].Equals(name, StringComparison.OrdinalIgnoreCase)));
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Certificates.Writing;

namespace Provisioner.Core.Changes;

/// <summary>Certificates and keys in the form that a slot of PEM files wants, and as they look to people.</summary>
internal static class PemForm
{
    /// <summary>The entry's own, with the chain above it where the slot keeps it.</summary>
    public static ImmutableArray<HeldCertificate> Kept(SlotLayout layout, ImmutableArray<HeldCertificate> certificates) =>
    [
        certificates[0],
        .. layout.WithChain ? Chain.Above(certificates[0], certificates).Where(above => layout.WithRoot || !above.IsSelfIssued) : [],
    ];

    public static byte[] Certificates(SlotLayout layout, IEnumerable<HeldCertificate> certificates) => Lines(layout, string.Concat(certificates.Select(certificate =>
        (layout.LeadingText ? $"subject={certificate.Subject}\nissuer={certificate.Issuer}\n" : "") + PemText.Block("CERTIFICATE", certificate.Der.Span))));

    /// <summary>PKCS#8, not encrypted: for the console's own store only.</summary>
    public static byte[] Key(SlotLayout layout, HeldKey key) => Lines(layout, Encoding.ASCII.GetString(PemText.PlainKey(key)));

    /// <summary>Lines of a difference.</summary>
    public static ImmutableArray<string> Facts(ImmutableArray<HeldCertificate> certificates) =>
    [
        $"+ {certificates[0].Subject}",
        $"+ issued by {certificates[0].Issuer}",
        string.Create(CultureInfo.InvariantCulture, $"+ valid {certificates[0].NotBefore:yyyy-MM-dd} to {certificates[0].NotAfter:yyyy-MM-dd}"),
        $"+ SHA-256 {certificates[0].Fingerprint}",
        .. certificates.Skip(1).Select(above => $"+ with {above.Subject}"),
    ];

    private static byte[] Lines(SlotLayout layout, string text) =>
        Encoding.UTF8.GetBytes(text.ReplaceLineEndings(layout.WindowsLines ? "\r\n" : "\n"));
}

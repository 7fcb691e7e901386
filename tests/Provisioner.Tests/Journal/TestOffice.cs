using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provisioner.Core.Journal;
using Provisioner.Keys;

namespace Provisioner.Tests.Journal;

/// <summary>An office without a folder.</summary>
internal sealed class TestOffice(bool isRehearsal = true)
{
    private readonly OfficePair _pair = OfficeCertificates.Make("St. Anna", isRehearsal, DateTimeOffset.UtcNow);

    public string Pem => _pair.Authority.ExportCertificatePem() + "\n";

    public OfficeCertificate Certificate => OfficeCertificate.Read(Encoding.ASCII.GetBytes(Pem)).Value;

    /// <summary>A real and a rehearsal office that are the same for all tests.</summary>
    public static TestOffice Real { get; } = new(isRehearsal: false);

    public static TestOffice Rehearsal { get; } = new();

    public byte[] Sign(byte[] content) => Sign(content, _pair.Signer, _pair.SignerKey);

    public static byte[] Sign(byte[] content, X509Certificate2 signer, ECDsa key)
    {
        var signed = new SignedCms(new ContentInfo(content), detached: true);
        signed.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, signer, key)
        {
            DigestAlgorithm = new("2.16.840.1.101.3.4.2.1"),
            IncludeOption = X509IncludeOption.EndCertOnly,
        });
        return signed.Encode();
    }

    /// <summary>A certificate of this office's authority for another purpose.</summary>
    public (X509Certificate2 Certificate, ECDsa Key) Issue(bool isAuthority, params string[] uses)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Other", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var list = new OidCollection();
        foreach (var use in uses)
        {
            list.Add(new Oid(use));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(list, true));
        return (request.Create(_pair.Authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]), key);
    }
}

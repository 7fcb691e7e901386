using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provisioner.Core.Journal;

namespace Provisioner.Keys;

/// <summary>An office's authority, which issues one signer and nothing else, and that signer.</summary>
internal sealed record OfficePair(X509Certificate2 Authority, ECDsa AuthorityKey, X509Certificate2 Signer, ECDsa SignerKey) : IDisposable
{
    public void Dispose()
    {
        Authority.Dispose();
        AuthorityKey.Dispose();
        Signer.Dispose();
        SignerKey.Dispose();
    }
}

/// <summary>Makes and reads the certificates of an office (RFC 5280): P-256, ECDSA with SHA-256.</summary>
internal static class OfficeCertificates
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(20 * 365);

    public static OfficePair Make(string name, bool isRehearsal, DateTimeOffset now)
    {
        var (from, until) = (now.AddDays(-1), now + Lasts);
        var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var word = isRehearsal ? "REHEARSAL " : "";
        var asked = Request($"Provisioner {word}office", name, authorityKey, isAuthority: true);
        var authority = asked.CreateSelfSigned(from, until);
        var signer = SignerRequest($"Provisioner {word}office signer", name, signerKey, authority, isRehearsal)
            .Create(authority, from, until, SerialNumber());
        return new(authority, authorityKey, signer, signerKey);
    }

    /// <summary>The signer's certificate, if it carries one of our usages.</summary>
    public static X509Certificate2? ReadSigner(byte[]? pem)
    {
        try
        {
            var certificate = pem is null ? null : X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem));
            return certificate is not null && Use(certificate) is OfficeUse.Real or OfficeUse.Rehearsal ? certificate : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static bool IsRehearsal(X509Certificate2 signer) => Use(signer) == OfficeUse.Rehearsal;

    private static string? Use(X509Certificate2 signer) =>
        signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().SingleOrDefault() is { EnhancedKeyUsages: [var only] } ? only.Value : null;

    private static CertificateRequest Request(string commonName, string organisation, ECDsa key, bool isAuthority)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName(organisation);
        subject.AddCommonName(commonName);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var usage = isAuthority ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.DigitalSignature;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, isAuthority, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static CertificateRequest SignerRequest(string commonName, string organisation, ECDsa key, X509Certificate2 authority, bool isRehearsal)
    {
        var request = Request(commonName, organisation, key, isAuthority: false);
        var use = new OidCollection { new Oid(isRehearsal ? OfficeUse.Rehearsal : OfficeUse.Real) };
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(use, critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request;
    }

    /// <summary>Positive, 16 bytes of chance (RFC 5280, 4.1.2.2).</summary>
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x01);
        return serial;
    }
}

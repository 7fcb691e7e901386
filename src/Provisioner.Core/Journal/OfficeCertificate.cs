using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The certificate that an office gives to auditors (<c>OFFICE.PEM</c>): it issued the signer of every GENESIS.
/// Dates are not looked at: a signature once given stays given.</summary>
public sealed class OfficeCertificate
{
    /// <summary>Most bytes of a certificate or signature file.</summary>
    public const int Most = 64 * 1024;

    private readonly byte[] _name;
    private readonly byte[] _publicKey;

    private OfficeCertificate(X509Certificate2 certificate)
    {
        (_name, _publicKey) = (certificate.SubjectName.RawData, certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Fingerprint = Sha256.Of(certificate.RawData);
    }

    /// <summary>SHA-256 over the DER bytes.</summary>
    public Sha256 Fingerprint { get; }

    /// <summary>One PEM certificate that may issue others, with a P-256 key.</summary>
    public static Checked<OfficeCertificate> Read(ReadOnlySpan<byte> pem)
    {
        try
        {
            var text = pem.Length <= Most ? Encoding.ASCII.GetString(pem) : "";
            if (PemEncoding.TryFind(text, out var found) && text[found.Label] == "CERTIFICATE")
            {
                using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text[found.Base64Data]));
                using var key = certificate.GetECDsaPublicKey();
                if (key is not null && MayIssue(certificate))
                {
                    return new OfficeCertificate(certificate);
                }
            }
        }
        catch (CryptographicException)
        {
            // Not a certificate: said below.
        }

        return Problem.Of("OFFICE-001");
    }

    /// <summary>Whether a signer that this office issued, for this use alone, has signed the content.</summary>
    /// <param name="signature">Detached CMS, DER (RFC 5652).</param>
    public bool HasSigned(byte[] content, byte[] signature, bool isRehearsal)
    {
        try
        {
            return Signer(content, signature, isRehearsal) is { } signer && IsIssued(signer);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>SHA-256 of the certificate of whoever has signed the content for this use, whichever office issued it; <c>null</c>
    /// when nobody has.</summary>
    /// <param name="signature">Detached CMS, DER (RFC 5652); <c>null</c>: there is none.</param>
    public static Sha256? SignedBy(byte[] content, byte[]? signature, bool isRehearsal)
    {
        try
        {
            return signature is not null && Signer(content, signature, isRehearsal) is { } signer ? Sha256.Of(signer.RawData) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>SHA-256 of the certificate of whoever signed, trusted or not; <c>null</c> when there is no such signature.</summary>
    public static Sha256? SignerOf(byte[] signature)
    {
        try
        {
            var signed = new SignedCms();
            signed.Decode(signature);
            return signed is { SignerInfos: [{ Certificate: { } signer }] } ? Sha256.Of(signer.RawData) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private const string Digest = "2.16.840.1.101.3.4.2.1", EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    private static X509Certificate2? Signer(byte[] content, byte[] signature, bool isRehearsal)
    {
        var signed = new SignedCms(new ContentInfo(content), detached: true);
        signed.Decode(signature);
        signed.CheckSignature(verifySignatureOnly: true);
        return signed is { SignerInfos: [{ Certificate: { } signer, DigestAlgorithm.Value: Digest }], Certificates.Count: 1 }
            && IsFor(signer, isRehearsal ? OfficeUse.Rehearsal : OfficeUse.Real) ? signer : null;
    }

    private static bool MayIssue(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault() is { CertificateAuthority: true };

    /// <summary>Issuer's name and signature (RFC 5280, 6.1.3); not an authority itself.</summary>
    private bool IsIssued(X509Certificate2 signer) =>
        !MayIssue(signer) && signer.IssuerName.RawData.AsSpan().SequenceEqual(_name) && IsSigned(signer.RawData);

    private static bool IsFor(X509Certificate2 signer, string use) =>
        signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().SingleOrDefault() is { Critical: true, EnhancedKeyUsages: [{ Value: var only }] }
        && only == use;

    private bool IsSigned(byte[] certificate)
    {
        try
        {
            var parts = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            var toBeSigned = parts.ReadEncodedValue();
            var algorithm = parts.ReadSequence().ReadObjectIdentifier();
            var signature = parts.ReadBitString(out _);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(_publicKey, out _);
            return algorithm == EcdsaWithSha256
                && key.VerifyData(toBeSigned.Span, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}

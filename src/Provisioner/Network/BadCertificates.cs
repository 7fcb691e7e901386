using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provisioner.Network;

/// <summary>Makes, out of a good certificate, those that a listener must refuse. They carry the good one's names and extensions, so
/// that only the fault is different.</summary>
internal static class BadCertificates
{
    public static X509Certificate2 SelfSigned(X509Certificate2 good)
    {
        using var key = NewKey();
        return Like(good, good.SubjectName, key, X509SignatureGenerator.CreateForECDsa(key), good.NotBefore, good.NotAfter);
    }

    /// <summary>Signed by an authority that bears the right one's name and has another key.</summary>
    public static X509Certificate2 OfUnknownAuthority(X509Certificate2 good)
    {
        using var key = NewKey();
        using var authority = NewKey();
        return Like(good, good.IssuerName, key, X509SignatureGenerator.CreateForECDsa(authority), good.NotBefore, good.NotAfter);
    }

    /// <summary>The good one with the last bit of its signature turned; <c>null</c> when its key cannot be taken along.</summary>
    public static X509Certificate2 Corrupted(X509Certificate2 good)
    {
        var bytes = good.RawData;
        bytes[^1] ^= 1;
        using var corrupted = X509CertificateLoader.LoadCertificate(bytes);
        using var rsa = good.GetRSAPrivateKey();
        using var ec = good.GetECDsaPrivateKey();
        return rsa is not null ? corrupted.CopyWithPrivateKey(rsa) : corrupted.CopyWithPrivateKey(ec!);
    }

    /// <summary>The good one's content and signature around a key of ours.</summary>
    public static X509Certificate2 WrongKey(X509Certificate2 good)
    {
        using var key = NewKey();
        return Like(good, good.IssuerName, key, new OldSignature(good), good.NotBefore, good.NotAfter);
    }

    /// <summary>Really signed by the authority, and over since yesterday.</summary>
    public static X509Certificate2 Expired(X509Certificate2 good, X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = NewKey();
        using var rsa = authority.GetRSAPrivateKey();
        using var ec = authority.GetECDsaPrivateKey();
        var generator = rsa is not null ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa(ec!);
        var from = new DateTimeOffset(authority.NotBefore) is var began && began < now.AddDays(-30) ? now.AddDays(-30) : began;
        return Like(good, authority.SubjectName, key, generator, from, now.AddDays(-1) > from ? now.AddDays(-1) : from.AddSeconds(1));
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static X509Certificate2 Like(
        X509Certificate2 good, X500DistinguishedName issuer, ECDsa key, X509SignatureGenerator signer, DateTimeOffset from, DateTimeOffset until)
    {
        var request = new CertificateRequest(good.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in good.Extensions.Where(extension => extension.Oid?.Value is not SubjectKeyIdentifier))
        {
            request.CertificateExtensions.Add(extension);
        }

        using var certificate = request.Create(issuer, signer, from, until, good.SerialNumberBytes.Span);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Of the good one's key: OpenSSL would look for nothing wrong in another, but the fault is to be one only.</summary>
    private const string SubjectKeyIdentifier = "2.5.29.14";

    /// <summary>Signs nothing: repeats a signature that is there.</summary>
    private sealed class OldSignature(X509Certificate2 good) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var algorithm = new System.Formats.Asn1.AsnReader(good.RawData, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
            _ = algorithm.ReadEncodedValue();
            return algorithm.ReadEncodedValue().ToArray();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
        {
            var parts = new System.Formats.Asn1.AsnReader(good.RawData, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
            _ = parts.ReadEncodedValue();
            _ = parts.ReadEncodedValue();
            return parts.ReadBitString(out _);
        }

        protected override PublicKey BuildPublicKey() => good.PublicKey;
    }
}

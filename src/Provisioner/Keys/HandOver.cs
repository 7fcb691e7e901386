using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Keys;

/// <summary>Private keys in the only forms that may leave a console: encrypted.</summary>
internal static class HandOver
{
    /// <summary>Rounds of PBKDF2; readers in the wild stop at 300,000.</summary>
    private const int Rounds = 100_000;

    private static readonly PbeParameters Modern = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Rounds);

    /// <summary>PKCS#8 in PEM, AES-256-CBC with PBKDF2 and HMAC-SHA-256 (RFC 8018).</summary>
    public static byte[] EncryptedKey(HeldKey key, Secret password)
    {
        var encrypted = Pkcs8PrivateKeyInfo.Decode(key.Pkcs8, out _, skipCopy: true).Encrypt(password.Characters, Modern);
        return Encoding.ASCII.GetBytes(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", encrypted) + "\n");
    }

    /// <summary>PKCS#12 with key, certificate and chain; AES-256 and a MAC with SHA-256 (RFC 7292).</summary>
    public static byte[] Pkcs12(Identity identity, Secret password)
    {
        var keys = new Pkcs12SafeContents();
        var certificates = new Pkcs12SafeContents();
        var mark = new Pkcs9LocalKeyId(identity.Leaf.Fingerprint.ToBytes().AsSpan(0, 20));
        keys.AddShroudedKey(identity.Key, password, Modern).Attributes.Add(mark);
        certificates.AddCertificate(identity.Leaf).Attributes.Add(mark);
        foreach (var issuer in identity.Chain)
        {
            _ = certificates.AddCertificate(issuer);
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(certificates, password.Characters, Modern);
        builder.AddSafeContentsUnencrypted(keys);
        builder.SealWithMac(password.Characters, HashAlgorithmName.SHA256, Rounds);
        return builder.Encode();
    }

    private static Pkcs12ShroudedKeyBag AddShroudedKey(this Pkcs12SafeContents contents, HeldKey key, Secret password, PbeParameters parameters)
    {
        var encrypted = Pkcs8PrivateKeyInfo.Decode(key.Pkcs8, out _, skipCopy: true).Encrypt(password.Characters, parameters);
        var bag = new Pkcs12ShroudedKeyBag(encrypted, skipCopy: true);
        contents.AddSafeBag(bag);
        return bag;
    }

    private static Pkcs12CertBag AddCertificate(this Pkcs12SafeContents contents, HeldCertificate certificate)
    {
        var bag = new Pkcs12CertBag(new Oid(X509CertificateType), OctetString(certificate.Der));
        contents.AddSafeBag(bag);
        return bag;
    }

    private const string X509CertificateType = "1.2.840.113549.1.9.22.1";

    private static byte[] OctetString(ReadOnlyMemory<byte> content)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        writer.WriteOctetString(content.Span);
        return writer.Encode();
    }
}

using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Keys;

/// <summary>Private keys in the only forms that may leave a console: encrypted. And trust stores.</summary>
internal static class HandOver
{
    /// <summary>Rounds of PBKDF2; readers in the wild stop at 300,000.</summary>
    private const int Rounds = 100_000;

    /// <summary>Rounds for old machines, which take seconds for more.</summary>
    private const int FewRounds = 2_048;

    private const string X509CertificateType = "1.2.840.113549.1.9.22.1", JavaTrusted = "2.16.840.1.113894.746875.1.1", AnyUsage = "2.5.29.37.0", FriendlyName = "1.2.840.113549.1.9.20";

    private static readonly Form Modern = new(new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Rounds), HashAlgorithmName.SHA256, Rounds);

    /// <summary>What Windows Server 2016, macOS before 10.15 and old Java read.</summary>
    private static readonly Form Compatible = new(new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, FewRounds), HashAlgorithmName.SHA1, FewRounds);

    private sealed record Form(PbeParameters Parameters, HashAlgorithmName Mac, int MacRounds);

    /// <summary>PKCS#8 in PEM, AES-256-CBC with PBKDF2 and HMAC-SHA-256 (RFC 8018).</summary>
    public static byte[] EncryptedKey(HeldKey key, Secret password) =>
        Encoding.ASCII.GetBytes(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", Encrypt(key, password, Modern)) + "\n");

    /// <summary>PKCS#12 with key, certificate and chain; AES-256 and a MAC with SHA-256 (RFC 7292).</summary>
    public static byte[] Pkcs12(Identity identity, Secret password) => Pkcs12(identity, password, Modern);

    /// <summary>PKCS#12 with 3DES and a MAC with SHA-1. Weak against guessing: only with a generated password.</summary>
    public static byte[] CompatiblePkcs12(Identity identity, Secret generated) => Pkcs12(identity, generated, Compatible);

    /// <summary>PKCS#12 with certificates only, each marked so that Java takes it as trusted.</summary>
    public static byte[] TrustStore(IEnumerable<HeldCertificate> certificates, Secret password)
    {
        var contents = new Pkcs12SafeContents();
        foreach (var (at, certificate) in certificates.Index())
        {
            var bag = AddCertificate(contents, certificate);
            bag.Attributes.Add(Attribute(FriendlyName, writer => writer.WriteCharacterString(UniversalTagNumber.BMPString, Alias(certificate, at))));
            bag.Attributes.Add(Attribute(JavaTrusted, writer => writer.WriteObjectIdentifier(AnyUsage)));
        }

        return Seal([contents], [], password, Modern);
    }

    private static byte[] Pkcs12(Identity identity, Secret password, Form form)
    {
        var (keys, certificates) = (new Pkcs12SafeContents(), new Pkcs12SafeContents());
        var mark = new Pkcs9LocalKeyId(identity.Leaf.Fingerprint.ToBytes().AsSpan(0, 20));
        var shrouded = new Pkcs12ShroudedKeyBag(Encrypt(identity.Key, password, form), skipCopy: true);
        keys.AddSafeBag(shrouded);
        shrouded.Attributes.Add(mark);
        var name = BagAttribute.OfText(FriendlyName, identity.Properties.NameOf(identity.Leaf) ?? Alias(identity.Leaf, 0)).ToObject();
        shrouded.Attributes.Add(name);
        BagProperties.Describe(shrouded, identity.Properties.OfKey);
        var leaf = AddCertificate(certificates, identity.Leaf);
        leaf.Attributes.Add(mark);
        leaf.Attributes.Add(name);
        BagProperties.Describe(leaf, identity.Properties.Of(identity.Leaf));
        foreach (var issuer in identity.Chain)
        {
            var bag = AddCertificate(certificates, issuer);
            if (BagProperties.NameIn(identity.Properties.Of(issuer)) is { } given)
            {
                bag.Attributes.Add(BagAttribute.OfText(FriendlyName, given).ToObject());
            }

            BagProperties.Describe(bag, identity.Properties.Of(issuer));
        }

        return Seal([certificates], [keys], password, form);
    }

    private static byte[] Seal(ImmutableArray<Pkcs12SafeContents> encrypted, ImmutableArray<Pkcs12SafeContents> clear, Secret password, Form form)
    {
        var builder = new Pkcs12Builder();
        foreach (var contents in encrypted)
        {
            builder.AddSafeContentsEncrypted(contents, password.Characters, form.Parameters);
        }

        foreach (var contents in clear)
        {
            builder.AddSafeContentsUnencrypted(contents);
        }

        builder.SealWithMac(password.Characters, form.Mac, form.MacRounds);
        return builder.Encode();
    }

    private static byte[] Encrypt(HeldKey key, Secret password, Form form) =>
        Pkcs8PrivateKeyInfo.Decode(key.Pkcs8, out _, skipCopy: true).Encrypt(password.Characters, form.Parameters);

    private static Pkcs12CertBag AddCertificate(Pkcs12SafeContents contents, HeldCertificate certificate)
    {
        var octets = new AsnWriter(AsnEncodingRules.DER);
        octets.WriteOctetString(certificate.Der.Span);
        var bag = new Pkcs12CertBag(new Oid(X509CertificateType), octets.Encode());
        contents.AddSafeBag(bag);
        return bag;
    }

    private static CryptographicAttributeObject Attribute(string oid, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new(new Oid(oid), new AsnEncodedDataCollection(new AsnEncodedData(oid, writer.Encode())));
    }

    /// <summary>Unique within the file, and no more than Java folds to.</summary>
    private static string Alias(HeldCertificate certificate, int at)
    {
        var name = new string([.. (certificate.Subject.CommonName ?? "entry").Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')]).ToLowerInvariant();
        return at == 0 && name.Length > 0 ? name : $"{name}-{at + 1}";
    }
}

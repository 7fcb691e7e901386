using System.Collections.Frozen;

namespace Provisioner.Core.Certificates.X509;

/// <summary>Object identifiers of RFC 5280, 8017, 5480, 8410, 5958, 7292, 8018, 9579 and their words.</summary>
internal static class Oids
{
    public const string
        Rsa = "1.2.840.113549.1.1.1", RsaPss = "1.2.840.113549.1.1.10", Mgf1 = "1.2.840.113549.1.1.8",
        Ec = "1.2.840.10045.2.1", Ed25519 = "1.3.101.112", Ed448 = "1.3.101.113", Dsa = "1.2.840.10040.4.1";

    public const string P256 = "1.2.840.10045.3.1.7", P384 = "1.3.132.0.34", P521 = "1.3.132.0.35";

    public const string
        Md5 = "1.2.840.113549.2.5", Sha1 = "1.3.14.3.2.26", Sha224 = "2.16.840.1.101.3.4.2.4", Sha256 = "2.16.840.1.101.3.4.2.1",
        Sha384 = "2.16.840.1.101.3.4.2.2", Sha512 = "2.16.840.1.101.3.4.2.3";

    public const string
        SubjectKeyIdentifier = "2.5.29.14", KeyUsage = "2.5.29.15", SubjectNames = "2.5.29.17", IssuerNames = "2.5.29.18",
        BasicConstraints = "2.5.29.19", CrlNumber = "2.5.29.20", CrlReason = "2.5.29.21", DeltaCrl = "2.5.29.27",
        IssuingDistributionPoint = "2.5.29.28", CertificateIssuer = "2.5.29.29", NameConstraints = "2.5.29.30",
        CrlDistributionPoints = "2.5.29.31", Policies = "2.5.29.32", PolicyMappings = "2.5.29.33",
        AuthorityKeyIdentifier = "2.5.29.35", PolicyConstraints = "2.5.29.36", ExtendedUsage = "2.5.29.37",
        FreshestCrl = "2.5.29.46", InhibitAnyPolicy = "2.5.29.54", AuthorityInformation = "1.3.6.1.5.5.7.1.1",
        SignedTimestamps = "1.3.6.1.4.1.11129.2.4.2", ExtensionRequest = "1.2.840.113549.1.9.14";

    public const string AnyPolicy = "2.5.29.32.0";

    public const string
        AnyUsage = "2.5.29.37.0", ServerUsage = "1.3.6.1.5.5.7.3.1", ClientUsage = "1.3.6.1.5.5.7.3.2";

    public const string CommonName = "2.5.4.3", Country = "2.5.4.6", EmailAddress = "1.2.840.113549.1.9.1";

    private static readonly FrozenDictionary<string, string> Attributes = new Dictionary<string, string>
    {
        [CommonName] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "street",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.13"] = "description",
        ["2.5.4.15"] = "businessCategory",
        ["2.5.4.17"] = "postalCode",
        ["2.5.4.42"] = "GN",
        ["2.5.4.46"] = "dnQualifier",
        ["2.5.4.97"] = "organizationIdentifier",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        [EmailAddress] = "emailAddress",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Usages = new Dictionary<string, string>
    {
        [AnyUsage] = "anyExtendedKeyUsage",
        [ServerUsage] = "serverAuth",
        [ClientUsage] = "clientAuth",
        ["1.3.6.1.5.5.7.3.3"] = "codeSigning",
        ["1.3.6.1.5.5.7.3.4"] = "emailProtection",
        ["1.3.6.1.5.5.7.3.8"] = "timeStamping",
        ["1.3.6.1.5.5.7.3.9"] = "OCSPSigning",
        ["1.3.6.1.4.1.311.20.2.2"] = "smartcardLogon",
        ["1.3.6.1.4.1.311.10.3.4"] = "encryptingFileSystem",
        ["1.3.6.1.5.2.3.5"] = "kerberosKdc",
        ["2.16.840.1.113730.4.1"] = "netscapeServerGatedCrypto",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Algorithms = new Dictionary<string, string>
    {
        ["1.2.840.113549.1.12.1.1"] = "RC4-128",
        ["1.2.840.113549.1.12.1.2"] = "RC4-40",
        ["1.2.840.113549.1.12.1.3"] = "3DES",
        ["1.2.840.113549.1.12.1.4"] = "2-key 3DES",
        ["1.2.840.113549.1.12.1.5"] = "RC2-128",
        ["1.2.840.113549.1.12.1.6"] = "RC2-40",
        ["1.2.840.113549.1.5.12"] = "PBKDF2",
        ["1.3.6.1.4.1.11591.4.11"] = "scrypt",
        ["2.16.840.1.101.3.4.1.2"] = "AES-128",
        ["2.16.840.1.101.3.4.1.22"] = "AES-192",
        ["2.16.840.1.101.3.4.1.42"] = "AES-256",
        ["2.16.840.1.101.3.4.1.6"] = "AES-128-GCM",
        ["2.16.840.1.101.3.4.1.46"] = "AES-256-GCM",
        ["1.2.392.200011.61.1.1.1.4"] = "Camellia-256",
        ["1.2.410.200004.1.4"] = "SEED",
        ["1.2.643.2.2.21"] = "GOST 28147-89",
        ["1.3.14.3.2.7"] = "DES",
        ["1.2.643.7.1.1.2.2"] = "GOST R 34.11-2012",
        [Md5] = "MD5",
        [Sha1] = "SHA-1",
        [Sha224] = "SHA-224",
    }.ToFrozenDictionary();

    public static string AttributeWord(string oid) => Attributes.GetValueOrDefault(oid, oid);

    /// <summary>Object identifier of an attribute's word, or <c>null</c>.</summary>
    public static string? Attribute(string word) =>
        Attributes.FirstOrDefault(entry => entry.Value.Equals(word, StringComparison.OrdinalIgnoreCase)).Key;

    public static string UsageWord(string oid) => Usages.GetValueOrDefault(oid, oid);

    /// <summary>Object identifier of a usage's word; an object identifier stays itself.</summary>
    public static string Usage(string word) => Usages.FirstOrDefault(entry => entry.Value == word).Key ?? word;

    /// <summary>An encryption or derivation algorithm for people; the object identifier when it has no name here.</summary>
    public static string AlgorithmWord(string oid) => Algorithms.GetValueOrDefault(oid, oid);
}

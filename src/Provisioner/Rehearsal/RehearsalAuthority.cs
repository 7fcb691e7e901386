using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;

namespace Provisioner.Rehearsal;

/// <summary>Makes the certificates of a rehearsal so that they meet a scanner type's rules. Each key pair is made once in a process.</summary>
internal sealed class RehearsalAuthority
{
    private const int YearsOfAuthority = 5, DaysOfMachine = 397;
    private static readonly ConcurrentDictionary<(string, string, int), Lazy<AsymmetricAlgorithm>> Keys = [];
    private static readonly ImmutableDictionary<string, string> Attributes = ImmutableDictionary<string, string>.Empty
        .Add("O", "St. Anna Hospital (rehearsal)").Add("OU", "Radiology").Add("L", "Springfield").Add("ST", "Ohio").Add("C", "US");

    private readonly X509Certificate2 _own;
    private readonly DateTimeOffset _now;

    public RehearsalAuthority(string name, CertificateRules rules, DateTimeOffset now)
    {
        _now = now;
        var key = Key(name, rules);
        var request = Request($"CN={name}, {Place()}", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var issued = request.Create(request.SubjectName, Generator(key), now.AddDays(-30), now.AddYears(YearsOfAuthority), Serial(name));
        _own = WithKey(issued, key);
        Certificate = HeldCertificate.Read(_own.RawData).Value;
    }

    public HeldCertificate Certificate { get; }

    /// <summary>A subject with every attribute that any rule can ask for.</summary>
    public static string Subject(string name) => $"CN={name}, O={Attributes["O"]}, OU={Attributes["OU"]}, L={Attributes["L"]}, ST={Attributes["ST"]}, C={Attributes["C"]}";

    /// <summary>A machine's certificate and its private key, PKCS#8.</summary>
    public (HeldCertificate Certificate, byte[] Pkcs8) Issue(string name, string host, CertificateRules rules)
    {
        var key = Key(name, rules);
        var pkcs8 = key is RSA rsa ? rsa.ExportPkcs8PrivateKey() : ((ECDsa)key).ExportPkcs8PrivateKey();
        return (Sign(Request($"CN={name}, {Place()}", key), host, rules), pkcs8);
    }

    /// <summary>A certificate over the key of a request.</summary>
    public HeldCertificate Sign(byte[] request, string host, CertificateRules rules) => Sign(
        CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1), host, rules);

    private HeldCertificate Sign(CertificateRequest request, string host, CertificateRules rules)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_own, true, false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in (string[])[host, $"{RehearsalSettings.Host}.hospital.local"])
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var days = Math.Min(DaysOfMachine, rules.LongestDays ?? DaysOfMachine);
        using AsymmetricAlgorithm signer = _own.GetRSAPrivateKey() ?? (AsymmetricAlgorithm)_own.GetECDsaPrivateKey()!;
        using var issued = request.Create(_own.SubjectName, Generator(signer), _now.AddHours(-1), _now.AddHours(-1).AddDays(days), Serial(host));
        return HeldCertificate.Read(issued.RawData).Value;
    }

    private static string Place() => string.Join(", ", Attributes.Where(attribute => attribute.Key != "CN").OrderByDescending(attribute => attribute.Key)
        .Select(attribute => $"{(attribute.Key == "ST" ? "S" : attribute.Key)}={attribute.Value}"));

    private static CertificateRequest Request(string subject, AsymmetricAlgorithm key) => key is RSA rsa
        ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);

    private static X509Certificate2 WithKey(X509Certificate2 issued, AsymmetricAlgorithm key) =>
        key is RSA rsa ? issued.CopyWithPrivateKey(rsa) : issued.CopyWithPrivateKey((ECDsa)key);

    private static byte[] Serial(string name)
    {
        var serial = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))[..16];
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    /// <summary>Of the first kind that the rules name; RSA with 2048 bits where they name none.</summary>
    private static AsymmetricAlgorithm Key(string name, CertificateRules rules)
    {
        var rule = rules.Keys?.FirstOrDefault() ?? new KeyRule("RSA", 2048);
        var isCurve = rule.Algorithm == "EC";
        var bits = Math.Max(rule.FewestBits ?? 0, isCurve ? 256 : 2048);
        return Keys.GetOrAdd((name, rule.Algorithm, bits), _ => new(() => isCurve
            ? ECDsa.Create(bits > 256 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256)
            : RSA.Create(bits))).Value;
    }
}

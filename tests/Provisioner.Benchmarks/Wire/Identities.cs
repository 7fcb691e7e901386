using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Network;

namespace Provisioner.Benchmarks.Wire;

/// <summary>An authority, a server and a scanner, RSA 2048, in memory and as PEM files.</summary>
internal sealed class Identities
{
    private readonly X509Certificate2 _authority;

    public Identities(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Benchmark CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        (Server, Scanner) = (Issue("server", "1.3.6.1.5.5.7.3.1", 2), Issue("scanner", "1.3.6.1.5.5.7.3.2", 3));
        Authority = Write(folder, "ca.crt", _authority.ExportCertificatePem());
        (ServerFile, ServerKey) = Files(folder, "server", Server);
        (ScannerFile, ScannerKey) = Files(folder, "scanner", Scanner);
    }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Scanner { get; }

    public string Authority { get; }

    public string ServerFile { get; }

    public string ServerKey { get; }

    public string ScannerFile { get; }

    public string ScannerKey { get; }

    public TrustDecision Trusts(PathPurpose purpose)
    {
        ImmutableArray<HeldCertificate> anchors = [HeldCertificate.Read(_authority.RawData).Value];
        return Trust.By(anchors, purpose, DateTimeOffset.UtcNow);
    }

    private X509Certificate2 Issue(string name, string usage, byte serial)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var bare = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20), [serial]);
        return bare.CopyWithPrivateKey(key);
    }

    private static (string Certificate, string Key) Files(string folder, string name, X509Certificate2 identity)
    {
        using var key = identity.GetRSAPrivateKey()!;
        return (Write(folder, $"{name}.crt", identity.ExportCertificatePem()), Write(folder, $"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    private static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text + "\n");
        return path;
    }
}

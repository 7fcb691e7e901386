using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Rehearsal;

/// <summary>The hospital's IT of a rehearsal: an authority of its own, the archive's certificate, and the files that it puts
/// on the stick. Its key lies in its folder encrypted, as everywhere.</summary>
internal sealed class RehearsalHospital : IDisposable
{
    /// <summary>The attributes that the MR seed demands of a scanner's own certificate.</summary>
    private const string Place = "OU=Radiology, O=St. Anna Hospital (rehearsal), L=Springfield, S=Ohio, C=US";

    private static readonly PbeParameters Protection = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    private readonly TimeProvider _clock;
    private readonly X509Certificate2 _authority;

    private RehearsalHospital(X509Certificate2 authority, TimeProvider clock) => (_authority, _clock) = (authority, clock);

    /// <summary>The authority's certificate in PEM.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem() + "\n";

    /// <summary>Opens the hospital's folder, or founds it.</summary>
    public static RehearsalHospital Open(string folder, Secret password, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        var (certificate, key) = (Path.Combine(folder, "AUTHORITY.PEM"), Path.Combine(folder, "AUTHORITY.KEY"));
        if (!File.Exists(key))
        {
            using var made = Found(clock);
            using var pair = made.GetRSAPrivateKey()!;
            File.WriteAllText(certificate, made.ExportCertificatePem() + "\n");
            File.WriteAllText(key, pair.ExportEncryptedPkcs8PrivateKeyPem(password.Characters, Protection) + "\n");
        }

        return new(X509Certificate2.CreateFromEncryptedPem(File.ReadAllText(certificate), File.ReadAllText(key), password.Characters), clock);
    }

    /// <summary>The archive's certificate with its key, for 127.0.0.1, made anew each time.</summary>
    public X509Certificate2 Archive() => Issue($"CN=archive.st-anna.example, {Place}", server: true);

    /// <summary>The scanner's certificate and its encrypted key, as IT hands them over in one PEM file.</summary>
    public string Scanner(string host, Secret password)
    {
        using var issued = Issue($"CN={host}.st-anna.example, {Place}", server: false);
        using var pair = issued.GetRSAPrivateKey()!;
        return issued.ExportCertificatePem() + "\n" + pair.ExportEncryptedPkcs8PrivateKeyPem(password.Characters, Protection) + "\n";
    }

    public void Dispose() => _authority.Dispose();

    private static X509Certificate2 Found(TimeProvider clock)
    {
        using var pair = RSA.Create(2048);
        var request = new CertificateRequest($"CN=St. Anna authority (rehearsal), {Place}", pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = clock.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddYears(5));
    }

    private X509Certificate2 Issue(string subject, bool server)
    {
        using var pair = RSA.Create(2048);
        var request = new CertificateRequest(subject, pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        if (server)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("archive.st-anna.example");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        var now = _clock.GetUtcNow();
        using var issued = request.Create(_authority, now.AddHours(-1), now.AddDays(397), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(pair);
    }
}

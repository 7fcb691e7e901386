using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BenchmarkDotNet.Attributes;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;

namespace Provisioner.Benchmarks;

/// <summary>A fleet's certificates, read and judged, beside the platform's bare construction of the same files. Aim: at most 1.5 times its time.</summary>
[MemoryDiagnoser]
public class CertificateBenchmarks
{
    private const int Count = 10_000;

    private static readonly JudgedAs Judged = new(CertificateSlot.Host, TlsRole.Client, new(2026, 5, 4, 9, 30, 47, TimeSpan.Zero));

    private static readonly CertificateRules Rules = new()
    {
        Formats = ["pem"],
        Keys = [new("RSA", 2048), new("EC", 256)],
        SubjectAttributes = ["CN", "O", "OU", "L", "ST", "C"],
        Usages = ["clientAuth"],
    };

    private byte[][] _files = [];

    /// <summary>Half RSA 2048, half P-256, of one authority.</summary>
    [GlobalSetup]
    public void Make()
    {
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pairs = Enumerable.Range(0, 20).Select(at => at % 2 == 0 ? (AsymmetricAlgorithm)RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToArray();
        var generator = X509SignatureGenerator.CreateForECDsa(authority);
        _files = [.. Enumerable.Range(0, Count).Select(at => One(pairs[at % pairs.Length], at, generator))];
    }

    [Benchmark(Baseline = true)]
    public int Bare_X509Certificate2()
    {
        var days = 0;
        foreach (var file in _files)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(file);
            days += certificate.NotAfter.Day;
        }

        return days;
    }

    [Benchmark]
    public int Read()
    {
        var days = 0;
        foreach (var file in _files)
        {
            using var read = CertificateFile.Read("file.pem", file);
            days += read.Certificates.First().NotAfter.Day;
        }

        return days;
    }

    [Benchmark]
    public int Read_and_judged()
    {
        var problems = 0;
        foreach (var file in _files)
        {
            using var read = CertificateFile.Read("file.pem", file);
            var certificate = read.Certificates.First();
            problems += Judge.File(read, Rules).Length + Judge.Certificate(certificate, Rules, Judged).Length + Judge.Remarks(certificate, Rules, Judged).Length;
        }

        return problems;
    }

    private static byte[] One(AsymmetricAlgorithm pair, int number, X509SignatureGenerator generator)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"CN=mr{number}.hospital.local, OU=Radiology, O=St. Anna, L=Ghent, ST=East Flanders, C=BE");
        var request = pair is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(string.Create(CultureInfo.InvariantCulture, $"mr{number}.hospital.local"));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.Create(
            new X500DistinguishedName("CN=Issuing, O=St. Anna"), generator, Judged.Now.AddDays(-10), Judged.Now.AddDays(300), BitConverter.GetBytes(number + 1L));
        return Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");
    }
}

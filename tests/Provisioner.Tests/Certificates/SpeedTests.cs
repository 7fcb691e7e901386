using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;

namespace Provisioner.Tests.Certificates;

/// <summary>The benchmark in small, so that nobody loses by accident what it shows.</summary>
public sealed class SpeedTests
{
    [Fact]
    public void Reading_and_judging_takes_at_most_one_and_a_half_times_the_platforms_bare_construction()
    {
        var files = Enumerable.Range(0, 20).Select(_ => System.Text.Encoding.ASCII.GetBytes(Made.Leaf(Made.Root()).Pem)).ToArray();
        var judged = new JudgedAs(CertificateSlot.Host, TlsRole.Client, Made.Now);
        var rules = new CertificateRules { SubjectAttributes = ["CN", "O", "OU", "L", "ST", "C"], Usages = ["clientAuth"] };
        var ours = Best(() =>
        {
            foreach (var file in files)
            {
                using var read = CertificateFile.Read("file.pem", file);
                Assert.Empty(Judge.Certificate(read.Certificates.Single(), rules, judged));
            }
        });
        var bare = Best(() =>
        {
            foreach (var file in files)
            {
                using var certificate = X509CertificateLoader.LoadCertificate(file);
                Assert.Equal(Made.Now.Year, certificate.NotBefore.Year);
            }
        });
        Assert.True(ours < 1.5 * bare, $"{ours} against {bare}");
    }

    /// <summary>The best of several, which other work on the machine disturbs least.</summary>
    private static TimeSpan Best(Action work) => Enumerable.Range(0, 12).Min(_ =>
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed;
    });
}

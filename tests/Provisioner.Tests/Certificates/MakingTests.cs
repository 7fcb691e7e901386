using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;

namespace Provisioner.Tests.Certificates;

public sealed class MakingTests
{
    [Theory]
    [InlineData("CN=mr2, O=St. Anna, C=BE", "CN=mr2, O=St. Anna, C=BE")]
    [InlineData("/C=BE/O=St. Anna/CN=mr2", "CN=mr2, O=St. Anna, C=BE")]
    [InlineData("cn=mr2,ou=Radiology\\, north", "CN=mr2, OU=Radiology\\, north")]
    [InlineData("CN=Röntgen Öst", "CN=Röntgen Öst")]
    public void A_subject_reads_as_typed(string typed, string read) => Assert.Equal(read, SubjectText.Read(typed).Value.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("mr2")]
    [InlineData("CN=")]
    [InlineData("XX=mr2")]
    [InlineData("C=Belgium")]
    [InlineData("C=be")]
    [InlineData("CN=12345678901234567890123456789012345678901234567890123456789012345")]
    public void What_is_no_subject_is_said(string typed) => Assert.Equal("CERT-180", SubjectText.Read(typed).Problems.Single().Code);

    [Fact]
    public void A_name_of_64_characters_is_taken() => Assert.True(SubjectText.Read("CN=" + new string('a', 64)).IsGood);

    private const string OurLocalhost = $"CN={Localhost.CommonName}, O={Localhost.Organization}";

    [Fact]
    public void Localhost_is_made_where_none_is() => Assert.IsType<Localhost.Plan.Make>(Localhost.For([Made.Leaf(null).Held], Made.Now).Value);

    [Fact]
    public void Localhost_made_before_is_kept()
    {
        var ours = Made.Leaf(null, OurLocalhost, w => w.Names("localhost")).Held;
        Assert.Equal(ours, Assert.IsType<Localhost.Plan.Keep>(Localhost.For([Made.Leaf(null).Held, ours, ours], Made.Now).Value).Held);
    }

    [Fact]
    public void Localhost_out_of_its_time_is_said_and_no_second_made() =>
        Assert.Equal("CERT-183", Localhost.For([Made.Leaf(null, OurLocalhost, w => w.Until = Made.Now.AddDays(-1)).Held], Made.Now).Problems.Single().Code);

    [Theory]
    [InlineData("CN=localhost")]
    [InlineData("CN=LOCALHOST, O=Somebody")]
    public void Localhost_of_somebody_else_is_said_and_no_second_made(string subject) =>
        Assert.Equal("CERT-182", Localhost.For([Made.Leaf(null, subject).Held], Made.Now).Problems.Single().Code);

    [Fact]
    public void A_certificate_that_came_back_finds_its_key_among_those_that_wait()
    {
        var (root, one, two) = (Made.Root(), Made.P256(), Made.P256());
        var came = Made.Leaf(root, alter: w => w.Pair = two);
        using var completed = PendingRequests.Complete([root.Held, came.Held], [Key(one), Key(two)], []).Value;
        Assert.True(completed.Leaf == came.Held && completed.Key.Fits(came.Held) && completed.Chain is [var above] && above == root.Held);
    }

    [Fact]
    public void A_certificate_whose_key_is_elsewhere_says_whose_keys_wait()
    {
        var waiting = Request("request-of-mr3");
        var problem = PendingRequests.Complete([Made.Leaf(Made.Root()).Held], [Key(waiting.Pair)], [waiting.Request]).Problems.Single();
        Assert.Equal("CERT-185", problem.Code);
        Assert.Contains("CN=request-of-mr3", problem.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_whose_request_is_here_without_its_key_says_so()
    {
        var (request, pair) = Request("mr2");
        Assert.Equal("CERT-184", PendingRequests.Complete([Made.Leaf(Made.Root(), alter: w => w.Pair = pair).Held], [], [request]).Problems.Single().Code);
    }

    [Fact]
    public void What_IT_must_do_is_a_sentence_each_and_nothing_of_what_others_must()
    {
        var missing = Problem.Of("CERT-150", ("certificate", "CN=mr2"), ("issuer", "CN=Issuing"));
        var text = Encoding.UTF8.GetString(AskIt.Text("MR2, serial 7731", Made.Now, [missing, missing, Problem.Of("CERT-187", ("file", "x"))])!);
        Assert.Equal(
            "To the IT of the hospital: what is missing for MR2, serial 7731 (2026-05-04T09:30:47Z)\r\n\r\n"
            + "1. Provide the certificate of CN=Issuing. [CERT-150: CN=mr2 does not lead to a trusted authority: the certificate of CN=Issuing is missing.]\r\n\r\n", text);
        Assert.Null(AskIt.Text("MR2", Made.Now, [Problem.Of("CERT-187", ("file", "x"))]));
    }

    private static HeldKey Key(System.Security.Cryptography.AsymmetricAlgorithm pair) => HeldKey.Read(pair.ExportPkcs8PrivateKey()).Value;

    private static (HeldRequest Request, System.Security.Cryptography.ECDsa Pair) Request(string name)
    {
        var pair = Made.P256();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest($"CN={name}", pair, System.Security.Cryptography.HashAlgorithmName.SHA256);
        return (CertificateFile.Read("r", request.CreateSigningRequest()).Requests.Single(), pair);
    }
}

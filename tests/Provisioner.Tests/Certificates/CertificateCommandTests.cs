using System.CommandLine;
using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Certificates;

/// <summary>The commands <c>inspect</c> and <c>certificate</c>, as typed.</summary>
public sealed class CertificateCommandTests : IDisposable
{
    private static readonly string Vectors = Path.Combine(Repository.Top, "tests", "vectors", "certificates");

    private readonly Scratch _scratch = new();

    public CertificateCommandTests() => File.WriteAllText(_scratch["pw"], "secret\n");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Inspect_says_what_a_file_holds_in_the_form_that_was_agreed()
    {
        var (code, json) = await Json("inspect", Path.Combine(Vectors, "p12", "modern.p12"), "--password-file", _scratch["pw"]);
        Assert.Equal(ExitCode.Done, code);
        var file = json.GetProperty("files")[0];
        Assert.Equal("pkcs12", file.GetProperty("encoding").GetString());
        var leaf = file.GetProperty("items")[0];
        Assert.Equal("certificate", leaf.GetProperty("kind").GetString());
        Assert.StartsWith("CN=leaf, ", leaf.GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("CN=issuing, ", leaf.GetProperty("issuer").GetString(), StringComparison.Ordinal);
        Assert.Equal(64, leaf.GetProperty("sha256").GetString()!.Length);
        Assert.True(leaf.GetProperty("notBefore").GetDateTimeOffset() < leaf.GetProperty("notAfter").GetDateTimeOffset());
        Assert.Equal("RSA", leaf.GetProperty("key").GetProperty("algorithm").GetString());
        Assert.Equal(2048, leaf.GetProperty("key").GetProperty("bits").GetInt32());
        Assert.Equal(["mr2.hospital.local", "10.1.2.3"], leaf.GetProperty("names").EnumerateArray().Select(n => n.GetString()!));
        Assert.Equal(["serverAuth", "clientAuth"], leaf.GetProperty("usages").EnumerateArray().Select(n => n.GetString()!));
        Assert.True(file.GetProperty("items")[3].GetProperty("encrypted").GetBoolean());
        Assert.Equal("private-key", file.GetProperty("items")[3].GetProperty("kind").GetString());
        var chain = json.GetProperty("chains")[0];
        Assert.True(chain.GetProperty("complete").GetBoolean());
        Assert.Equal(leaf.GetProperty("sha256").GetString(), chain.GetProperty("leaf").GetString());
        Assert.Equal(3, chain.GetProperty("path").GetArrayLength());
        Assert.Equal(0, json.GetProperty("problems").GetArrayLength());
    }

    public static TheoryData<string, string[], string> Findings => new()
    {
        { "nothing wrong", ["certs/root.pem"], "" },
        { "weak key", ["certs/rsa1024.pem"], "CERT-158" },
        { "key of another", ["certs/leaf.pem", "keys/sec1-p256-with-parameters.key"], "CERT-101" },
        { "key that fits", ["certs/leaf.pem", "keys/pkcs8.key"], "" },
        { "key alone", ["keys/pkcs8.key"], "CERT-019" },
        { "foreign key in PKCS#12", ["p12/foreign-key.p12"], "CERT-101" },
        { "chain without its root", ["certs/leaf.pem", "certs/issuing.pem"], "" },
        { "chain without its middle", ["certs/leaf.pem", "certs/root.pem"], "CERT-102" },
        { "chain in loose files", ["certs/leaf.pem", "certs/issuing.pem", "certs/root.pem"], "" },
        { "the same twice in a file", ["pem/twice.pem"], "CERT-136" },
        { "the same in two files", ["certs/leaf.pem", "pem/plain.pem"], "" },
        { "revoked", ["certs/leaf.pem", "certs/issuing.pem", "certs/root.pem", "--crl", "crl/issuing.crl"], "CERT-165" },
        { "for a scanner that takes only PEM", ["der/leaf.cer", "--modality", "ge-mr", "--slot", "trusted"], "CERT-120 CERT-121 CERT-122" },
        { "for a host of another name", ["certs/leaf.pem", "--host", "mr3"], "CERT-161" },
        { "for its own name", ["certs/leaf.pem", "--host", "mr2.hospital.local"], "" },
        { "missing file", ["certs/none.pem"], "DISK-005" },
        { "zip and folder", ["other/bundle.zip", "csr"], "" },
    };

    [Theory, MemberData(nameof(Findings))]
    public async Task Inspect_finds_what_is_wrong_and_exits_with_1_then(string row, string[] arguments, string codes)
    {
        var paths = arguments.Select(a => a.Contains('/', StringComparison.Ordinal) || a == "csr" ? Path.Combine(Vectors, a) : a);
        var (code, json) = await Json(["inspect", .. paths, "--password-file", _scratch["pw"]]);
        var found = json.GetProperty("files").EnumerateArray().Append(json).SelectMany(part => part.GetProperty("problems").EnumerateArray())
            .Select(problem => problem.GetProperty("code").GetString()!).Distinct().Order(StringComparer.Ordinal);
        Assert.True(string.Join(' ', found) == codes, $"{row}: {string.Join(' ', found)}");
        Assert.Equal(codes.Length == 0 ? ExitCode.Done : ExitCode.Problems, code);
    }

    [Fact]
    public async Task Inspect_writes_what_IT_must_do_and_tries_every_password()
    {
        File.WriteAllText(_scratch["other"], "another");
        var ask = _scratch["ASK-IT.TXT"];
        var (code, _) = await Run("inspect", Path.Combine(Vectors, "p12/two-passwords.p12"), Path.Combine(Vectors, "certs/rsa1024.pem"),
            "--password-file", _scratch["pw"], "--password-file", _scratch["other"], "--ask-it", ask);
        Assert.Equal(ExitCode.Problems, code);
        Assert.Contains("1. Have the certificate issued for a new key", File.ReadAllText(ask), StringComparison.Ordinal);
        Assert.DoesNotContain("2. ", File.ReadAllText(ask), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--slot", "shelf")]
    [InlineData("--modality", "toaster")]
    [InlineData("--role", "both")]
    public async Task Inspect_with_a_word_that_is_not_known_is_wrong_usage(string option, string word) =>
        Assert.Equal(ExitCode.WrongUsage, (await Run("inspect", Path.Combine(Vectors, "certs/root.pem"), option, word)).Code);

    [Fact]
    public async Task A_request_is_made_issued_and_completed_and_no_key_ever_lies_in_the_clear()
    {
        Assert.Equal(0, (await Run("certificate", "request", "--subject", "CN=mr2, O=St. Anna, C=BE", "--name", "mr2.local", "--key", "p256",
            "--out", _scratch["mr2.csr"], "--key-out", _scratch["mr2.key"], "--new-password-file", _scratch["pw"])).Code);
        Openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "ca.priv");
        Openssl("req", "-x509", "-key", "ca.priv", "-subj", "/CN=ca", "-days", "100", "-out", "ca.crt");
        Openssl("x509", "-req", "-in", "mr2.csr", "-CA", "ca.crt", "-CAkey", "ca.priv", "-days", "10", "-copy_extensions", "copyall", "-out", "mr2.crt");
        File.Delete(_scratch["ca.priv"]);
        var (code, json) = await Json("certificate", "complete", _scratch["mr2.crt"], _scratch["ca.crt"], "--key", _scratch["mr2.key"], "--password-file", _scratch["pw"], "--out", _scratch["mr2.p12"]);
        Assert.Equal(0, code);
        Assert.Equal("CN=mr2, O=St. Anna, C=BE", json.GetProperty("certificate").GetProperty("subject").GetString());
        Openssl("pkcs12", "-in", "mr2.p12", "-passin", "pass:secret", "-nodes", "-noout");
        Assert.DoesNotContain(Directory.GetFiles(_scratch.Path), file => File.ReadAllText(file).Contains("BEGIN PRIVATE KEY", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(_scratch.Path), file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Localhost_is_made_once_and_never_again()
    {
        string[] make = ["certificate", "self-signed", "--localhost", "--beside", _scratch.Path, "--key", "p256", "--new-password-file", _scratch["pw"], "--out"];
        Assert.Equal(0, (await Run([.. make, _scratch["one.pem"]])).Code);
        var (code, json) = await Json([.. make, _scratch["two.pem"]]);
        Assert.Equal(0, code);
        Assert.Equal(0, json.GetProperty("written").GetArrayLength());
        Assert.False(File.Exists(_scratch["two.pem"]));
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_overwritten()
    {
        File.WriteAllText(_scratch["there.pem"], "precious");
        var (code, output) = await Run("certificate", "export", Path.Combine(Vectors, "certs/leaf.pem"), "--form", "pem", "--out", _scratch["there.pem"]);
        Assert.Equal(ExitCode.Problems, code);
        Assert.Contains("CERT-187", output, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(_scratch["there.pem"]));
    }

    [Theory]
    [InlineData("p12", "CERT-186")]
    [InlineData("p12-compatible", "CERT-188")]
    public async Task Nobody_at_the_terminal_gets_no_generated_password(string form, string problem)
    {
        var (code, output) = await Run("certificate", "export", Path.Combine(Vectors, "p12/modern.p12"), "--password-file", _scratch["pw"], "--form", form, "--out", _scratch["x.p12"]);
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains(problem, output, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["x.p12"]));
    }

    public static TheoryData<string> Forms => [.. CertificateForms.Words.Where(word => word != "p12-compatible")];

    [Theory, MemberData(nameof(Forms))]
    public async Task Every_form_is_written_with_its_sentence_and_the_receivers_command(string form)
    {
        var (code, json) = await Json("certificate", "export", Path.Combine(Vectors, "p12/modern.p12"), "--password-file", _scratch["pw"],
            "--form", form, "--new-password-file", _scratch["pw"], "--out", _scratch["out"]);
        Assert.Equal(0, code);
        Assert.Contains("out", json.GetProperty("written")[0].GetProperty("receiver").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(json.GetProperty("written")[0].GetProperty("for").GetString()!);
        Assert.Equal(0, (await Run("inspect", _scratch["out"], "--password-file", _scratch["pw"])).Code is var inspected && form == "key" ? inspected - 1 : inspected);
    }

    private void Openssl(params string[] arguments)
    {
        var (code, output) = Peers.Run("openssl", _scratch.Path, arguments);
        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, JsonElement Document)> Json(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandLine.RunAsync([.. arguments, "--json"], new InvocationConfiguration { Output = output, Error = errors });
        return (code, JsonDocument.Parse(output.ToString()).RootElement);
    }

    private static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}

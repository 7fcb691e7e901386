using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Core.Proof;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;

namespace Provisioner.Tests.Stores;

/// <summary><c>COLLECT.SH</c> on a scanner that the program cannot run on, and what <c>inspect</c> says of it.</summary>
public sealed partial class CollectTests
{
    private const string Canary = "canary-4711";

    private const string Settings = """
        {
          // as delivered
          "Name": "X", "AuthToken" : "canary-4711", "DicomPort" : 4242,
          "RegisteredUsers": {
             "alice": "canary-4711" },
          "Password":
             "canary-4711",
          "Proxy": "http://user:canary-4711@proxy/",
          "DicomTlsEnabled": false, "DicomAet": "ORTHANC"
        }

        """;

    [PeerTheory("busybox", "dash", "openssl", "storescp")]
    [InlineData("dash")]
    [InlineData("busybox sh")]
    public async Task It_gathers_what_the_laptop_needs_and_no_secret_and_changes_nothing(string shell)
    {
        using var scratch = new Scratch();
        var (stick, root) = (Stick(scratch), Root(scratch));
        using var archive = StoreScp.Secure(Directory.CreateDirectory(scratch["received"]).FullName);
        var before = Tree.Of(root, times: true);
        string[] call = [.. shell.Split(' '), Path.Combine(stick, "COLLECT.SH"), "-t", "-r", root, $"127.0.0.1:{archive.Port}", $"127.0.0.1:{StoreScp.FreePort()}"];
        var (code, output) = Peers.Run(call[0], null, call[1..]);
        Assert.True(code == 0, output);
        Assert.Equal(before, Tree.Of(root, times: true));

        var folder = Directory.GetDirectories(Path.Combine(stick, "COLLECT")).Single();
        Assert.Single(Directory.GetFiles(Path.Combine(stick, "COLLECT"), "*.tar"));
        var written = Tree.Files(Path.Combine(stick, "COLLECT")).Select(file => System.Text.Encoding.Latin1.GetString(file.Bytes)).ToArray();
        Assert.All(written, text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
        Assert.All(written, text => Assert.DoesNotContain("PRIVATE KEY-----", text, StringComparison.Ordinal));
        Assert.All(written, text => Assert.DoesNotContain("Master-Key", text, StringComparison.Ordinal));
        Assert.Contains("NO-CERTIFICATE /etc/orthanc/tls/orthanc-key.pem", File.ReadAllText(Path.Combine(folder, "COLLECT.TXT")), StringComparison.Ordinal);

        var read = await EndToEnd.Program.RunAsync("inspect", folder, "--json");
        using var document = JsonDocument.Parse(read.Output);
        var certificates = document.RootElement.GetProperty("certificates").EnumerateArray().Select(one => (one.GetProperty("path").GetString(), one.TryGetProperty("slot", out var slot) ? slot.GetString() : null)).ToArray();
        Assert.Contains(("/etc/orthanc/tls/orthanc.pem", "host"), certificates);
        Assert.Contains(("/etc/orthanc/tls/trusted.crt", "trusted"), certificates);
        Assert.Contains(document.RootElement.GetProperty("settings").EnumerateArray(), one =>
            one.GetProperty("term").GetString() == "own-title" && one.GetProperty("value").GetString() == "ORTHANC");
        var handshakes = document.RootElement.GetProperty("handshakes").EnumerateArray().ToArray();
        Assert.True(handshakes[0].GetProperty("asksForCertificate").GetBoolean());
        Assert.Equal("connection-refused", handshakes[1].GetProperty("cause").GetString());
    }

    [PeerFact("dash")]
    public void Wrong_words_are_refused_before_anything_is_written()
    {
        using var scratch = new Scratch();
        var stick = Stick(scratch);
        string[][] rows = [["-x"], ["no-port"], ["-m", "nothing"], ["host:80;id"], ["-r"]];
        Assert.All(rows, row => Assert.Equal(2, Peers.Run("dash", null, [Path.Combine(stick, "COLLECT.SH"), .. row]).Code));
        Assert.False(Directory.Exists(Path.Combine(stick, "COLLECT")));
    }

    [Fact]
    public void It_uses_no_option_of_openssl_that_1_0_1_has_not()
    {
        string[] known = ["-inform", "-in", "-outform", "-print_certs", "-connect", "-showcerts", "-CAfile"];
        var used = Call().Matches(File.ReadAllText(Script)).SelectMany(call => Option().Matches(call.Value)).Select(match => match.Value.Trim()).ToArray();
        Assert.True(used.Length > 5);
        Assert.Empty(used.Except(known));
    }

    public static TheoryData<string, string, string?, string?> Handshakes => new()
    {
        { "1.0.1, trusted", "New, TLSv1/SSLv3, Cipher is ECDHE-RSA-AES256-GCM-SHA384\n    Verify return code: 0 (ok)", null, "TLSv1/SSLv3" },
        { "1.0.1, expired", "New, TLSv1/SSLv3, Cipher is AES256-SHA\n    Verify return code: 10 (certificate has expired)", "server-certificate-expired", "TLSv1/SSLv3" },
        { "unknown authority", "New, TLSv1.2, Cipher is AES256-SHA\nVerify return code: 21 (unable to verify the first certificate)", "server-certificate-unknown-authority", "TLSv1.2" },
        { "a code of tomorrow", "New, TLSv1.2, Cipher is AES256-SHA\nVerify return code: 99 (new)", "server-certificate-not-accepted", "TLSv1.2" },
        { "asks, and refuses", "Acceptable client certificate CA names\nalert handshake failure:s23_clnt.c:741: SSL alert number 40\nNew, (NONE), Cipher is (NONE)", "client-certificate-missing", null },
        { "no version", "sslv3 alert handshake failure SSL alert number 70\nNew, (NONE), Cipher is (NONE)", "no-common-version", null },
        { "refused", "connect: Connection refused\nconnect:errno=111", "connection-refused", null },
        { "plain DICOM", "write:errno=104\nno peer certificate available\nNew, (NONE), Cipher is (NONE)", "peer-speaks-plain-dicom", null },
        { "no answer", "no answer within 10 seconds", "peer-silent", null },
        { "nothing", "", "connection-lost", null },
    };

    [Theory, MemberData(nameof(Handshakes))]
    public void A_handshake_of_any_openssl_has_one_cause(string row, string text, string? cause, string? protocol)
    {
        var read = OpenSslText.Read(text);
        Assert.True((read.Cause?.Slug, read.Protocol) == (cause, protocol), $"{row}: {read}");
    }

    private static readonly string Script = Path.Combine(Repository.Top, "media", "stick", "COLLECT.SH");

    private static string Stick(Scratch scratch)
    {
        var modalities = Directory.CreateDirectory(scratch["stick/PROCS/modalities"]).FullName;
        File.Copy(Script, scratch["stick/COLLECT.SH"]);
        File.WriteAllText(Path.Combine(modalities, "orthanc.yaml"), Shipped.Text("modalities/orthanc.yaml"));
        File.WriteAllText(Path.Combine(modalities, "ge-mr.yaml"), Shipped.Text("modalities/ge-mr.yaml"));
        return scratch["stick"];
    }

    private static string Root(Scratch scratch)
    {
        var tls = Directory.CreateDirectory(scratch["root/etc/orthanc/tls"]).FullName;
        File.WriteAllText(scratch["root/etc/orthanc/orthanc.json"], Settings);
        File.WriteAllText(Path.Combine(tls, "orthanc.pem"), File.ReadAllText(HospitalIt.File("host.pem")) + File.ReadAllText(HospitalIt.File("host.key")));
        File.Copy(HospitalIt.File("host.key"), Path.Combine(tls, "orthanc-key.pem"));
        Assert.Equal(0, Peers.Run("openssl", null, "x509", "-in", HospitalIt.File("authority.pem"), "-outform", "DER", "-out", Path.Combine(tls, "trusted.crt")).Code);
        return scratch["root"];
    }

    [GeneratedRegex("openssl (x509|pkcs7|s_client)[^|;&]*")]
    private static partial Regex Call();

    [GeneratedRegex(" -[A-Za-z_]+")]
    private static partial Regex Option();
}

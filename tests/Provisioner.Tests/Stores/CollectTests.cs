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

    /// <summary>Behaves as OpenSSL 1.0.1 does: an option that it did not have is refused, and noted; no protocol is newer.</summary>
    private const string OldOpenSsl = """
        #!/bin/sh
        command=$1
        shift
        case $command in
        version) echo 'OpenSSL 1.0.1e-fips 11 Feb 2013'; exit 0 ;;
        x509) known=' -inform -outform -in -out -noout -text -hash -subject -issuer -dates -fingerprint -serial ' ;;
        pkcs7) known=' -inform -outform -in -out -print_certs -text -noout ' ;;
        s_client) known=' -connect -CAfile -CApath -showcerts -verify -cert -key -prexit -state -quiet -tls1 -tls1_1 -tls1_2 -servername ' ;;
        *) known=' ' ;;
        esac
        for word in "$@"; do
          case $word in -*) case $known in *" $word "*) ;; *) echo "$command $word" >>"$0.refused"; echo "unknown option $word" >&2; exit 1 ;; esac ;; esac
        done
        [ "$command" = s_client ] || exec /usr/bin/openssl "$command" "$@"
        /usr/bin/openssl s_client -tls1_2 "$@" 2>&1 | sed 's/^New, TLSv1.2,/New, TLSv1\/SSLv3,/'
        """;

    [PeerTheory("busybox", "dash", "openssl", "storescp")]
    [InlineData("dash", false)]
    [InlineData("dash", true)]
    [InlineData("busybox sh", true)]
    public async Task It_gathers_what_the_laptop_needs_and_no_secret_and_changes_nothing(string shell, bool isOld)
    {
        using var scratch = new Scratch();
        var (stick, root) = (Stick(scratch), Root(scratch));
        using var archive = StoreScp.Secure(Directory.CreateDirectory(scratch["received"]).FullName);
        var before = Tree.Of(root, times: true);
        var programs = Directory.CreateDirectory(scratch["programs"]).FullName;
        if (isOld)
        {
            File.WriteAllText(Path.Combine(programs, "openssl"), OldOpenSsl);
            File.SetUnixFileMode(Path.Combine(programs, "openssl"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        string[] call = ["env", $"PATH={programs}:{Environment.GetEnvironmentVariable("PATH")}", .. shell.Split(' '), Path.Combine(stick, "COLLECT.SH"), "-t", "-r", root, $"127.0.0.1:{archive.Port}", $"127.0.0.1:{StoreScp.FreePort()}"];
        var (code, output) = Peers.Run(call[0], null, call[1..]);
        Assert.True(code == 0, output);
        Assert.Equal(before, Tree.Of(root, times: true));
        Assert.False(File.Exists(Path.Combine(programs, "openssl.refused")));

        var folder = Directory.GetDirectories(Path.Combine(stick, "COLLECT")).Single();
        Assert.Single(Directory.GetFiles(Path.Combine(stick, "COLLECT"), "*.tar"));
        var written = Tree.Files(Path.Combine(stick, "COLLECT")).Select(file => System.Text.Encoding.Latin1.GetString(file.Bytes)).ToArray();
        Assert.All(written, text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
        Assert.All(written, text => Assert.DoesNotContain("PRIVATE KEY-----", text, StringComparison.Ordinal));
        Assert.All(written, text => Assert.DoesNotContain("Master-Key", text, StringComparison.Ordinal));
        Assert.All(PrivateParts(root), part => Assert.All(written, text => Assert.DoesNotContain(part, text, StringComparison.Ordinal)));
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
        Assert.StartsWith(isOld ? "OpenSSL 1.0.1e" : "OpenSSL 3", document.RootElement.GetProperty("openssl").GetString(), StringComparison.Ordinal);
        Assert.Equal(isOld ? "TLSv1/SSLv3" : "TLSv1.3", handshakes[0].GetProperty("protocol").GetString());
        Assert.Equal(read.Output, (await EndToEnd.Program.RunAsync("inspect", folder + ".tar", "--json")).Output);
    }

    /// <summary>What would show that a private key went along: its base64 lines, and the bytes of its numbers, in whatever form it lies.</summary>
    private static IEnumerable<string> PrivateParts(string root)
    {
        var tls = Path.Combine(root, "etc/orthanc/tls");
        yield return File.ReadAllLines(HospitalIt.File("host.key"))[3];
        yield return System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(tls, "host-key.der")).AsSpan(64, 32));
        yield return System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(tls, "host.p12")).AsSpan(64, 32));
    }

    public static TheoryData<string, Func<string[], string[]>?, int, string> Damaged => new()
    {
        { "as it was gathered", lines => lines, 0, "SHA-256" },
        { "another version", lines => ["COLLECT 9", .. lines[1..]], 2, "CERT-195" },
        { "empty", _ => [], 2, "CERT-195" },
        { "cut off in a line", lines => [.. lines[..^2], lines[^2][..(lines[^2].Length / 2)]], 0, "SCANNER-1" },
        { "more lines than there are files", lines => [.. lines, .. Enumerable.Repeat("ABSENT /x", 3000)], 2, "CERT-195" },
        { "a file that is not there", lines => [.. lines, "CERTIFICATE C099.PEM /x"], 0, "SHA-256" },
        { "a name that leads elsewhere", lines => [.. lines, "CERTIFICATE ../OUTSIDE.PEM /stolen"], 0, "SHA-256" },
        { "a link to elsewhere", lines => [.. lines, "CERTIFICATE C098.PEM /stolen"], 0, "SHA-256" },
        { "signs that steer a terminal", lines => [.. lines, "CERTIFICATE C001.PEM /\u001b[2J\u202e"], 0, "SHA-256" },
        { "a handshake of nothing", lines => [.. lines, "TLS T001.TXT peer:104"], 1, "peer:104" },
    };

    [Theory, MemberData(nameof(Damaged))]
    public async Task What_was_gathered_is_read_as_hostile(string row, Func<string[], string[]>? alter, int code, string says)
    {
        using var scratch = new Scratch();
        var folder = Directory.CreateDirectory(scratch["SCANNER-1"]).FullName;
        var authority = Certificates.Made.Root("stolen", wish => (wish.From, wish.Until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90)));
        var own = Certificates.Made.Root("gathered", wish => (wish.From, wish.Until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90)));
        File.WriteAllText(scratch["OUTSIDE.PEM"], authority.Pem);
        File.CreateSymbolicLink(Path.Combine(folder, "C098.PEM"), scratch["OUTSIDE.PEM"]);
        File.WriteAllText(Path.Combine(folder, "C001.PEM"), own.Pem + own.Pem[..(own.Pem.Length / 2)]);
        File.WriteAllText(Path.Combine(folder, "T001.TXT"), "\0\u0001");
        string[] lines = ["COLLECT 1", "HOST SCANNER-1", "UTC 2026-05-04T09:30:47Z", "TYPE orthanc", "CERTIFICATE C001.PEM /etc/orthanc/tls/trusted.crt", "ABSENT /etc/orthanc/orthanc.json", ""];
        File.WriteAllText(Path.Combine(folder, "COLLECT.TXT"), string.Join('\n', alter!(lines)));
        var read = await EndToEnd.Program.RunAsync("inspect", folder);
        Assert.True(read.Code == code && read.ToString().Contains(says, StringComparison.Ordinal), $"{row}: {read}");
        Assert.DoesNotContain("stolen", read.Output.Replace("/stolen", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', read.Output);
        Assert.DoesNotContain('\u202e', read.Output);
    }

    public static TheoryData<string, Func<byte[], byte[]>, int> Archives => new()
    {
        { "whole", tar => tar, 0 },
        { "cut off within a file", tar => tar[..700], 2 },
        { "cut off between files", tar => tar[..1024], 2 },
        { "empty", _ => [], 2 },
        { "no archive", _ => "COLLECT 1\n"u8.ToArray(), 2 },
        { "a changed head", tar => Changed(tar, 100), 2 },
        { "a size beyond its end", tar => Changed(tar, 124), 2 },
        { "noise behind its end", tar => [.. tar, 1, 2, 3], 0 },
    };

    [Theory, MemberData(nameof(Archives))]
    public async Task An_archive_of_it_is_read_as_hostile_too(string row, Func<byte[], byte[]> alter, int code)
    {
        using var scratch = new Scratch();
        var folder = Directory.CreateDirectory(scratch["in/SCANNER-1"]).FullName;
        File.WriteAllText(Path.Combine(folder, "COLLECT.TXT"), "COLLECT 1\nHOST SCANNER-1\nUTC 2026-05-04T09:30:47Z\n");
        System.Formats.Tar.TarFile.CreateFromDirectory(scratch["in"], scratch["whole.tar"], includeBaseDirectory: false);
        File.WriteAllBytes(scratch["a.tar"], alter(File.ReadAllBytes(scratch["whole.tar"])));
        var read = await EndToEnd.Program.RunAsync("inspect", scratch["a.tar"]);
        Assert.True(read.Code == code && read.ToString().Contains(code == 0 ? "SCANNER-1" : "CERT-196", StringComparison.Ordinal), $"{row}: {read}");
    }

    private static byte[] Changed(byte[] tar, int at) => [.. tar[..at], (byte)'7', .. tar[(at + 1)..]];

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
        File.Copy(HospitalIt.File("host-identity.p12"), Path.Combine(tls, "host.p12"));
        Assert.Equal(0, Peers.Run("openssl", null, "pkcs8", "-topk8", "-nocrypt", "-in", HospitalIt.File("host.key"), "-outform", "DER", "-out", Path.Combine(tls, "host-key.der")).Code);
        Assert.Equal(0, Peers.Run("openssl", null, "x509", "-in", HospitalIt.File("authority.pem"), "-outform", "DER", "-out", Path.Combine(tls, "trusted.crt")).Code);
        return scratch["root"];
    }

    [GeneratedRegex("openssl (x509|pkcs7|s_client)[^|;&]*")]
    private static partial Regex Call();

    [GeneratedRegex(" -[A-Za-z_]+")]
    private static partial Regex Option();
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Network;
using Provisioner.Tests.Procedures;

namespace Provisioner.Tests.Scenarios;

/// <summary>What the sources of the shipped methods ask for beyond a job that goes well: against dcmtk's programs, and read back
/// with <c>openssl</c> and <c>keytool</c>.</summary>
public sealed partial class SeedTests
{
    private const string Registry = "REGISTRY/HKLM/SOFTWARE/Inobitec/DicomViewer";

    private static Task<Result> RunAsync(Scenario scene, params string[] more) => EndToEnd.Program.RunAsync(scene.Run(more));

    /// <summary>Label, answer and what it becomes, the problem: the five causes of the guide.</summary>
    public static TheoryData<string, string, string, string> Troubles => new()
    {
        { "AE titles", "titles", "GEE95R1/WRONG", "PROOF-05" },
        { "certificate missing", "identity", "CERTS/IN/nowhere.p12", "RUN-020" },
        { "certificate without its key", "identity", "CERTS/IN/server.pem", "CERT-018" },
        { "wrong port", "server", "127.0.0.1:9", "PROOF-003" },
        { "TLS verification fails", "authority", "CERTS/IN/stranger.pem", "PROOF-03" },
    };

    [PeerTheory("openssl"), MemberData(nameof(Troubles))]
    public async Task Each_cause_of_the_ultrasound_guide_is_told_apart_before_anything_is_changed(string row, string name, string answer, string code)
    {
        using var scene = Scenario.Of("ge-ultrasound/secure-client").Answer(name, answer).Answer("compare-authority", "not-compared");
        var start = scene.Tree();
        Assert.True((await RunAsync(scene, "--json")).Expect(1).Output.Contains($"\"{code}", StringComparison.Ordinal), row);
        Assert.Equal(start, scene.Tree());
    }

    [PeerTheory("openssl", "storescp", "echoscu", "keytool")]
    [InlineData("-rc", 0)]
    [InlineData("-ic", 1)]
    public async Task An_archive_that_lets_in_who_shows_no_certificate_is_found_and_all_is_put_back(string asks, int expected)
    {
        using var scene = Scenario.Of("ge-ultrasound/secure-client");
        using var archive = new StoreScp(
            Directory.CreateDirectory(scene["received"]).FullName, "+tls", HospitalIt.File("server.key"), HospitalIt.File("server.pem"), "+cf", HospitalIt.File("authority.pem"), asks);
        var start = scene.Tree();
        var done = (await RunAsync(scene.Answer("server", $"127.0.0.1:{archive.Port}").Answer("titles", "GEE95R1/STORESCP"), "--json")).Expect(expected);
        if (expected != 0)
        {
            Assert.Contains("RUN-108", done.Output, StringComparison.Ordinal);
            Assert.Equal(start, scene.Tree());
            return;
        }

        var own = Path.Combine(scene.Console, "STORES/LocalMachine/My", $"{Fingerprint("host.pem")}");
        var trusted = Path.Combine(scene.Console, "STORES/LocalMachine/Root", $"{Fingerprint("authority.pem")}");
        Runs("openssl", "pkey", "-in", own, "-noout", "-check");
        Runs("keytool", "-printcert", "-file", trusted);
        Runs("echoscu", "-aet", "GEE95R1", "-aec", "STORESCP", "+tls", own, own, "+cf", trusted, "127.0.0.1", archive.Port.ToString(CultureInfo.InvariantCulture));
        var settings = await File.ReadAllTextAsync(Path.Combine(scene.Console, "ProgramData/GE/Config/Connectivity.xml"));
        Assert.All(
            (string[])["<AllowMultiframe>true<", "<AllowSRPrivateData>true<", "<LocalArchiveService>true<", "<Compression>none<", "<TimeoutSeconds>30<", "one dataflow, as the service"],
            kept => Assert.Contains(kept, settings, StringComparison.Ordinal));
        Assert.DoesNotContain("<LocalArchiveService>false<", settings, StringComparison.Ordinal);
    }

    [PeerTheory("openssl", "storescp", "echoscu", "keytool")]
    [InlineData("ge-mr/secure-server", "usr/g/certs/host/host.pem", "usr/g/certs/host/host-key.pem")]
    [InlineData("inobitec-viewer/secure-listener", "ProgramData/Inobitec/Certificates/viewer.crt", "ProgramData/Inobitec/Certificates/viewer.key")]
    public async Task What_a_secure_server_got_serves_a_foreign_listener(string procedure, string certificate, string key)
    {
        using var scene = Scenario.Of(procedure);
        (await RunAsync(scene)).Expect(0);
        var (own, secret) = (Path.Combine(scene.Console, certificate), Path.Combine(scene.Console, key));
        Runs("openssl", "verify", "-CAfile", HospitalIt.File("authority.pem"), own);
        Runs("keytool", "-printcert", "-file", own);
        using var listener = new StoreScp(Directory.CreateDirectory(scene["received"]).FullName, "+tls", secret, own, "+cf", HospitalIt.File("authority.pem"), "-rc");
        Runs("echoscu", "-aec", "STORESCP", "+tls", secret, own, "+cf", HospitalIt.File("authority.pem"), "127.0.0.1", listener.Port.ToString(CultureInfo.InvariantCulture));
        Assert.NotEqual(0, Peers.Run("echoscu", null, "-aec", "STORESCP", "127.0.0.1", listener.Port.ToString(CultureInfo.InvariantCulture)).Code);
    }

    [PeerTheory("openssl")]
    [InlineData("storageCommitment", "true", "RUN-100")]
    [InlineData("queryRetrieve", "true", "RUN-100")]
    [InlineData("software", "DV25.1_R02", "RUN-042")]
    public async Task A_client_that_would_break_what_comes_back_and_software_that_is_too_old_are_refused(string setting, string value, string code)
    {
        using var scene = Scenario.Of("ge-mr/secure-client");
        var file = Path.Combine(scene.Console, setting == "software" ? "usr/g/config/system.json" : "usr/g/config/network.json");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, setting == "software"
            ? text.Replace("DV26.0_R03", value, StringComparison.Ordinal)
            : text.Replace("\"dicom\": {", $"\"dicom\": {{ \"{setting}\": {value},", StringComparison.Ordinal));
        var start = scene.Tree();
        Assert.Contains(code, (await RunAsync(scene, "--json")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Equal(start, scene.Tree());
    }

    [PeerTheory("openssl")]
    [InlineData("storageCommitment", 0)]
    [InlineData("returns", 0)]
    public async Task Who_says_that_the_scanner_gets_something_back_is_led_to_the_secure_server(string row, int expected)
    {
        using var scene = Scenario.Of("ge-mr/secure-client").Answer("setup", "returns");
        var start = scene.Tree();
        Assert.True((await RunAsync(scene)).Expect(expected).OneLine.Contains("procedure for a secure server", StringComparison.Ordinal), row);
        Assert.Equal(start, scene.Tree());
    }

    /// <summary>Label, value names with their texts, and what is told.</summary>
    public static TheoryData<string, string, string, string> Statuses => new()
    {
        { "both fit", "", "", "mr450w-2.st-anna.example, St. Anna, US" },
        { "no certificate", "CertificatePath", "", "No certificate" },
        { "no key", "PrivateKeyPath", "", "No private key" },
        { "certificate's path is wrong", "CertificatePath", @"C:\nowhere.crt", "Incorrect certificate" },
        { "a key for a certificate", "CertificatePath", @"C:\ProgramData\Inobitec\Certificates\viewer.key", "Incorrect certificate" },
        { "key's path is wrong", "PrivateKeyPath", @"C:\nowhere.key", "Incorrect private key" },
        { "a key that does not fit", "PrivateKeyPath", @"C:\other.key", "does not belong to the certificate" },
    };

    [PeerTheory("openssl"), MemberData(nameof(Statuses))]
    public async Task The_viewers_five_words_are_told_and_what_its_dialog_cannot_tell(string row, string value, string text, string told)
    {
        using var scene = Scenario.Of("inobitec-viewer/inspect");
        File.Copy(HospitalIt.File("other.key"), Path.Combine(scene.Console, "other.key"));
        if (value.Length > 0)
        {
            await File.WriteAllTextAsync(Path.Combine(scene.Console, Registry, "SecureListener", value), $"text {text}");
        }

        Assert.True((await RunAsync(scene)).Expect(0).OneLine.Contains(told, StringComparison.Ordinal), row);
    }

    [PeerFact("openssl")]
    public async Task A_listener_that_accepts_anyone_is_a_finding()
    {
        using var scene = Scenario.Of("inobitec-viewer/inspect");
        Assert.DoesNotContain("RUN-106", (await RunAsync(scene, "--json")).Expect(0).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(scene.Console, Registry, "SecureListener/VerifyPeerCertificate"), "dword 0");
        Assert.Contains("RUN-106", (await RunAsync(scene, "--json")).Expect(0).Output, StringComparison.Ordinal);
    }

    [PeerTheory("openssl")]
    [InlineData("title", "SEVENTEEN-LETTERS", "PROC-009")]
    [InlineData("title", "VIEW\\\\ER", "PROC-009")]
    [InlineData("title", "ПРОСМОТР", "PROC-009")]
    [InlineData("port", "8080", "RUN-103")]
    [InlineData("port", "archive", "RUN-044")]
    public async Task Titles_and_ports_that_the_viewer_would_not_take_are_refused_before_anything_is_changed(string name, string answer, string code)
    {
        using var scene = Scenario.Of("inobitec-viewer/secure-listener").Answer(name, answer == "archive" ? $"{Training.Archive.Endpoint.Port}" : answer);
        var start = scene.Tree();
        var refused = await RunAsync(scene, "--json");
        Assert.True(refused.Code != 0 && refused.Output.Contains(code, StringComparison.Ordinal), refused.Output);
        Assert.Equal(start, scene.Tree());
    }

    [PeerFact("openssl")]
    public async Task An_authority_that_the_viewer_trusts_already_is_not_added_again()
    {
        using var scene = Scenario.Of("inobitec-viewer/trust-peer").Answer("authority", "CERTS/IN/authority.pem");
        var start = scene.Tree();
        Assert.Contains("in place already", (await RunAsync(scene)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(start, scene.Tree());
    }

    [PeerFact("openssl")]
    public async Task There_is_never_a_second_localhost_certificate()
    {
        using var scene = Scenario.Of("clearcanvas-ris/localhost");
        (await RunAsync(scene)).Expect(0);
        var made = Stored(scene, "My");
        Assert.Equal(made, Stored(scene, "Root"));
        Assert.NotEqual(Fingerprint("localhost.pem"), Assert.Single(made));
        Assert.Contains("in place already", (await RunAsync(scene)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(made, Stored(scene, "My"));
    }

    /// <summary>Label, step's input, its file, and the problem.</summary>
    public static TheoryData<string, string, string, string> WrongCertificates => new()
    {
        { "of another authority", "authority", "CERTS/IN/stranger.pem", "RUN-101" },
        { "for another computer", "certificate", "CERTS/IN/server.pem", "RUN-043" },
    };

    [PeerTheory("openssl"), MemberData(nameof(WrongCertificates))]
    public async Task A_certificate_with_which_the_RIS_would_not_start_changes_nothing(string row, string name, string file, string code)
    {
        using var scene = Scenario.Of("clearcanvas-ris/complete").Answer(name, file).Answer("compare-authority", "not-compared");
        var start = scene.Tree();
        Assert.True((await RunAsync(scene, "--json")).Expect(1).Output.Contains(code, StringComparison.Ordinal), row);
        Assert.Equal(start, scene.Tree());
    }

    [PeerFact("openssl")]
    public async Task A_request_for_a_name_at_which_nobody_finds_the_RIS_is_not_made()
    {
        using var scene = Scenario.Of("clearcanvas-ris/request").Answer("subject", "CN=ris-2.hospital.local");
        Assert.Contains("RUN-043", (await RunAsync(scene, "--json")).Expect(1).Output, StringComparison.Ordinal);
        var settings = Path.Combine(scene.Console, "Program Files/ClearCanvas/RIS Server/RisServer.config");
        await File.WriteAllTextAsync(settings, (await File.ReadAllTextAsync(settings)).Replace("net.tcp://ris-1.", "net.tcp://ris-9.", StringComparison.Ordinal));
        Assert.Contains("RUN-102", (await RunAsync(scene.Answer("subject", "CN=ris-1"), "--json")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(scene.Stick, "CERTS/OUT")));
    }

    /// <summary>The guide: mark this key as exportable, include all extended properties.</summary>
    [PeerFact("openssl")]
    public async Task All_extended_properties_of_the_identity_go_into_the_store_and_out_again()
    {
        using var scene = Scenario.Of("ge-ultrasound/secure-client").Answer("identity", "CERTS/IN/ge-e95.p12");
        File.Copy(HospitalIt.File("described-identity.p12"), Path.Combine(scene.Stick, "CERTS/IN/ge-e95.p12"));
        var start = scene.Tree();
        (await RunAsync(scene)).Expect(0);
        var entry = await File.ReadAllTextAsync(Path.Combine(scene.Console, "STORES/LocalMachine/My", Fingerprint("host.pem")));
        Assert.StartsWith($"friendly-name: {HospitalIt.FriendlyName}\n", entry, StringComparison.Ordinal);
        Assert.Contains($"\nkey-provider: {HospitalIt.Provider}\n", entry, StringComparison.Ordinal);
        Assert.Contains("\nkey-set: machine\n", entry, StringComparison.Ordinal);
        Assert.Contains("\nproperty 1.2.840.113549.1.9.21: ", entry, StringComparison.Ordinal);
        (await EndToEnd.Program.RunAsync(scene.Undo())).Expect(0);
        Assert.Equal(start, scene.Tree());
    }

    /// <summary>The service was not restarted, or finds another certificate of the same name.</summary>
    [PeerFact("openssl")]
    public async Task An_RIS_server_that_shows_another_certificate_than_the_installed_one_is_found_and_all_is_put_back()
    {
        using var scene = Scenario.Of("clearcanvas-ris/complete");
        var settings = Path.Combine(scene.Console, "Program Files/ClearCanvas/RIS Server/RisServer.config");
        var port = StoreScp.FreePort();
        await using var old = NetTcpService.Start(() => Training.Server, "/ClearCanvas.Ris.Application.Common.Login.ILoginService", port);
        Move(settings, port);
        var start = scene.Tree();
        var done = (await RunAsync(scene, "--json")).Expect(1).Output;
        Assert.Contains("RUN-111", done, StringComparison.Ordinal);
        Assert.Equal(start, scene.Tree());
        (await RunAsync(scene.Answer("shown", "left-out: the service is restarted at night"))).Expect(0);
        Assert.Contains("restarted at night", (await EndToEnd.Program.RunAsync(["journal", "show", scene.Stick])).Expect(0).Output, StringComparison.Ordinal);
    }

    [PeerFact("openssl")]
    public async Task A_client_whose_server_shows_what_it_would_not_take_is_left_as_it_is()
    {
        using var scene = Scenario.Of("clearcanvas-workstation/trust-server").Answer("server", "CERTS/IN/viewer.crt");
        var settings = Path.Combine(scene.Console, "Program Files/ClearCanvas/Workstation/Workstation.config");
        Assert.Contains("RUN-102", (await RunAsync(scene, "--json")).Expect(1).Output, StringComparison.Ordinal);
        await using var web = OddPeer.Saying("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), afterReading: true);
        Move(settings, web.Endpoint.Port);
        var start = scene.Tree();
        Assert.Contains("PROOF-009", (await RunAsync(scene.Answer("server", "CERTS/IN/server.pem"), "--json")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Equal(start, scene.Tree());
    }

    /// <summary>Where the settings say on which port they listen, they are asked for their certificate; the statement stays.</summary>
    [PeerFact("openssl", "storescp")]
    public async Task EA3_and_EAT_are_asked_for_the_certificate_that_was_installed_where_they_can_be_found()
    {
        using var scene = Scenario.Of("ge-mr/secure-server");
        var network = Path.Combine(scene.Console, "usr/g/config/network.json");
        var text = await File.ReadAllTextAsync(network);
        await File.WriteAllTextAsync(network, text.Replace("\"ea3\": {", $"\"ea3\": {{ \"server\": {{ \"port\": {StoreScp.FreePort()} }},", StringComparison.Ordinal));
        using var ea3 = new ConsoleListener(scene.Console, "ge-mr", "ea3");
        (await RunAsync(scene)).Expect(0);
        var told = (await EndToEnd.Program.RunAsync(["journal", "show", scene.Stick])).Expect(0).Output.Split('\n');
        Assert.Contains(told, line => line.Contains("PROVED", StringComparison.Ordinal) && line.Contains("shown-ea3", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("SKIP", StringComparison.Ordinal) && line.Contains("shown-eat", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("PROVED", StringComparison.Ordinal) && line.Contains("state-eat", StringComparison.Ordinal));
    }

    [PeerTheory("openssl", "storescp")]
    [InlineData("encrypted", "archive-encrypted")]
    [InlineData("plain", "archive-plain")]
    [InlineData("silent", "archive-silent")]
    public async Task A_site_is_told_what_speaks_at_its_archive_and_what_follows(string speaks, string step)
    {
        using var scene = Scenario.Of("site/assess");
        using var plain = speaks == "plain" ? new StoreScp(Directory.CreateDirectory(scene["received"]).FullName) : null;
        _ = speaks == "encrypted" ? scene : scene.Answer("archive", $"127.0.0.1:{plain?.Port ?? StoreScp.FreePort()}");
        var report = JsonDocument.Parse((await RunAsync(scene, "--json")).Expect(0).Output).RootElement;
        var passed = report.GetProperty("steps").EnumerateArray().Where(done => done.GetProperty("result").GetString() == "pass").Select(done => done.GetProperty("id").GetString());
        Assert.Equal(step, passed.Single(id => id!.StartsWith("archive-", StringComparison.Ordinal) && id != "archive-speaks"));
    }

    [PeerFact("openssl")]
    public async Task What_stays_true_stands_on_the_last_page_until_it_is_put_back()
    {
        using var scene = Scenario.Of("clearcanvas-ris/complete");
        var shown = (await RunAsync(scene)).Expect(0).OneLine;
        Assert.True(shown.LastIndexOf("Do not rename this computer", StringComparison.Ordinal) > shown.IndexOf("DONE", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, shown.Split("Do not rename this computer").Length - 1);
        Assert.DoesNotContain("Do not rename", (await EndToEnd.Program.RunAsync(scene.Undo())).Expect(0).OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_flowcharts_of_the_MR_manual_come_out_of_the_files()
    {
        Assert.Equal(["import", "import", "configure", "hand-over"], Chart("ge-mr/secure-client"));
        Assert.Equal(["import", "import", "configure", "configure", "configure", "configure", "hand-over"], Chart("ge-mr/secure-server"));

        static IEnumerable<string> Chart(string procedure) =>
            Shipped.Procedure(procedure).Steps.Select(step => step.Verb.Word).Where(word => word is "import" or "configure" or "hand-over");
    }

    private static string Fingerprint(string file) => Core.Certificates.CertificateFile.Read(file, File.ReadAllBytes(HospitalIt.File(file))).Certificates.First().Fingerprint.ToString();

    private static IEnumerable<string> Stored(Scenario scene, string store) =>
        Directory.GetFiles(Path.Combine(scene.Console, "STORES/LocalMachine", store)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    private static void Runs(string program, params string[] arguments)
    {
        var (code, output) = Peers.Run(program, null, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}\n{output}");
    }

    /// <summary>The address in a settings file gets another port.</summary>
    private static void Move(string settings, int port) => File.WriteAllText(settings, Port().Replace(File.ReadAllText(settings), $"$1:{port}\""));

    [GeneratedRegex("(net.tcp://[a-z0-9.-]+):[0-9]+\"")]
    private static partial Regex Port();
}

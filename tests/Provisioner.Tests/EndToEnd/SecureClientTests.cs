using System.Globalization;
using System.Text;
using System.Text.Json;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The main job with certificates made by <c>openssl</c>, against dcmtk's <c>storescp</c> that wants client certificates.</summary>
public sealed class SecureClientTests
{
    [PeerFact("openssl", "storescp", "echoscu")]
    public async Task A_scanner_becomes_a_secure_client_and_its_own_files_work_for_a_foreign_program()
    {
        using var visit = new HospitalVisit();
        using var archive = StoreScp.Secure(visit[""]);
        (await visit.At(archive.Port).RunAsync()).Expect(0);
        var store = Path.Combine(visit.Console, "usr/g/certs");
        var echo = Peers.Run("echoscu", null, "-aet", "MR450W2", "-aec", "STORESCP", "+tls", Path.Combine(store, "host/host-key.pem"),
            Path.Combine(store, "host/host.pem"), "+cf", Path.Combine(store, "trusted/authority.pem"), "127.0.0.1", archive.Port.ToString(CultureInfo.InvariantCulture));
        Assert.True(echo.Code == 0, echo.Output);
        var settings = JsonDocument.Parse(File.ReadAllText(visit.NetworkSettings), new() { CommentHandling = JsonCommentHandling.Skip })
            .RootElement.GetProperty("dicom").GetProperty("client");
        Assert.True(settings.GetProperty("tls").GetBoolean());
        Assert.Equal("/usr/g/certs/host/host.pem", settings.GetProperty("certificate").GetString());
        Assert.Equal(archive.Port, settings.GetProperty("remote").GetProperty("port").GetInt32());
    }

    [PeerFact("openssl", "storescp")]
    public async Task After_undo_the_console_equals_its_start()
    {
        using var visit = new HospitalVisit();
        using var archive = StoreScp.Secure(visit[""]);
        var start = Tree.Of(visit.Console, times: true);
        (await visit.At(archive.Port).RunAsync()).Expect(0);
        Assert.NotEqual(start, Tree.Of(visit.Console, times: true));
        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
        Assert.Contains("RUN-009", (await visit.UndoAsync()).Expect(1).Output, StringComparison.Ordinal);
    }

    [PeerFact("openssl", "storescp")]
    public async Task A_second_job_finds_everything_in_place_and_changes_nothing()
    {
        using var visit = new HospitalVisit();
        using var archive = StoreScp.Secure(visit[""]);
        (await visit.At(archive.Port).RunAsync()).Expect(0);
        var done = Tree.Of(visit.Console, times: true);
        Assert.Contains("in place already", (await visit.RunAsync()).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(done, Tree.Of(visit.Console, times: true));
    }

    [PeerFact("openssl", "storescp")]
    public async Task A_dry_run_shows_every_change_and_touches_nothing()
    {
        using var visit = new HospitalVisit();
        var (console, stick) = (Tree.Of(visit.Console, times: true), Tree.Of(visit.Stick, times: true));
        var shown = (await visit.At(4711).RunAsync("--dry-run")).Expect(0).Output;
        Assert.Equal(console, Tree.Of(visit.Console, times: true));
        Assert.Equal(stick, Tree.Of(visit.Stick, times: true));
        Assert.False(Directory.Exists(Path.Combine(visit.Console, "var")));
        Assert.All(["trusted/authority.pem", "host/host-key.pem", "+      \"tls\": true"], change => Assert.Contains(change, shown, StringComparison.Ordinal));
    }

    [PeerFact("openssl", "storescp", "keytool")]
    public async Task The_key_is_handed_over_encrypted_and_opens_elsewhere()
    {
        using var visit = new HospitalVisit();
        using var archive = StoreScp.Secure(visit[""]);
        (await visit.At(archive.Port).Answer("hand-over", "key").Answer("second-person", "KM").RunAsync()).Expect(0);
        var file = Directory.GetFiles(Path.Combine(visit.Stick, "KEYS/OUT")).Single();
        var opened = Peers.Run("openssl", null, "pkcs12", "-in", file, "-nodes", "-passin", $"pass:{HospitalIt.Password}");
        Assert.Contains("BEGIN PRIVATE KEY", opened.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, Peers.Run("openssl", null, "pkcs12", "-in", file, "-nodes", "-passin", "pass:wrong").Code);
        var listed = Peers.Run("keytool", null, "-list", "-keystore", file, "-storepass", HospitalIt.Password);
        Assert.Contains("PrivateKeyEntry", listed.Output, StringComparison.Ordinal);
    }

    [PeerFact("openssl", "storescp")]
    public async Task The_report_is_one_json_document_with_stable_names()
    {
        using var visit = new HospitalVisit();
        using var archive = StoreScp.Secure(visit[""]);
        var result = (await visit.At(archive.Port).RunAsync("--json")).Expect(0);
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("done", report.GetProperty("outcome").GetString());
        Assert.Equal("program", report.GetProperty("proof").GetString());
        Assert.Equal("R0000001", report.GetProperty("run").GetString());
        Assert.Equal("7731", report.GetProperty("console").GetProperty("serial").GetString());
        Assert.Equal("LOGS/R0000001.PAL", report.GetProperty("journal").GetProperty("file").GetString());
        Assert.Equal(15, report.GetProperty("steps").GetArrayLength());
        Assert.Empty(report.GetProperty("problems").EnumerateArray());
        Assert.Contains("[PASS]", result.Errors, StringComparison.Ordinal);
    }

    [PeerFact("openssl", "storescp")]
    public async Task No_secret_is_in_anything_that_was_written_or_printed()
    {
        using var visit = new HospitalVisit();
        using var archive = StoreScp.Secure(visit[""]);
        var temporary = Directory.CreateDirectory(visit["temporary"]).FullName;
        var run = OwnProcess.Run(0, "whole", visit.At(archive.Port).Answer("hand-over", "key").Answer("second-person", "KM").RunArguments(), temporary);
        Assert.True(run.Code == 0, run.Output);
        var key = File.ReadAllText(Path.Combine(visit.Console, "usr/g/certs/host/host-key.pem")).Split('\n')[3];
        string[] canaries = [HospitalIt.Password, HospitalVisit.Passphrase, key];
        var written = Tree.Files(visit.Stick).Concat(Tree.Files(visit.Console).Where(file => !file.Name.EndsWith("host-key.pem", StringComparison.Ordinal)))
            .Concat(Tree.Files(temporary))
            .Append(("output", Encoding.UTF8.GetBytes(run.Output)));
        Assert.Empty(from file in written
                     from canary in canaries
                     from form in new[] { Encoding.UTF8.GetBytes(canary), Encoding.Unicode.GetBytes(canary), Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(canary))) }
                     where file.Item2.AsSpan().IndexOf(form) >= 0
                     select $"{file.Item1}: {canary}");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(visit.Console, "usr/g/certs/host/host-key.pem")));
    }
}

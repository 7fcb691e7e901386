using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Sticks;

/// <summary><c>stick check</c> says whether a stick is as the office left it, and names what is not.</summary>
public sealed class StickCheckTests(RealStickFixture fixture) : IClassFixture<RealStickFixture>
{
    private static readonly (string Row, Action<RealStick> Do, int Exit, string[] Told)[] Rows =
    [
        ("as it was prepared", _ => { }, ExitCode.Done, []),
        ("a procedure changed", stick => File.AppendAllText(stick["PROCS/ge-mr/secure-client.yaml"], "# x\n"), ExitCode.NotTrusted, ["STICK-022 PROCS/ge-mr/secure-client.yaml"]),
        ("a root file changed", stick => File.AppendAllText(stick["VERIFY.SH"], "\n"), ExitCode.NotTrusted, ["STICK-022 VERIFY.SH"]),
        ("a procedure removed", stick => File.Delete(stick["PROCS/dcmtk/renew.yaml"]), ExitCode.NotTrusted, ["STICK-023 PROCS/dcmtk/renew.yaml"]),
        ("a procedure is a link to itself elsewhere", stick => Link(stick, "PROCS/dcmtk/renew.yaml"), ExitCode.NotTrusted, ["STICK-022 PROCS/dcmtk/renew.yaml"]),
        ("a procedure added", stick => stick.Put("PROCS/ge-mr/mine.yaml", "x"), ExitCode.NotTrusted, ["STICK-024 PROCS/ge-mr/mine.yaml"]),
        ("any file added beside programs", stick => stick.Put("BIN/WIN/readme.txt", "x"), ExitCode.NotTrusted, ["STICK-024 BIN/WIN/readme.txt"]),
        ("a job file added", stick => stick.Put("JOBS/NIGHT.YAML", "x"), ExitCode.NotTrusted, ["STICK-024 JOBS/NIGHT.YAML"]),
        ("a program added at the top", stick => stick.Put("PROVISIONER.EXE", "x"), ExitCode.NotTrusted, ["STICK-025 PROVISIONER.EXE"]),
        ("a script added among the reports", stick => stick.Put("REPORTS/open.cmd", "x"), ExitCode.NotTrusted, ["STICK-025 REPORTS/open.cmd"]),
        ("several at once", stick => File.Delete(stick.Put("AUTORUN.INF", "x")["VERIFY.SH"]), ExitCode.NotTrusted, ["STICK-025 AUTORUN.INF", "STICK-023 VERIFY.SH"]),
        ("what Windows leaves", stick => stick.Put("System Volume Information/IndexerVolumeGuid", "x").Put("System Volume Information/x.exe", "x").Put("$RECYCLE.BIN/S-1/a.exe", "x"), ExitCode.Done, []),
        ("what hospital IT brings", stick => stick.Put("CERTS/IN/ca.pem", "x").Put("CERTS/IN/tools/setup.exe", "x"), ExitCode.Done, []),
        ("notes at the top, and reports", stick => stick.Put("NOTES.TXT", "x").Put("REPORTS/a.pdf", "x").Put("ASK-IT.TXT", "x"), ExitCode.Done, []),
        ("no manifest", stick => File.Delete(stick["MANIFEST.SHA"]), ExitCode.NotTrusted, ["STICK-020 MANIFEST.SHA"]),
        ("no signature", stick => File.Delete(stick["MANIFEST.P7S"]), ExitCode.NotTrusted, ["STICK-026 MANIFEST.SHA"]),
        ("a manifest for a changed file, not signed anew", Relisted, ExitCode.NotTrusted, ["STICK-027 MANIFEST.SHA"]),
        ("a manifest with a blank more", stick => File.AppendAllText(stick["MANIFEST.SHA"], "\n"), ExitCode.NotTrusted, ["STICK-021 -"]),
        ("the certificate of GENESIS is missing", stick => File.Delete(stick["ID/GENESIS.P7S"]), ExitCode.NotTrusted, ["LOG-040 ID/GENESIS"]),
        ("the key of the next log is missing", stick => File.Delete(Directory.GetFiles(stick["ID"], "*.KEY").Single()), ExitCode.Problems, ["STICK-012"]),
    ];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Row)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_stick_that_is_not_as_the_office_left_it_is_told_by_the_file(string row)
    {
        using var stick = fixture.Copy();
        var (_, act, exit, told) = Rows.Single(candidate => candidate.Row == row);
        act(stick);
        var json = JsonDocument.Parse((await stick.CheckAsync("--json")).Expect(exit).Output).RootElement;
        Assert.Equal(told, json.GetProperty("problems").EnumerateArray().Select(problem => Told(problem, told)));
        var run = (await stick.Answers("read: FE\n").RunAsync("ge-mr/hello", "--dry-run")).Expect(exit == ExitCode.NotTrusted ? exit : ExitCode.Done);
        Assert.All(told.Where(problem => problem.StartsWith("STICK-02", StringComparison.Ordinal)), problem => Assert.Contains(problem.Split(' ')[0], run.Output, StringComparison.Ordinal));
        Assert.Equal(told.Length, json.GetProperty("checks").EnumerateArray().Count(check => !check.GetProperty("ok").GetBoolean()));
    }

    [PeerFact("sha256sum")]
    public void A_manifest_is_read_by_sha256sum_too()
    {
        using var stick = fixture.Copy();
        var (code, said) = Peers.Run("sha256sum", stick.Folder, "--check", "--strict", "--quiet", "MANIFEST.SHA");
        Assert.True(code == 0, said);
        File.AppendAllText(stick["VERIFY.SH"], "\n");
        Assert.Equal(1, Peers.Run("sha256sum", stick.Folder, "--check", "--strict", "--quiet", "MANIFEST.SHA").Code);
    }

    [Fact]
    public async Task A_stick_of_another_office_is_refused()
    {
        using var stick = fixture.Copy();
        using var passphrase = new Core.Problems.Secret(RealStickFixture.Passphrase);
        using var other = Provisioner.Keys.Office.Create(stick.Aside("other"), "Else", rehearsal: false, passphrase, new Disk(), TimeProvider.System).Value;
        var told = await EndToEnd.Program.RunAsync("stick", "check", stick.Folder, "--office", other.CertificateFile);
        Assert.Contains("OFFICE-002", told.Expect(ExitCode.NotTrusted).Output, StringComparison.Ordinal);
        var updated = await EndToEnd.Program.RunAsync("stick", "update", stick.Folder, "--office", stick.Aside("other"), "--office-passphrase-file", stick.PassphraseFile);
        Assert.Contains("OFFICE-002", updated.Expect(ExitCode.NotTrusted).Output, StringComparison.Ordinal);
        File.WriteAllBytes(stick["MANIFEST.P7S"], other.Sign(File.ReadAllBytes(stick["MANIFEST.SHA"])));
        Assert.Contains("STICK-027", (await stick.CheckAsync()).Expect(ExitCode.NotTrusted).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_reads_as_it_was_written_and_in_no_other_spelling()
    {
        using var stick = fixture.Copy();
        var text = File.ReadAllText(stick["MANIFEST.SHA"]);
        var manifest = Manifest.Read(System.Text.Encoding.ASCII.GetBytes(text)).Value;
        Assert.Equal((1, "PS-REAL", false), (manifest.Issue, manifest.Stick, manifest.IsRehearsal));
        var lines = text.Split('\n');
        string[] wrong =
        [
            text.ToUpperInvariant(), text + "\n", text[..^1], text.Replace("\n", "\r\n", StringComparison.Ordinal), text.Replace("# ISSUE=1", "# ISSUE=01", StringComparison.Ordinal),
            text.Replace("PROCS/", "../", StringComparison.Ordinal), text.Replace("  PROCS/", " *PROCS/", StringComparison.Ordinal), text + lines[5] + "\n",
            string.Join('\n', [.. lines[..5], lines[6], lines[5], .. lines[7..]]), text.Replace("VERIFY.SH", "verify.sh", StringComparison.Ordinal) + lines.Single(line => line.EndsWith("VERIFY.SH", StringComparison.Ordinal)) + "\n",
            text.Replace("  PROCS/", "  ID/", StringComparison.Ordinal), "",
        ];
        Assert.All(wrong, spelling => Assert.False(Manifest.Read(System.Text.Encoding.ASCII.GetBytes(spelling)).IsGood, spelling));
    }

    [Fact]
    public async Task A_stick_whose_time_is_over_says_so()
    {
        using var stick = fixture.Copy();
        var late = StickCheck.Of(stick.Stick, Path.Combine(stick.OfficeFolder, "OFFICE.PEM"), DateTimeOffset.UtcNow.AddDays(400)).Value;
        Assert.Equal(["STICK-005", "STICK-030"], late.Select(finding => finding.Problem?.Code).OfType<string>());
        Assert.Contains("Jobs can be begun until", (await stick.CheckAsync()).Expect(ExitCode.Done).Output, StringComparison.Ordinal);
    }

    private static string Told(JsonElement problem, string[] told)
    {
        var code = problem.GetProperty("code").GetString()!;
        return told.Contains(code) ? code : $"{code} {(problem.GetProperty("values").TryGetProperty("file", out var file) ? file.GetString() : "-")}";
    }

    private static void Link(RealStick stick, string path)
    {
        File.Move(stick[path], stick.Aside("elsewhere"));
        _ = File.CreateSymbolicLink(stick[path], stick.Aside("elsewhere"));
    }

    private static void Relisted(RealStick stick)
    {
        var before = Core.Problems.Sha256.Of(File.ReadAllBytes(stick["VERIFY.SH"])).ToString();
        File.AppendAllText(stick["VERIFY.SH"], "\n");
        var after = Core.Problems.Sha256.Of(File.ReadAllBytes(stick["VERIFY.SH"])).ToString();
        File.WriteAllText(stick["MANIFEST.SHA"], File.ReadAllText(stick["MANIFEST.SHA"]).Replace(before, after, StringComparison.Ordinal));
    }
}

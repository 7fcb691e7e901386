using System.Security.Cryptography;
using System.Text.Json;
using Provisioner.Rehearsal;
using Provisioner.Stores;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The end of a visit: what may be unplugged, what is taken away, what somebody is reminded of.</summary>
public sealed class LeavingTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    [Fact]
    public async Task A_job_ends_with_safe_to_remove_and_only_when_everything_is_flushed()
    {
        using var visit = Visit.Of(fixture.Stage);
        using var lost = visit.Fork();
        Assert.EndsWith("Safe to remove.", (await Program.RunAsync(visit.Run())).Expect(0).OneLine, StringComparison.Ordinal);
        var disk = new RefusingDisk(path => path == lost.Stick, 5);
        var refused = (await Program.RunAsync(disk, lost.Run("--json"))).Expect(1);
        var report = JsonDocument.Parse(refused.Output).RootElement;
        Assert.False(report.GetProperty("safeToRemove").GetBoolean());
        Assert.Equal("done", report.GetProperty("outcome").GetString());
        Assert.Equal(["DISK-006", "STICK-063"], report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()!));
        Assert.DoesNotContain("Safe to remove.", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_IT_without_a_password_is_reminded_of_when_nobody_is_there()
    {
        using var visit = Visit.Of(fixture.Stage);
        var key = PlainKey(visit);
        var report = JsonDocument.Parse((await Program.RunAsync(visit.Run("--json"))).Expect(0).Output).RootElement;
        Assert.Equal(["STICK-064"], report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()!));
        Assert.True(File.Exists(key));
    }

    [Theory]
    [InlineData("removed", "1", false)]
    [InlineData("kept", "2", true)]
    public void A_key_of_IT_without_a_password_is_offered_to_be_removed_at_the_end_and_the_log_says_so(string row, string answer, bool stays)
    {
        using var visit = Visit.Of(fixture.Stage);
        var key = PlainKey(visit);
        string[] session =
        [
            "CERTS/IN/authority.pem", "CERTS/IN/scanner.pem", RehearsalStage.Passphrase, Server, "MR450W2/ARCHIVE",
            "FE", "FE", "1", "0", "0", "1", "FE", "2", "", "", "", "FE", "2", "FE", "0", answer,
        ];
        var run = OwnProcess.Run(0, "whole", visit.RunPlain(), null, session);
        Assert.True(run.Code == 0, run.Output);
        Assert.True(File.Exists(key) == stays, row);
        Assert.Equal(!stays, File.ReadAllText(Path.Combine(visit.Stick, "LOGS/R0000001.PAL")).Contains("EVENT=REMOVE EV=110113/110129 AC=D OC=0 FILE=CERTS/IN/it.key", StringComparison.Ordinal));
        Assert.Equal(stays, run.Output.Contains("STICK-064", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Uninstall_takes_away_what_was_left_and_the_log_says_what_and_the_scanner_s_files_stay()
    {
        using var visit = Visit.Of(fixture.Stage);
        (await Program.RunAsync(visit.Run())).Expect(0);
        var done = Tree.Of(visit.Console, times: true);
        var left = JsonDocument.Parse((await Program.RunAsync(List(visit, "--json"))).Expect(0).Output).RootElement.GetProperty("left");
        Assert.Equal("var/lib/provisioner", left.GetProperty("folder").GetString());
        Assert.NotEmpty(left.GetProperty("files").EnumerateArray());
        Assert.Contains("uninstall", (await Program.RunAsync(List(visit))).Expect(0).OneLine, StringComparison.Ordinal);

        var shown = (await Program.RunAsync(Uninstall(visit, "--dry-run"))).Expect(0);
        Assert.Contains("can not be put back by this program any more: R0000001", shown.OneLine, StringComparison.Ordinal);
        Assert.True(Directory.Exists(StateOf(visit)));

        (await Program.RunAsync(Uninstall(visit))).Expect(0);
        Assert.False(Directory.Exists(StateOf(visit)));
        Assert.Equal(done, Tree.Of(visit.Console, times: true));
        Assert.Contains("EVENT=REMOVED EV=110113/110129 AC=D OC=0 FILE=var/lib/provisioner", File.ReadAllText(Path.Combine(visit.Stick, "LOGS/R0000002.PAL")), StringComparison.Ordinal);
        Assert.Contains("R0000002", (await Program.RunAsync(visit.Verify())).Expect(0).OneLine, StringComparison.Ordinal);
        Assert.Contains("left nothing", (await Program.RunAsync(Uninstall(visit))).Expect(0).OneLine, StringComparison.Ordinal);
        Assert.Contains("RUN-090", (await Program.RunAsync(visit.Undo())).Expect(1).Output, StringComparison.Ordinal);
        (await Program.RunAsync(visit.Run())).Expect(0);
    }

    [Fact]
    public async Task Uninstall_is_refused_while_a_job_of_any_stick_is_unfinished()
    {
        using var visit = Visit.Of(fixture.Stage);
        using var other = Visit.Of(fixture.Stage);
        using var another = visit.Fork();
        var whole = OwnProcess.Run(0, "whole", another.Run()).Acts;
        Assert.NotEqual(0, OwnProcess.Run(whole * 3 / 5, "whole", visit.Run()).Code);
        Assert.Contains("RUN-003", (await Program.RunAsync(Uninstall(visit))).Expect(4).Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(StateOf(visit)));

        // Another stick on the same scanner sees only the receipt.
        Rename(other, "OTHER");
        string[] uninstall = ["uninstall", "--stick", other.Stick, "--console", visit.Console, "--passphrase-file", Path.Combine(other.Folder, "other.txt")];
        Assert.Contains("STICK-067", (await Program.RunAsync(uninstall)).Expect(4).Output, StringComparison.Ordinal);
        (await Program.RunAsync([.. uninstall, "--lost", "TRAINING"])).Expect(0);
        Assert.Contains("LOST=TRAINING", File.ReadAllText(Path.Combine(other.Stick, "LOGS/R0000001.PAL")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(StateOf(visit)));
    }

    [Fact]
    public async Task An_uninstall_that_is_cut_off_at_any_act_is_finished_by_the_next_one()
    {
        using var visit = Visit.Of(fixture.Stage);
        (await Program.RunAsync(visit.Run())).Expect(0);
        var act = 1;
        for (var whole = false; !whole; act++)
        {
            using var cutOff = visit.Fork();
            var disk = new Stores.FaultyDisk(Stores.Fault.KillBefore, act);
            try
            {
                var uninstalling = new Provisioner.Runs.Uninstalling(
                    Provisioner.Sticks.Stick.Open(cutOff.Stick, disk).Value, ConsoleFiles.Open(cutOff.Console, disk).Value, []);
                using var secret = new Core.Problems.Secret(RehearsalStage.Passphrase);
                whole = uninstalling.Uninstall(uninstalling.Plan().Value.Plan!, secret, TimeProvider.System).IsGood && !disk.HasFailed;
            }
            catch (Stores.KilledException)
            {
                // The locks went with the process; here their files do.
                File.Delete(Path.Combine(cutOff.Stick, "ID/LOCK"));
                if (Directory.Exists(StateOf(cutOff)))
                {
                    File.Delete(Path.Combine(StateOf(cutOff), "lock"));
                }

                (await Program.RunAsync(Uninstall(cutOff))).Expect(0);
            }

            Assert.False(Directory.Exists(StateOf(cutOff)), $"act {act}");
            (await Program.RunAsync(cutOff.Verify())).Expect(0);
        }

        Assert.InRange(act, 15, 60);
    }

    private string Server => File.ReadAllLines(fixture.Stage.AnswersFile).Single(line => line.StartsWith("server", StringComparison.Ordinal)).Split('"')[1];

    private static string StateOf(Visit visit) => Path.Combine(visit.Console, "var/lib/provisioner");

    private static string[] List(Visit visit, params string[] more) => ["store", "list", "--console", visit.Console, "--modality", "ge-mr", .. more];

    private static string[] Uninstall(Visit visit, params string[] more) =>
        ["uninstall", "--stick", visit.Stick, "--console", visit.Console, "--passphrase-file", Path.Combine(visit.Folder, "office/PASSPHRASE.TXT"), .. more];

    private static string PlainKey(Visit visit)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = Path.Combine(visit.Stick, "CERTS/IN/it.key");
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        return path;
    }

    /// <summary>Another stick in place of the visit's own.</summary>
    private static void Rename(Visit visit, string name)
    {
        Directory.Delete(visit.Stick, recursive: true);
        using var secret = new Core.Problems.Secret("another passphrase");
        File.WriteAllText(Path.Combine(visit.Folder, "other.txt"), "another passphrase\n");
        Assert.True(Provisioner.Sticks.StickPreparer.Prepare(
            visit.Stick, new() { Engineer = "FE-043", Name = name, IsRehearsal = true }, null, secret, new Disk(), TimeProvider.System).IsGood);
    }
}

using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Tests.EndToEnd;

/// <summary>What stick and console know of each other.</summary>
public sealed class StickAndConsoleTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    [Fact]
    public async Task A_stick_that_was_rolled_back_behind_the_console_s_receipt_is_not_trusted()
    {
        using var visit = Visit.Of(fixture.Stage);
        using var before = visit.Fork();
        (await Program.RunAsync(visit.Run())).Expect(0);
        var done = Tree.Of(visit.Console);
        Directory.Delete(visit.Stick, recursive: true);
        Tree.Copy(before.Stick, visit.Stick);
        Assert.Contains("RUN-005", (await Program.RunAsync(visit.Run())).Expect(3).Output, StringComparison.Ordinal);
        Assert.Equal(done, Tree.Of(visit.Console));
    }

    [Theory]
    [InlineData("undo", "RUN-004")]
    [InlineData("resume", "RUN-004")]
    public async Task What_does_not_begin_leaves_nothing_on_the_console(string command, string code)
    {
        using var visit = Visit.Of(fixture.Stage);
        var before = Everything(visit.Console);
        var refused = await Program.RunAsync(command == "undo" ? visit.Undo() : visit.Resume());
        Assert.True(refused.Code != 0 && refused.Output.Contains(code, StringComparison.Ordinal), refused.ToString());
        Assert.Equal(before, Everything(visit.Console));
    }

    [Fact]
    public async Task A_refused_sign_on_is_kept_on_the_console_until_the_log_tells_it()
    {
        using var visit = Visit.Of(fixture.Stage);
        File.WriteAllText(Path.Combine(visit.Folder, "wrong"), "not the passphrase\n");
        (await Program.RunAsync([.. visit.Run()[..^2], "--passphrase-file", Path.Combine(visit.Folder, "wrong")])).Expect(1);
        Assert.Single(Directory.GetFiles(Path.Combine(visit.Console, "var/lib/provisioner"), "notes-*"));
        (await Program.RunAsync(visit.Run())).Expect(0);
        Assert.Empty(Directory.GetFiles(Path.Combine(visit.Console, "var/lib/provisioner"), "notes-*"));
    }

    [Fact]
    public async Task A_job_does_not_begin_while_another_has_changes_in_place()
    {
        using var visit = Visit.Of(fixture.Stage);
        Interrupt(visit);
        Assert.Contains("RUN-003", (await Program.RunAsync(visit.Run())).Expect(4).Output, StringComparison.Ordinal);
        (await Program.RunAsync(visit.Resume())).Expect(0);
    }

    [Fact]
    public async Task What_another_stick_has_open_is_left_alone_until_that_stick_is_said_to_be_lost()
    {
        using var visit = Visit.Of(fixture.Stage);
        using var other = visit.Fork();
        Interrupt(visit);
        var between = Tree.Of(visit.Console);
        Directory.Delete(other.Stick, recursive: true);
        var secret = Path.Combine(visit.Folder, "office/PASSPHRASE.TXT");
        (await Program.RunAsync("stick", "prepare", other.Stick, "--engineer", "FE-043", "--name", "OTHER", "--rehearsal",
            "--office", Path.Combine(visit.Folder, "office"), "--passphrase-file", secret, "--office-passphrase-file", secret)).Expect(0);
        Tree.Copy(Path.Combine(visit.Stick, "CERTS"), Path.Combine(other.Stick, "CERTS"));
        string[] onConsole = [.. other.Run().Select(word => word == other.Console ? visit.Console : word)];

        var refused = (await Program.RunAsync(onConsole)).Expect(4);
        Assert.Contains("RUN-054 Job R0000001 of the stick TRAINING has changes in place", refused.OneLine, StringComparison.Ordinal);
        Assert.Equal(between, Tree.Of(visit.Console));
        Assert.Empty(Directory.GetFiles(Path.Combine(other.Stick, "LOGS"), "*.PAL"));

        (await Program.RunAsync([.. onConsole, "--lost-stick", "training"])).Expect(0);
        Assert.Contains("LOST=TRAINING/R0000001", File.ReadAllText(Path.Combine(other.Stick, "LOGS/R0000001.PAL")), StringComparison.Ordinal);
        (await Program.RunAsync([.. onConsole])).Expect(0);
    }

    [Fact]
    public async Task A_stick_that_served_another_kind_of_scanner_since_finds_the_job_of_this_one()
    {
        using var visit = Visit.Of(fixture.Stage);
        using var start = visit.Fork();
        Interrupt(visit);
        var storage = Path.Combine(visit.Folder, "storage");
        Directory.CreateDirectory(Path.Combine(storage, "etc/dcmtk"));
        Directory.CreateDirectory(Path.Combine(storage, "var/lib"));
        File.WriteAllText(Path.Combine(storage, "etc/dcmtk/storage.properties"), "SERIAL=4711\nHOST=storage-1\nAETITLE=STORAGE\nPORT=11112\nTLS=off\n");
        var untouched = Tree.Of(storage);
        string[] there = ["--stick", visit.Stick, "--console", storage, "--passphrase-file", Path.Combine(visit.Folder, "office/PASSPHRASE.TXT")];
        var answers = Path.Combine(visit.Folder, "STORAGE.YAML");
        File.WriteAllLines(answers, File.ReadLines(visit.Answers).Where(line => line.Split(':')[0] is "authority" or "identity" or "server" or "titles" or "hazards" or "free" or "compare-authority")
            .Append("restart: \"FE\""));
        (await Program.RunAsync(["run", "dcmtk/secure-client", .. there, "--answers", answers, "--secret", $"identity={there[^1]}"])).Expect(0);

        (await Program.RunAsync(visit.Undo())).Expect(0);
        Assert.Equal(Tree.Of(start.Console), Tree.Of(visit.Console));
        (await Program.RunAsync(["undo", .. there])).Expect(0);
        Assert.Equal(untouched, Tree.Of(storage));
    }

    [Fact]
    public async Task An_interrupted_job_is_found_by_verifying_and_its_last_sealed_step_is_named()
    {
        using var visit = Visit.Of(fixture.Stage);
        Interrupt(visit);
        var last = StickHistory.Read(Stick.Open(visit.Stick, new Disk()).Value).Value.Runs[^1].Records.Last().Event;
        Assert.Contains($"Last sealed entry in R0000001: {last}", (await Program.RunAsync(visit.Verify())).Expect(4).OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_that_another_program_works_on_is_left_alone()
    {
        using var visit = Visit.Of(fixture.Stage);
        (await Program.RunAsync(visit.Run())).Expect(0);
        using var held = new Disk().TryLock(Path.Combine(visit.Console, "var/lib/provisioner/lock"));
        Assert.Contains("CONS-005", (await Program.RunAsync(visit.Run())).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_and_its_verification_are_complete_with_the_office_s_certificate_and_only_self_consistent_without()
    {
        using var visit = Visit.Of(fixture.Stage);
        (await Program.RunAsync(visit.Run())).Expect(0);
        Assert.Contains("REHEARSAL", (await Program.RunAsync(visit.Verify())).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("elf-consistent", (await Program.RunAsync("journal", "verify", visit.Stick)).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_console_is_not_recognised_and_nothing_is_begun()
    {
        using var visit = Visit.Of(fixture.Stage);
        File.Delete(Path.Combine(visit.Console, "usr/g/config/system.json"));
        Assert.Contains("RUN-001", (await Program.RunAsync(visit.Run())).Expect(1).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(visit.Stick, "LOGS")));
    }

    /// <summary>Killed after the first import was made.</summary>
    private static void Interrupt(Visit visit)
    {
        using var another = visit.Fork();
        var whole = OwnProcess.Run(0, "whole", another.Run()).Acts;
        Assert.NotEqual(0, OwnProcess.Run(whole * 3 / 5, "whole", visit.Run()).Code);
    }

    private static string Everything(string root) => string.Join('\n', Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
}

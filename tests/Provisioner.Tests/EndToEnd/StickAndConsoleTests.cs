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

    [Fact]
    public async Task A_job_does_not_begin_while_another_has_changes_in_place()
    {
        using var visit = Visit.Of(fixture.Stage);
        Interrupt(visit);
        Assert.Contains("RUN-003", (await Program.RunAsync(visit.Run())).Expect(4).Output, StringComparison.Ordinal);
        (await Program.RunAsync(visit.Resume())).Expect(0);
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
}

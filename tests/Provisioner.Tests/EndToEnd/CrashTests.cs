using System.Collections.Concurrent;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The program is killed (SIGKILL) before every act on a disk, and in the middle of every act that writes. Each time
/// the run goes on to the same end as if nothing had happened, and goes back to the same beginning.</summary>
public sealed class CrashTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    [Theory]
    [InlineData("whole", 90)]
    [InlineData("torn", 40)]
    public async Task A_run_killed_anywhere_goes_on_to_the_same_end_and_back_to_the_same_beginning(string how, int fewest)
    {
        using var whole = Visit.Of(fixture.Stage);
        var start = Tree.Of(whole.Console, times: true);
        var acts = OwnProcess.Run(0, how, whole.Run()).Acts;
        var end = Tree.Of(whole.Console);
        var failures = new ConcurrentBag<string>();
        await Parallel.ForAsync(1, acts + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (act, _) =>
        {
            if (await FaultsAsync(act, how, start, end) is { Length: > 0 } fault)
            {
                failures.Add($"act {act} {how}: {fault}");
            }
        });
        Assert.True(acts >= fewest, $"only {acts} acts");
        Assert.True(failures.IsEmpty, string.Join('\n', failures));
    }

    [Fact]
    public async Task Putting_back_killed_anywhere_is_put_back_by_the_next_try()
    {
        using var done = Visit.Of(fixture.Stage);
        var start = Tree.Of(done.Console, times: true);
        Assert.Equal(0, OwnProcess.Run(0, "whole", done.Run()).Code);
        int acts;
        using (var once = done.Fork())
        {
            acts = OwnProcess.Run(0, "whole", once.Undo()).Acts;
        }

        for (var act = 1; act <= acts; act++)
        {
            using var visit = done.Fork();
            OwnProcess.Run(act, "whole", visit.Undo());
            var again = await Program.RunAsync(visit.Undo());
            Assert.True(again.Code == 0 || again.Output.Contains("RUN-009", StringComparison.Ordinal), $"act {act}: {again}");
            Assert.True(start == Tree.Of(visit.Console, times: true), $"act {act}");
        }
    }

    private async Task<string> FaultsAsync(int act, string how, string start, string end)
    {
        using var visit = Visit.Of(fixture.Stage);
        OwnProcess.Run(act, how, visit.Run());
        using var back = visit.Fork();
        return await GoOnAsync(visit, end) + await GoBackAsync(back, start);
    }

    /// <summary>Killed before its OPEN was sealed the run never was, and is begun; killed after CLOSE it is done.</summary>
    private static async Task<string> GoOnAsync(Visit visit, string end)
    {
        var resumed = await Program.RunAsync(visit.Resume());
        if (resumed.Output.Contains("RUN-004", StringComparison.Ordinal))
        {
            resumed = await Program.RunAsync(visit.Run());
        }

        return resumed.Code != 0 && !resumed.Output.Contains("RUN-009", StringComparison.Ordinal) ? $"resume: {resumed}"
            : Tree.Of(visit.Console) != end ? $"another end: {Tree.Of(visit.Console)}"
            : Leftovers(visit);
    }

    private static async Task<string> GoBackAsync(Visit visit, string start)
    {
        var undone = await Program.RunAsync(visit.Undo());
        return undone.Code != 0 && !undone.Output.Contains("RUN-004", StringComparison.Ordinal) ? $"undo: {undone}"
            : Tree.Of(visit.Console, times: true) != start ? $"another beginning: {Tree.Of(visit.Console, times: true)}"
            : Leftovers(visit);
    }

    private static string Leftovers(Visit visit)
    {
        var staged = Path.Combine(visit.Console, "var/lib/provisioner/staged");
        return Directory.Exists(staged) && Directory.EnumerateFiles(staged).Any() ? "staged files are left" : "";
    }
}

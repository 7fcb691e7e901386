using Provisioner.Rehearsal;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The same engine at the keyboard: lines in, lines out.</summary>
public sealed class LineModeTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private string Server => File.ReadAllLines(fixture.Stage.AnswersFile).Single(line => line.StartsWith("server", StringComparison.Ordinal)).Split('"')[1];

    /// <summary>Inputs with one refusal, then every step to its end.</summary>
    private string[] WholeSession =>
    [
        "CERTS/IN/nowhere.pem", "CERTS/IN/authority.pem", "CERTS/IN/scanner.pem", RehearsalStage.Passphrase, "no endpoint", Server, "MR450W2/ARCHIVE",
        "FE", "FE", "1", "0", "0", "1", "FE", "2", "", "", "", "FE", "2", "FE", "0",
    ];

    [Fact]
    public void A_whole_job_is_done_line_by_line_and_refusals_are_asked_again()
    {
        using var visit = Visit.Of(fixture.Stage);
        using var unattended = visit.Fork();
        var run = OwnProcess.Run(0, "whole", visit.RunPlain(), null, WholeSession);
        Assert.True(run.Code == 0, run.Output);
        Assert.Contains("RUN-020", run.Output, StringComparison.Ordinal);
        Assert.Contains("PROC-061", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(RehearsalStage.Passphrase, run.Output, StringComparison.Ordinal);
        Assert.Equal(0, OwnProcess.Run(0, "whole", unattended.Run()).Code);
        Assert.Equal(Tree.Of(unattended.Console), Tree.Of(visit.Console));
    }

    [Fact]
    public void Input_that_ends_before_the_first_change_leaves_the_console_as_it_was()
    {
        using var visit = Visit.Of(fixture.Stage);
        var start = Tree.Of(visit.Console, times: true);
        Assert.Equal(1, OwnProcess.Run(0, "whole", visit.RunPlain(), null, WholeSession[..15]).Code);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
    }

    [Fact]
    public async Task Input_that_ends_with_changes_in_place_leaves_a_job_that_can_be_put_back()
    {
        using var visit = Visit.Of(fixture.Stage);
        var start = Tree.Of(visit.Console, times: true);
        Assert.Equal(4, OwnProcess.Run(0, "whole", visit.RunPlain(), null, WholeSession[..17]).Code);
        Assert.NotEqual(start, Tree.Of(visit.Console, times: true));
        (await Program.RunAsync(visit.Undo())).Expect(0);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
    }

    [Fact]
    public void A_scanner_that_is_not_free_and_a_room_that_is_not_empty_stop_the_job()
    {
        using var visit = Visit.Of(fixture.Stage);
        var run = OwnProcess.Run(0, "whole", visit.RunPlain(), null, [.. WholeSession[..10], "1", "0", "2", "2"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("RUN-010", run.Output, StringComparison.Ordinal);
    }
}

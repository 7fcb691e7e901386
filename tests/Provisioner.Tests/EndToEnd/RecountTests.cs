using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Tests.EndToEnd;

/// <summary>Failed jobs are counted once more before a job is closed, done or put back.</summary>
public sealed class RecountTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private const string Body = """
        inputs:
          subject: {kind: subject, prompt: Subject}
        steps:

        """ + SmallVisit.Before + """
          - {id: make, title: Make, generate: {subject: subject, into: host, key: rsa2048, days: 90}}
          - {id: restart, title: Restart, restart: {service: dicom}}
        """;

    private const string Compared = "Failed jobs on the scanner's own list: 2 when it was found free,";

    /// <summary>Two have failed when the scanner is found free; the change is agreed to.</summary>
    private static readonly string[] UpToTheEnd = ["0", "2", "1", "FE", "", "FE"];

    [Theory]
    [InlineData("no more than before", "2", null, "2", $"{Compared} 2 at the end")]
    [InlineData("fewer", "0", null, "0", $"{Compared} 0 at the end")]
    [InlineData("one more", "3", "RUN-056", "3", $"{Compared} 3 at the end")]
    [InlineData("nobody can count", "-", null, "not-counted", "NOT COUNTED: failed jobs")]
    [InlineData("so that an answers file says", "not-counted", null, "not-counted", "NOT COUNTED: failed jobs")]
    public async Task At_the_keyboard_they_are_asked_for_and_compared(string row, string typed, string? code, string recorded, string told)
    {
        using var visit = Visit();
        var terminal = new TypedTerminal([.. UpToTheEnd, "some", typed]);
        var end = await visit.AskingAsync(terminal);
        Assert.True(end.Part is { State.Phase: RunPhase.Closed { Outcome: Outcome.Done } }, terminal.Text);
        Assert.Equal(code is null ? [] : [code], end.Problems.Select(problem => problem.Code));
        Assert.Contains($"FAILED={recorded}", Assert.Single(Recounts(visit)), StringComparison.Ordinal);
        Assert.Contains(told, terminal.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.True(code is not null == Report(visit).Contains("RUN-056", StringComparison.Ordinal), row);
    }

    [Theory]
    [InlineData("put back: counted again, as it is left otherwise than it was", "1", Outcome.PutBack)]
    [InlineData("kept as it is", "2", Outcome.Done)]
    public async Task Who_leaves_at_the_question_has_the_scanner_as_before_or_as_after(string row, string choice, Outcome outcome)
    {
        using var visit = Visit();
        var before = Tree.Of(visit.Console, times: true);
        var terminal = new LeavingTerminal("How many failed jobs", [.. UpToTheEnd, choice, "3"]);
        var end = await visit.AskingAsync(terminal);
        Assert.True(end.Part is { State.Phase: RunPhase.Closed closed } && closed.Outcome == outcome, $"{row}\n{terminal.Text}");
        Assert.Equal(outcome == Outcome.PutBack, before == Tree.Of(visit.Console, times: true));
        Assert.EndsWith(outcome == Outcome.PutBack ? "FAILED=3" : "FAILED=not-counted", Assert.Single(Recounts(visit)).TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("both", "1", "2", "RUN-056", "2")]
    [InlineData("nobody counted before", null, "2", null, "2")]
    [InlineData("nobody counts", null, null, null, "not-counted")]
    [InlineData("so it is said", "1", "not-counted", null, "not-counted")]
    public async Task Without_anybody_there_the_answers_file_says_it(string row, string? before, string? after, string? code, string recorded)
    {
        using var visit = Visit().Answer(("free", "FE"), ("restart", "FE"), (Answers.FailedBefore, before), (Answers.FailedAfter, after));
        var end = await visit.AskingAsync(new TypedTerminal(), askMissing: false);
        Assert.True(end.Part is { State.Phase: RunPhase.Closed { Outcome: Outcome.Done } }, row);
        Assert.Equal(code is null ? [] : [code], end.Problems.Select(problem => problem.Code));
        Assert.Contains($"FAILED={recorded}", Assert.Single(Recounts(visit)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_done_and_put_back_later_is_counted_then_too()
    {
        using var visit = Visit();
        _ = await visit.AskingAsync(new TypedTerminal([.. UpToTheEnd, "2"]));
        var end = await visit.AskingAsync(new TypedTerminal("4"), purpose: Purpose.Undo);
        Assert.Equal(["RUN-056"], end.Problems.Select(problem => problem.Code));
        Assert.Equal(["FAILED=2", "FAILED=4"], Recounts(visit).Select(record => record.TrimEnd().Split(' ')[^1]));
    }

    private static IEnumerable<string> Recounts(SmallVisit visit) => visit.Records().Where(record => record.Contains("EVENT=RECOUNT ", StringComparison.Ordinal));

    private static string Report(SmallVisit visit) => File.ReadAllText(Path.Combine(visit.Stick, "REPORTS/R0000001.HTM"));

    private SmallVisit Visit() =>
        new SmallVisit(fixture.Stage, Body).Answer(("subject", "CN=mr450w-2, OU=MR, O=St. Anna, L=Ghent, ST=Flanders, C=BE"), ("free", null));

    /// <summary>Input ends once, at one question, as Esc does.</summary>
    private sealed class LeavingTerminal(string at, string[] typed) : Provisioner.Terminal.ITerminal
    {
        private readonly TypedTerminal _lines = new(typed);
        private bool _isNext, _hasLeft;

        public bool IsInteractive => true;

        public string Text => _lines.Text;

        public void Write(Core.Screens.Line line)
        {
            _isNext |= !_hasLeft && line.Text.Contains(at, StringComparison.Ordinal);
            _lines.Write(line);
        }

        public string? Ask(string prompt, bool hidden = false)
        {
            if (!_isNext)
            {
                return _lines.Ask(prompt, hidden);
            }

            (_isNext, _hasLeft) = (false, true);
            return null;
        }
    }
}

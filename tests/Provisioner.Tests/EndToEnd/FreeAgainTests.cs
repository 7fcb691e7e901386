using Provisioner.Core.Documents;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Tests.EndToEnd;

/// <summary>A scanner that was found free some time ago is found free again before it is changed or restarted.</summary>
public sealed class FreeAgainTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private const string Body = """
        inputs:
          subject: {kind: subject, prompt: Subject}
        steps:

        """ + SmallVisit.Before + """
          - {id: early, title: Early, notice: {text: Read this.}}
          - {id: make, title: Make, generate: {subject: subject, into: host, key: rsa2048, days: 90}}
          - {id: late, title: Late, notice: {text: Read that.}}
          - {id: restart, title: Restart, restart: {service: dicom}}
        """;

    private static readonly string[] Free = ["0", "0", "1", "FE"];

    [Theory]
    [InlineData("nobody waits", null, 0, "INTENT APPLIED late PASS restart PASS")]
    [InlineData("just in time for the change", "FE early", 900, "INTENT APPLIED late PASS restart PASS")]
    [InlineData("too late for the change", "FE early", 901, "FREE-AGAIN INTENT APPLIED late PASS restart PASS")]
    [InlineData("agreed to too late", "", 901, "FREE-AGAIN INTENT APPLIED late PASS restart PASS")]
    [InlineData("just in time for the restart", "FE late", 900, "INTENT APPLIED late PASS restart PASS")]
    [InlineData("too late for the restart", "FE late", 901, "INTENT APPLIED late PASS FREE-AGAIN restart PASS")]
    [InlineData("the clock was set back", "FE early", -1, "FREE-AGAIN INTENT APPLIED late PASS restart PASS")]
    public async Task It_is_asked_again_after_fifteen_minutes(string row, string? slow, int seconds, string expected)
    {
        var isAsked = expected.Contains("FREE-AGAIN", StringComparison.Ordinal);
        string[] change = isAsked && slow != "FE late" ? ["", .. Free] : [""];
        string[] restart = isAsked && slow == "FE late" ? Free : [];
        var (end, visit, terminal) = await GoAsync(slow, seconds, [.. Free, "FE early", .. change, "FE late", .. restart, "FE"]);
        using (visit)
        {
            Assert.True(end.Part is { State.Phase: RunPhase.Closed { Outcome: Outcome.Done } }, $"{row}\n{terminal.Text}");
            Assert.Equal(expected, Told(visit));
            Assert.Equal(seconds / 60.0, Report(visit).Steps.Sum(step => step.Minutes), 0.1);
        }
    }

    [Fact]
    public async Task A_scanner_that_is_needed_meanwhile_is_not_changed_until_it_is_free()
    {
        var (end, visit, terminal) = await GoAsync("FE early", 901, [.. Free, "FE early", "", "1", "0", "1", .. Free, "FE late", "FE"]);
        using (visit)
        {
            Assert.Equal(["RUN-010"], end.Problems.Select(problem => problem.Code));
            Assert.True(Told(visit).StartsWith("FREE-AGAIN INTENT", StringComparison.Ordinal), terminal.Text);
        }
    }

    [Theory]
    [InlineData("2", "2", false)]
    [InlineData("2", "1", false)]
    [InlineData("2", "3", true)]
    public async Task More_failed_jobs_than_the_time_before_are_said(string before, string now, bool isFound)
    {
        var (end, visit, _) = await GoAsync("FE early", 901, ["0", before, "1", "FE", "FE early", "", "0", now, "1", "FE", "FE late", "FE"]);
        using (visit)
        {
            Assert.Equal(isFound ? ["RUN-056"] : [], end.Problems.Select(problem => problem.Code));
            Assert.Contains($"DETAIL=queued%200,%20failed%20{now}", Assert.Single(visit.Records(), record => record.Contains("EVENT=FREE-AGAIN", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_leaves_at_the_question_has_changed_nothing()
    {
        var (end, visit, _) = await GoAsync("FE early", 901, [.. Free, "FE early", ""]);
        using (visit)
        {
            Assert.True(end.Part is { State.Phase: RunPhase.Closed { Outcome: Outcome.Unchanged } });
            Assert.Equal("LEFT", Told(visit));
        }
    }

    [Theory]
    [InlineData("somebody is there, and is asked", true)]
    [InlineData("nobody is there: the answers file says it again", false)]
    public async Task Answers_given_beforehand(string row, bool attended)
    {
        using var visit = Visit().Answer(("free", "FE"), ("early", "FE"), ("late", "FE"), ("restart", "FE"));
        var clock = new StoppedClock();
        var terminal = new SlowTerminal(clock, "Read this.", 901, attended ? ["", .. Free] : []);
        var end = await visit.AskingAsync(terminal, clock: clock, askMissing: attended);
        Assert.True(end.Problems.IsEmpty, $"{row}\n{terminal.Text}");
        Assert.Equal("FREE-AGAIN INTENT APPLIED late PASS restart PASS", Told(visit));
    }

    /// <summary>No minute of a step is lost in it, asked again or not.</summary>
    private static VisitReport Report(SmallVisit visit)
    {
        var stick = Stick.Open(visit.Stick, new Disk()).Value;
        return VisitReport.Of(stick.Name, StickHistory.Read(stick).Value.Jobs.Single());
    }

    private SmallVisit Visit() => new SmallVisit(fixture.Stage, Body).Answer(("subject", "CN=mr450w-2, OU=MR, O=St. Anna, L=Ghent, ST=Flanders, C=BE"), ("free", null));

    private async Task<(Provisioner.Runs.RunEnd End, SmallVisit Visit, SlowTerminal Terminal)> GoAsync(string? slow, int seconds, string[] typed)
    {
        var (visit, clock) = (Visit(), new StoppedClock());
        var terminal = new SlowTerminal(clock, slow, seconds, typed);
        return (await visit.AskingAsync(terminal, clock: clock), visit, terminal);
    }

    /// <summary>What the journal says behind the first page, the certificates that are held aside.</summary>
    private static string Told(SmallVisit visit) => string.Join(' ', visit.Records()
        .Select(record => (Event: Field(record, "EVENT"), Id: Field(record, "ID")))
        .SkipWhile(record => record.Id != "early").Skip(1)
        .Where(record => record.Event is not ("HELD" or "RECOUNT" or "CLOSE"))
        .Select(record => record.Event == "PASS" ? $"{record.Id} PASS" : record.Event)
        .Aggregate(new List<string>(), (so, next) => so.LastOrDefault() == next ? so : [.. so, next]));

    private static string Field(string record, string key) =>
        record.Split(' ', '\t').FirstOrDefault(field => field.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..] ?? "";

    private sealed class StoppedClock : TimeProvider
    {
        private DateTimeOffset _now = System.GetUtcNow();

        public void Pass(int seconds) => _now = _now.AddSeconds(seconds);

        public override DateTimeOffset GetUtcNow() => _now;
    }

    /// <summary>Time passes once, when a line is shown or before it is typed; what follows a space there is for the test alone.</summary>
    private sealed class SlowTerminal(StoppedClock clock, string? slow, int seconds, string[] typed) : Provisioner.Terminal.ITerminal
    {
        private readonly Queue<string> _typed = new(typed);
        private readonly System.Text.StringBuilder _text = new();
        private bool _hasPassed;

        public bool IsInteractive => true;

        public string Text => _text.ToString();

        public void Write(Core.Screens.Line line)
        {
            _ = _text.Append(line.Text).Append('\n');
            PassIf(slow is { Length: > 0 } && line.Text.Trim() == slow);
        }

        public string? Ask(string prompt, bool hidden = false)
        {
            _ = _text.Append(prompt);
            if (!_typed.TryDequeue(out var line))
            {
                return null;
            }

            PassIf(line == slow);
            return line.Split(' ')[0];
        }

        private void PassIf(bool isSlow)
        {
            if (isSlow && !_hasPassed)
            {
                _hasPassed = true;
                clock.Pass(seconds);
            }
        }
    }
}

using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The stick takes no records any more, in the middle of a job; and what could not be sealed when it happened.</summary>
public sealed class LostLogTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private const string Making = """
        inputs:
          subject: {kind: subject, prompt: Subject}
        steps:

        """ + SmallVisit.Before + """
          - {id: make, title: Make, generate: {subject: subject, into: host, key: rsa2048, days: 90}}
          - {id: last, title: Last, notice: {text: Last.}}
        """;

    private const string Agree = "", PutBack = "1", Leave = "2";

    public static TheoryData<string, int> Refusals => new()
    {
        { "read-only", RefusingDisk.ReadOnly },
        { "full", RefusingDisk.Full },
        { "unplugged", 5 },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task Everything_can_be_put_back_without_the_log_and_the_log_says_so_when_the_stick_is_back(string row, int errno)
    {
        using var visit = Visit();
        var start = Tree.Of(visit.Console, times: true);
        var terminal = new TypedTerminal(Agree, PutBack);
        var end = await visit.AskingAsync(terminal, DeafOnceChanged(visit, errno));
        Assert.True(end.Part is { State.Phase: not RunPhase.Closed }, row);
        Assert.Contains("The log cannot be written any more", OneLine(terminal.Text), StringComparison.Ordinal);
        Assert.Contains("Nothing that this job changed is on the scanner", OneLine(terminal.Text), StringComparison.Ordinal);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));

        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
        Assert.Contains(visit.Records(), record => record.Contains("EVENT=NOTE EV=110113/110141 AC=E OC=4 WHAT=log-not-written", StringComparison.Ordinal));
        Assert.Contains(visit.Records(), record => record.Contains("WHAT=put-back-unlogged", StringComparison.Ordinal));
        Assert.Contains(visit.Records(), record => record.Contains("EVENT=PUT-BACK-DONE", StringComparison.Ordinal));
        (await Program.RunAsync("journal", "verify", visit.Stick, "--office", visit.Office)).Expect(0);
    }

    [Fact]
    public async Task A_job_that_was_put_back_without_the_log_does_not_go_on_as_if_it_were_not()
    {
        using var visit = Visit();
        var start = Tree.Of(visit.Console, times: true);
        _ = await visit.AskingAsync(new TypedTerminal(Agree, PutBack), DeafOnceChanged(visit, RefusingDisk.ReadOnly));
        (await visit.ResumeAsync()).Expect(1);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
        Assert.Contains(visit.Records(), record => record.Contains("OUTCOME=put-back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Left_as_it_is_the_job_goes_on_when_the_stick_is_back()
    {
        using var visit = Visit();
        _ = await visit.AskingAsync(new TypedTerminal(Agree, Leave), DeafOnceChanged(visit, RefusingDisk.ReadOnly));
        (await visit.Answer(("last", "FE")).ResumeAsync()).Expect(0);
        Assert.Contains(visit.Records(), record => record.Contains("OUTCOME=done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_sign_ons_are_in_the_log_of_the_next_one_that_is_not()
    {
        using var visit = Visit();
        visit.Answer(("last", "FE"));
        var passphrase = await File.ReadAllTextAsync(visit.Passphrase);
        await File.WriteAllTextAsync(visit.Passphrase, "wrong\n");
        (await visit.RunAsync()).Expect(1);
        (await visit.RunAsync()).Expect(1);
        await File.WriteAllTextAsync(visit.Passphrase, passphrase);
        (await visit.RunAsync()).Expect(0);
        (await visit.RunAsync()).Expect(0);
        Assert.Equal(2, visit.Records().Count(record => record.Contains("EVENT=NOTE EV=110114/110122 AC=E OC=4 WHAT=sign-on-refused", StringComparison.Ordinal)));
        Assert.DoesNotContain(visit.Records(), record => record.Contains("wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notes_that_somebody_altered_are_passed_over()
    {
        using var visit = Visit();
        visit.Answer(("last", "FE"));
        (await visit.RunAsync()).Expect(0);
        await File.WriteAllTextAsync(
            Path.Combine(visit.Console, "var/lib/provisioner", $"notes-{Stick.Open(visit.Stick, new Disk()).Value.Name.ToLowerInvariant()}"),
            "nonsense\n2026-05-04T09:30:47.123Z sign-on-refused STICK-010\n2026-05-04T09:30:47.123Z made-up X\n2026 sign-on-refused X\n");
        (await visit.RunAsync()).Expect(0);
        Assert.Equal("2026-05-04T09:30:47.123Z", Assert.Single(visit.Records(), record => record.Contains("EVENT=NOTE", StringComparison.Ordinal)).Split(" AT=")[1].Split(' ')[0]);
    }

    private SmallVisit Visit() => new SmallVisit(fixture.Stage, Making).Answer(("subject", "CN=mr450w-2, OU=MR, O=St. Anna, L=Ghent, ST=Flanders, C=BE"));

    /// <summary>The stick takes nothing once the scanner has its new certificate.</summary>
    private static RefusingDisk DeafOnceChanged(SmallVisit visit, int errno) => new(
        path => path.EndsWith(".PAL", StringComparison.Ordinal) && File.Exists(Path.Combine(visit.Console, "usr/g/certs/host/host.pem")), errno);

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Rehearsal;
using Provisioner.Tests.EndToEnd;

namespace Provisioner.Tests.Terminal;

/// <summary>Who does not have the password of a file can take another file, or leave, and is told how to go on.</summary>
public sealed class PasswordSessionTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private const string Body = """
        inputs:
          port: {kind: port, prompt: A port that is free}
          identity: {kind: identity, slot: host, prompt: The scanner's own}
        steps:
          - {id: hazards, title: Hazards, safety: {level: warning, hazard: A hazard., consequence: A harm., avoid: A way.}}
          - {id: free, title: Scanner free, scanner-free: {}}
          - {id: port-free, title: The port is free, check: {that: port-free, of: port}}
          - {id: import, title: Import, import: {identity: identity, into: host}}
        """;

    private readonly Engineer _engineer = new(
        "ge-mr/small", new Dictionary<string, string> { ["port"] = $"{StoreScp.FreePort()}", ["identity"] = "CERTS/IN/scanner.pem" }, RehearsalStage.Passphrase, RehearsalStage.Passphrase);

    [Fact]
    public void Esc_at_a_password_goes_one_page_back_to_its_file_and_nothing_is_refused()
    {
        using var visit = new SmallVisit(fixture.Stage, Body);
        var seen = new List<string>();
        var last = WizardSession.Run(visit.Stick, visit.Console, model =>
        {
            seen.Add(model.Top.Name);
            return model.Top is SecretSheet && seen.Count(name => name == "secret") == 1 ? [new(KeyName.Character, 'x'), new(KeyName.Escape)] : _engineer.Look(model);
        });
        Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
        Assert.Equal(["file", "secret", "file", "secret", "statement"], seen.SkipWhile(name => name != "file").Take(5));
        Assert.DoesNotContain(visit.Records(), record => record.Contains("EVENT=REFUSED", StringComparison.Ordinal) || record.Contains("RUN-058", StringComparison.Ordinal));
    }

    [Fact]
    public void Ctrl_C_at_a_password_says_what_happened_that_nothing_was_changed_and_how_to_go_on()
    {
        using var visit = new SmallVisit(fixture.Stage, Body);
        var (before, page) = (Tree.Of(visit.Console, times: true), "");
        _ = WizardSession.Run(visit.Stick, visit.Console, model =>
        {
            page = model.Top is FinalSheet ? string.Join(' ', WizardSession.Text(model).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : page;
            return model.Top switch
            {
                SecretSheet => [new(KeyName.Interrupt)],
                LeaveSheet when page.Length == 0 => [Engineer.Digit(2)],
                _ => _engineer.Look(model),
            };
        });
        Assert.Contains("STOPPED before anything was changed", page, StringComparison.Ordinal);
        Assert.Contains("RUN-058 The job was left where the password of CERTS/IN/scanner", page, StringComparison.Ordinal);
        Assert.Contains("begin the job again", page, StringComparison.Ordinal);
        Assert.DoesNotContain(visit.Records(), record => record.Contains("EVENT=REFUSED", StringComparison.Ordinal));
        Assert.Equal(before, Tree.Of(visit.Console, times: true));
    }
}

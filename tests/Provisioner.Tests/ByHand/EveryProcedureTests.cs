using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;
using Provisioner.Tests.Scenarios;

namespace Provisioner.Tests.ByHand;

/// <summary>By hand is a mode of every procedure.</summary>
public sealed class EveryProcedureTests
{
    public static TheoryData<string> Procedures => [.. Shipped.ProcedureFiles.Select(file => Path.ChangeExtension(file, null))];

    [PeerTheory("openssl"), MemberData(nameof(Procedures))]
    public async Task It_is_done_by_hand_to_its_end_and_put_back(string id)
    {
        using var scenario = Scenario.Of(id);
        var procedure = Shipped.Procedure(id);
        var answers = Answers(scenario, procedure);
        Assert.Equal("closed done", Told(await GoAsync(scenario, id, Purpose.Run, answers)));
        if (procedure.FirstChange is not null)
        {
            Assert.Equal("closed put-back", Told(await GoAsync(scenario, id, Purpose.Undo, answers)));
        }

        (await EndToEnd.Program.RunAsync(scenario.Verify())).Expect(0);
    }

    [PeerFact("openssl")]
    public async Task A_pair_that_was_made_for_the_scanner_s_dialog_is_kept_encrypted_until_a_later_part_hands_it_over()
    {
        const string id = "ge-mr/self-signed";
        using var scenario = Scenario.Of(id);
        var keys = Path.Combine(scenario.Stick, "KEYS/OUT");
        var answers = Answers(scenario, Shipped.Procedure(id));
        var handOver = answers["hand-over"];
        answers.Remove("hand-over");
        Assert.StartsWith("Paused", Told(await GoAsync(scenario, id, Purpose.Run, answers)), StringComparison.Ordinal);
        var kept = Assert.Single(Directory.GetFiles(keys));
        Assert.NotEqual(0, Peers.Run("openssl", null, "pkcs12", "-in", kept, "-nokeys", "-passin", "pass:").Code);

        answers["hand-over"] = handOver;
        Assert.Equal("closed done", Told(await GoAsync(scenario, id, Purpose.Resume, answers)));
        Assert.Empty(Directory.GetFiles(keys));
        Assert.Single(Directory.GetFiles(Path.Combine(scenario.Stick, "CERTS/OUT"), "*.pem"));
        (await EndToEnd.Program.RunAsync(scenario.Verify())).Expect(0);
    }

    private static async Task<RunEnd> GoAsync(Scenario scenario, string id, Purpose purpose, Dictionary<string, string> answers)
    {
        var terminal = new TypedTerminal();
        var secrets = Shipped.Procedure(id).Steps.Select(step => step.Id).Concat(scenario.File.Secrets).Distinct().ToDictionary(name => name, _ => new Secret(HospitalIt.Password));
        return await Runner.RunAsync(new()
        {
            Stick = scenario.Stick,
            Console = scenario["laptop"],
            Purpose = purpose,
            Procedure = purpose == Purpose.Run ? id : null,
            Mode = purpose == Purpose.Run ? RunMode.Attended : null,
            Passphrase = new(Scenario.Passphrase),
            People = new Person(new AnsweredConversation(answers, secrets, terminal), _ => true) { CanAnswerAgain = true },
            Disk = new Disk(),
            Clock = TimeProvider.System,
            Terminal = terminal,
        });
    }

    /// <summary>The scenario's own, and what a scanner without any certificate would show.</summary>
    private static Dictionary<string, string> Answers(Scenario scenario, Procedure procedure)
    {
        var answers = new Dictionary<string, string>(scenario.Answers);
        foreach (var question in new HandWork(procedure.ScannerType!, IsAttended: true).Questions(procedure))
        {
            answers[question.Name] = question.Kind switch
            {
                HandAnswer.Initials => "FE",
                HandAnswer.YesOrNo when question.Name.EndsWith(".held", StringComparison.Ordinal) => scenario.Answers.ContainsKey(question.About) ? "no" : "yes",
                HandAnswer.YesOrNo => "no",
                _ when question.Name.EndsWith(".file", StringComparison.Ordinal) => Request(scenario, procedure, question.About),
                _ when procedure.Steps.Any(step => step.Id == question.About && step.Verb is Verb.Look) => "encrypted",
                _ when procedure.Steps.FirstOrDefault(step => step.Id == question.About)?.Verb is Verb.Check { AtLeast: { } version } => version,
                _ => "-",
            };
        }

        answers["scanner.serial"] = "4711";
        answers["scanner.host"] = Recogniser.Recognise(ConsoleFiles.Open(scenario.Console, new Disk()).Value, procedure.ScannerType!) is { IsGood: true, Value.Host: var host } ? host : "scanner-1";
        return answers;
    }

    /// <summary>What the scanner's own screen would have made.</summary>
    private static string Request(Scenario scenario, Procedure procedure, string step)
    {
        var subject = scenario.Answers[((Verb.Request)procedure.Steps.Single(found => found.Id == step).Verb).Subject];
        var (code, output) = Peers.Run(
            "openssl", null, "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", scenario["key.pem"], "-out", Path.Combine(scenario.Stick, "CERTS/OUT/scanner.csr"),
            "-subj", "/" + string.Join('/', subject.Split(',').Select(part => part.Trim())));
        Assert.True(code == 0, output);
        return "CERTS/OUT/scanner.csr";
    }

    private static string Told(RunEnd end) => end.Part?.State.Phase is RunPhase.Closed closed ? $"closed {Words.Of(closed.Outcome)}{string.Concat(end.Problems.Select(problem => $" {problem.Code}"))}"
        : $"{end.Part?.State.Phase} {string.Join('\n', end.Problems)}";
}

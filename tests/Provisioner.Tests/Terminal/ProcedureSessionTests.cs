using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;
using Provisioner.Tests.Scenarios;

namespace Provisioner.Tests.Terminal;

/// <summary>Every shipped procedure at the full screen, key by key, with the real engine.</summary>
public sealed class ProcedureSessionTests
{
    /// <summary>Those of scanner types that the full screen recognises; what has no files is done by hand.</summary>
    public static TheoryData<string> Procedures =>
        [.. ScenarioFile.All.Where(id => Shipped.Procedure(id).ScannerType!.Recognition.Kind != Core.Changes.SettingsKind.Vendor)];

    [PeerTheory("openssl"), MemberData(nameof(Procedures))]
    public async Task At_the_screen_the_same_answers_give_the_same_events_as_unattended(string procedure)
    {
        using var seen = Scenario.Of(procedure);
        using var unattended = Scenario.Of(procedure);
        var last = WizardSession.Run(seen.Stick, seen.Console, EngineerOf(seen).Look);
        Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
        Assert.Contains("MAY SCAN", WizardSession.Text(last), StringComparison.Ordinal);
        (await EndToEnd.Program.RunAsync(unattended.Run())).Expect(0);
        Assert.Equal(Events(unattended.Stick), Events(seen.Stick));
        (await EndToEnd.Program.RunAsync(seen.Verify())).Expect(0);
    }

    /// <summary>F9 and one more key at each question of the job, the changes that are agreed to among them.</summary>
    [PeerTheory("openssl"), MemberData(nameof(Procedures))]
    public void F9_at_every_step_gives_the_scanner_back_as_before(string procedure)
    {
        for (var at = 1; ; at++)
        {
            using var scene = Scenario.Of(procedure);
            var start = scene.Tree();
            var (engineer, questions, pressed) = (EngineerOf(scene), 0, false);
            var last = WizardSession.Run(scene.Stick, scene.Console, model =>
            {
                if (pressed || model.Job is not { Question: not null } || ++questions < at)
                {
                    return engineer.Look(model);
                }

                pressed = true;
                return [new(KeyName.Needed), Engineer.Enter];
            });
            if (!pressed)
            {
                Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
                return;
            }

            Assert.True(start == scene.Tree(), $"{procedure}: question {at} left the console changed");
            Assert.True(last.Job!.State.Phase is RunPhase.Closed { Outcome: Outcome.PutBack or Outcome.Unchanged }, $"{procedure}: question {at} ended {last.Job.State.Phase}");
            Assert.Contains("MAY SCAN", WizardSession.Text(last), StringComparison.Ordinal);
        }
    }

    [PeerFact("openssl")]
    public void A_certificate_whose_key_lies_beside_it_is_offered_as_what_fits()
    {
        using var scene = Scenario.Of("inobitec-viewer/secure-listener");
        var (engineer, offered) = (EngineerOf(scene), new Dictionary<string, FileFit>());
        _ = WizardSession.Run(scene.Stick, scene.Console, model =>
        {
            foreach (var file in model.Top is FileSheet { Question: { Input.Kind: Core.Procedures.InputKind.Identity } question } ? question.Found : [])
            {
                offered[file.Path] = file.Fit;
            }

            return engineer.Look(model);
        });
        Assert.Equal(
            (FileFit.Fits, FileFit.NotNeeded, FileFit.NotNeeded),
            (offered["CERTS/IN/viewer.crt"], offered["CERTS/IN/viewer.key"], offered["CERTS/IN/authority.pem"]));
    }

    private static Engineer EngineerOf(Scenario scene) =>
        new(scene.Procedure, scene.Answers, Scenario.Passphrase, File.ReadAllText(scene.PasswordFile).Trim());

    /// <summary>Events with where they happened, and what was answered; without what differs between any two runs.</summary>
    private static string[] Events(string stick) =>
    [
        .. from line in Directory.GetFiles(Path.Combine(stick, "LOGS"), "*.PAL").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)
           where line.StartsWith("R ", StringComparison.Ordinal)
           let words = line.Split(' ')
           select string.Join(' ', words.Skip(4).Where(IsSame)),
    ];

    private static bool IsSame(string word) =>
        word.Split('=')[0] is "EVENT" or "STEP" or "ID" or "VERB" or "NAME" or "BY" or "RESULT" or "CHANGE" or "OF" or "KIND" or "OUTCOME" or "PROOF" or "FORM" or "CODE" or "PURPOSE";
}

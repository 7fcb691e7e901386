using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;

namespace Provisioner.Tests.Screens;

/// <summary>Every screen that there is, by the name of its golden file.</summary>
internal static class Scenes
{
    private static readonly KeyPress Enter = new(KeyName.Enter), Help = new(KeyName.Help), Needed = new(KeyName.Needed), Down = new(KeyName.Down), Two = new(KeyName.Character, '2'), One = new(KeyName.Character, '1');

    private static readonly Note Text = new Note.Text(Page.Empty.Text("On the scanner, open: Network").Text("AE title: shows OLD; it must show MR1O_LONG", indent: "  ").Append(CopiedValue.Of("MR1O_LONG")));

    private static readonly Question.File Files = new(Stage.Authority, 1, 2,
    [
        new("CERTS/IN/authority.pem", FileKind.Certificate, FileFit.Fits, [Stage.Chain[^1]], []),
        new("CERTS/IN/from it/host.pem", FileKind.Certificate, FileFit.Unfit, [.. Stage.Chain], [Stage.Refused]),
        new("CERTS/IN/host.p12", FileKind.LockedContainer, FileFit.NotNeeded, [], []),
    ]);

    private static readonly ListedCertificate[] Certificates =
    [
        new("scanner's own", "host", [.. Stage.Chain], true, ["dicom"], []),
        new("trusted", "ST-ANNA-CA", [Stage.Chain[^1]], false, ["dicom"], []),
        new("trusted", "OLD-CA", [], false, [], [Problem.Of("STORE-014", ("slot", "usr/g/certs/trusted"), ("name", "OLD-CA"))]),
    ];

    private static readonly LoggedRun Logged = new("R0000017", "ge-mr/secure-client", "done", "8Q4T-XW2M-9K3C-V7RD-0HJN-5PFA", ["02:01:44 OPEN  STICK=PS-0042 FILE=R0000017", "02:03:10 ANSWER  NAME=authority TEXT=CERTS/IN/ca.pem", "02:09:31 CLOSE  OUTCOME=done PROOF=program"]);

    private static readonly OpenJob Open = new("R0000017", Stage.Method, 5, 4, IsDone: false);

    public static ImmutableSortedDictionary<string, WizardModel> All { get; } = new Dictionary<string, WizardModel>
    {
        ["sign-on"] = Stage.Start.Enter("canary"),
        ["sign-on-wrong"] = Wizard.Update(Stage.Start, new Message.SignedOn([Problem.Of("STICK-010", ("file", "8F3A.KEY"))])).Model,
        ["sign-on-checking"] = Stage.Start.Enter("x").Press(Enter),
        ["clock"] = Stage.Start with { Sheet = new ClockSheet() },
        ["clock-wrong"] = (Stage.Start with { Sheet = new ClockSheet() }).Press(Two).Enter("2:7").Press(Enter),
        ["wait"] = Stage.Start with { Sheet = new WaitSheet("wait.survey") },
        ["welcome"] = Stage.Known.Show(new WelcomeSheet()),
        ["welcome-unfinished"] = (Stage.Known with { Survey = Stage.Known.Survey with { Jobs = [Open] } }).Show(new WelcomeSheet()),
        ["welcome-unknown"] = Laptop.Show(new WelcomeSheet()),
        ["welcome-by-hand"] = (Laptop with { Survey = Laptop.Survey with { Jobs = [Open with { ByHand = Stage.Scanner with { IsByHand = true } }] } }).Show(new WelcomeSheet()),
        ["by-hand"] = Laptop.Show(new WelcomeSheet()).Press(Enter),
        ["by-hand-serial"] = Laptop.Show(new WelcomeSheet()).Press(Enter, Enter).Press(Enter),
        ["by-hand-host"] = Laptop.Show(new WelcomeSheet()).Press(Enter, Enter).Enter("7731").Press(Enter).Enter("mr450w-2"),
        ["welcome-prepared"] = Prepared.Show(new WelcomeSheet()),
        ["prepared"] = Prepared.Show(new WelcomeSheet()).Press(Enter),
        ["prepared-elsewhere"] = Prepared.Show(new WelcomeSheet()).Press(Enter, Down, Down),
        ["prepared-by-hand"] = Prepared.Show(new WelcomeSheet()).Press(Enter, Down, Down, Enter).Enter("7731").Press(Enter),
        ["overview-prepared"] = Prepared.Show(new WelcomeSheet()).Press(Enter, Enter, Enter),
        ["scanner"] = Stage.Known.Show(ScannerSheet.For(Stage.Known)),
        ["scanner-wrong"] = Stage.Known.Show(new WrongScannerSheet()),
        ["method"] = Stage.Known.Show(MethodSheet.For(Stage.Known)),
        ["overview"] = Stage.Known.Show(new OverviewSheet(Stage.Method)),
        ["refused"] = Stage.Known.Show(new RefusedSheet([Problem.Of("RUN-003", ("run", "R0000017"))])),
        ["input-file"] = Stage.At(null).Ask(Files),
        ["input-file-unfit"] = Stage.At(null).Ask(Files).Press(Down),
        ["input-entry"] = Stage.At(null).Ask(new Question.Entry(Stage.Server with { Name = "entry", Prompt = "Which certificate is taken out" }, 1, 2, [("OLD-CA", "OLD-CA   CN=Old authority, O=St. Anna"), ("ST-ANNA-CA", "ST-ANNA-CA   CN=St. Anna CA, O=St. Anna")])),
        ["sign-on-empty"] = Stage.Start.Press(Enter),
        ["input-typed"] = Stage.At(null).Ask(new Question.Typed(Stage.Server, 2, 2)).Enter("pacs1"),
        ["safety"] = Stage.At(0).Ask(new Question.Initials("hazards", "Read and understood - your initials")),
        ["choose"] = Stage.At(1).Ask(new Question.Choose("setup", "Which set-up applies?", [("client", "Secure client - the scanner only sends"), ("server", "Secure server - it also receives")])),
        ["free"] = Stage.At(2).Ask(new Question.ScannerFree("free")).Enter("0").Press(Enter, Enter),
        ["recount"] = Stage.At(10, true).Ask(new Question.Recount(2)).Enter("x").Press(Enter),
        ["compare"] = Stage.At(3, false, new Note.Certificate(Stage.Chain[^1], [Stage.Chain[^1]])).Ask(new Question.Compare("compare", Stage.Chain[^1].Fingerprint, (12, 3))),
        ["compare-typed"] = Stage.At(3).Ask(new Question.Compare("compare", Stage.Chain[^1].Fingerprint, (12, 3))).Press(One).Enter("ab"),
        ["busy-network"] = Stage.At(4).Show(new BusySheet()),
        ["agree"] = Stage.At(5, false, new Note.Changes(Stage.Differences)).Ask(new Question.Agree("switch")),
        ["busy-changing"] = (Stage.At(5) with { Job = Stage.At(5).Job! with { Work = (2, 7), State = new(new RunPhase.Changing(5), RunFacts.None with { Pending = [Stage.Change] }) } }).Show(new BusySheet()),
        ["restart"] = Stage.At(6, true, new Note.Text(Page.Empty.Text("Restart networking from the service desktop.").Text("The restart takes about 40 s (assumed, not from the vendor). Nobody may start an exam.", Tone.Warning))).Ask(new Question.Initials("restart", "Restarted - your initials")),
        ["leave-out"] = Stage.At(7, true).Ask(new Question.LeaveOut("prove", "This step may be left out, with a reason that is recorded.")).Press(Two).Enter("The archive is down tonight"),
        ["failure"] = Stage.At(7, true, new Note.Trouble(Stage.Refused)).Ask(new Question.AfterFailure(IsChanged: true)),
        ["failure-unchanged"] = Stage.At(4, false, new Note.Trouble(Stage.Refused)).Ask(new Question.AfterFailure(IsChanged: false)),
        ["leaving"] = Stage.At(7, true).Ask(new Question.Leaving()),
        ["leave"] = Stage.At(7, true).Ask(new Question.Agree("switch")).Press(new KeyPress(KeyName.Escape)),
        ["leave-program"] = Stage.Known.Show(new WelcomeSheet()).Press(new KeyPress(KeyName.Escape)),
        ["instruct"] = Stage.At(8, true, new Note.Text(Page.Empty.Text("Press Verify on the scanner's own network page, and look at what it says."))).Ask(new Question.Initials("verify", "Done - your initials")),
        ["second-person"] = Stage.At(5).Ask(new Question.Initials("second-person", Core.Problems.Catalogue.English.Text("ask.second-person.overwrite", ("name", "host")))),
        ["witness"] = Stage.At(9, true, new Note.Text(Page.Empty.Text("Look at the scanner's network page: it must name the server, port 2762, and say that the connection is encrypted.", Tone.Warning))).Ask(new Question.Initials("look", "A second person looks now - the witness's initials")),
        ["text"] = Stage.At(8, true).Ask(new Question.Text("reads", "The AE title - as the screen shows it", null)),
        ["hand"] = Stage.At(5, false, Text).Ask(new Question.Done("switch", "Make this change on the scanner")),
        ["hand-done"] = Stage.At(5, false, Text).Ask(new Question.Done("switch", "Make this change on the scanner")).Press(One),
        ["ready"] = Stage.At(5, false).Ask(new Question.Ready("Carry the stick to the scanner.")),
        ["secret"] = Stage.At(null).Ask(new Question.Secret("identity", "Password of CERTS/IN/host.p12", IsNew: false)).Enter("canary"),
        ["secret-new"] = Stage.At(10, true).Ask(new Question.Secret("hand-over", "Password for the key, chosen by the receiver", IsNew: true)).Enter("canary canary").Press(Enter),
        ["needed"] = Stage.At(5, true).Ask(new Question.Agree("switch")).Press(Needed),
        ["needed-unchanged"] = Stage.At(3).Ask(new Question.Compare("compare", Stage.Chain[^1].Fingerprint, (12, 3))).Press(Needed),
        ["needed-as-after"] = Stage.At(10, true).Ask(new Question.Choose("hand-over", "What does the third party need?", [("nothing", "Nothing")])).Press(Needed),
        ["needed-free"] = Stage.Known.Show(new WelcomeSheet()).Press(Needed),
        ["help-sign-on"] = Stage.Start.Press(Help),
        ["help"] = Stage.At(5).Ask(new Question.Agree("switch")).Press(Help),
        ["lock"] = Stage.At(7, true).Ask(new Question.Agree("switch")).Press(Help, Two),
        ["final"] = Ended(new RunPhase.Closed(Outcome.Done)),
        ["final-put-back"] = Ended(new RunPhase.Closed(Outcome.PutBack)),
        ["final-interrupted"] = Ended(new RunPhase.Paused(new RunPhase.At(7))),
        ["qr"] = Ended(new RunPhase.Closed(Outcome.Done)).Press(One),
        ["certificates"] = Stage.Known.Show(new CertificatesSheet([.. Certificates], [])).Press(Down),
        ["certificates-entry"] = Stage.Known.Show(new CertificatesSheet([.. Certificates], [])).Press(Enter),
        ["log"] = Stage.Known.Show(new LogSheet([Logged], [])),
        ["log-entries"] = Stage.Known.Show(new LogSheet([Logged], [])).Press(Enter),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static WizardModel Laptop => Stage.Start with { Survey = new() { Types = [Stage.Type], Methods = [Stage.Method] } };

    private static WizardModel Prepared => Stage.Known with { Survey = Stage.Known.Survey with { Prepared = Stage.Night } };

    private static WizardModel Ended(RunPhase phase)
    {
        var model = Stage.At(Stage.Method.Steps.Length, changed: phase is not RunPhase.Closed { Outcome: Outcome.PutBack });
        var state = model.Job!.State with { Phase = phase };
        return Wizard.Update(model, new Message.Ended(new()
        {
            State = state with { Facts = state.Facts with { Level = ProofLevel.Program } },
            Code = "8Q4T-XW2M-9K3C-V7RD-0HJN-5PFA",
            Qr = [.. Qr()],
            KeysOut = ["7731-20260504.p12"],
            NextDue = Stage.Now.AddDays(300),
            IsSafeToRemove = true,
        })).Model;
    }

    private static string[] Qr() => Provisioner.Sticks.HeadQr.Lines("PS-0042", "R0000018", new(Sha256.Of("golden"u8)));
}

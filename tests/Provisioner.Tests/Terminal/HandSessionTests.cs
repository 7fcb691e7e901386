using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Rehearsal;
using Provisioner.Stores;
using Provisioner.Tests.ByHand;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Scenarios;
using Provisioner.Tests.Screens;

namespace Provisioner.Tests.Terminal;

/// <summary>At the full screen of a laptop: the scanner is typed in, and worked on by hand.</summary>
public sealed class HandSessionTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    [Fact]
    public async Task Where_no_scanner_is_recognised_work_by_hand_comes_first_and_has_a_folder_of_its_own()
    {
        using var laptop = new Laptop(fixture).Answer("import-identity.now", "host, of 2024").Answer("second-person", "KM");
        using var empty = new Scratch();
        var overwritten = "";
        var last = WizardSession.Run(
            laptop.Stick, empty.Path, model =>
            {
                overwritten += model.Top is StatementSheet { Question.Step: "second-person" } ? WizardSession.Text(model) : "";
                return EngineerOf(laptop).Look(model);
            }, hands: new(laptop.Folder, false));
        Assert.Contains("host is about to be overwritten", overwritten, StringComparison.Ordinal);
        Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
        Assert.Contains(laptop.Records(), record => record.Contains("MODE=attended", StringComparison.Ordinal) && record.Contains("CONSOLE=7731", StringComparison.Ordinal));
        Assert.Contains(laptop.Records(), record => record.Contains("EVENT=SECOND-PERSON", StringComparison.Ordinal) && record.Contains("CLAIMED=KM", StringComparison.Ordinal));
        Assert.Contains(laptop.Records(), record => record.Contains("SHOWED=104", StringComparison.Ordinal));
        Assert.Equal(["7731"], Directory.GetDirectories(laptop.Folder).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFileSystemEntries(empty.Path).Where(path => Path.GetFileName(path) != "var"));
        (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
    }

    [Fact]
    public async Task A_job_by_hand_that_was_interrupted_is_offered_first_and_goes_on()
    {
        using var laptop = new Laptop(fixture);
        using var empty = new Scratch();
        _ = await laptop.GoAsync(Purpose.Run, prompt => prompt.StartsWith("Take the stick out of this", StringComparison.Ordinal));
        string? welcome = null;
        var last = WizardSession.Run(laptop.Stick, empty.Path, model =>
        {
            welcome ??= model.Top is WelcomeSheet ? string.Join(' ', WizardSession.Text(model).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)) : null;
            return EngineerOf(laptop).Look(model);
        }, hands: HandFolders.For(laptop.Folder, new Disk()));
        Assert.Contains("by hand on serial 7731, host mr450w-2", welcome, StringComparison.Ordinal);
        Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
        (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
    }

    /// <summary>The shipped method whose scanner type has no files: with those of <see cref="ProcedureSessionTests"/> every one is done at the screen.</summary>
    [PeerFact("openssl")]
    public async Task A_site_is_assessed_at_the_screen()
    {
        using var scene = Scenario.Of("site/assess");
        using var empty = new Scratch();
        var answers = new Dictionary<string, string>(scene.Answers) { ["scanner.serial"] = "4711", ["scanner.host"] = "ct-1", ["laptop.network"] = "yes" };
        var last = WizardSession.Run(
            scene.Stick, empty.Path, new Engineer(scene.Procedure, answers, Scenario.Passphrase, "").Look, hands: new(Directory.CreateDirectory(scene["hands"]).FullName, false));
        Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
        (await EndToEnd.Program.RunAsync(scene.Verify())).Expect(0);
    }

    /// <summary>Begun again, a job by hand never becomes one on the computer that the program runs on.</summary>
    [Fact]
    public void A_job_that_begins_again_begins_by_hand_and_as_the_offices_row_where_it_did_so()
    {
        var order = new JobOrder(Purpose.Run, Stage.Method.Id) { Prepared = "NIGHT1#3", ByHand = Stage.Scanner with { IsByHand = true } };
        var ended = Wizard.Update(WelcomeSheet.Begin(Stage.Known, order).Model with { Job = Scenes.All["final-put-back"].Job, Sheet = new FinalSheet(), IsSignedOn = true }, new Message.Pressed(Engineer.Digit(1)));
        Assert.Equal(order, ended.Errands.OfType<Errand.Begin>().Single().Order);
    }

    [Theory]
    [InlineData("plain", "MR-77_31", "MR-77_31")]
    [InlineData("a way out", "../../etc", "------etc-")]
    [InlineData("a drive", "C:\\x", "C--x-")]
    public void A_folder_is_named_by_the_serial_number_and_stays_where_it_belongs(string row, string serial, string expected)
    {
        var folder = new HandFolders("/data", false).Of(serial);
        Assert.True(Path.GetDirectoryName(folder) == "/data" && Path.GetFileName(folder).StartsWith(expected, StringComparison.Ordinal), $"{row}: {folder}");
        Assert.NotEqual(new HandFolders("/data", false).Of("a/b"), new HandFolders("/data", false).Of("a:b"));
    }

    [Fact]
    public void A_folder_that_the_command_line_names_is_taken_only_where_it_is_no_scanners_disk()
    {
        using var scratch = new Scratch();
        RehearsalConsole.Make(scratch["console"]);
        Directory.CreateDirectory(scratch["empty"]);
        Assert.Equal(scratch["empty"], HandFolders.For(scratch["empty"], new Disk()).Of("7731"));
        Assert.NotEqual(scratch["console"], HandFolders.For(scratch["console"], new Disk()).Of("7731"));
    }

    private static Engineer EngineerOf(Laptop laptop) => new(
        Visit.Procedure, new Dictionary<string, string>(laptop.Answers) { ["identity.held"] = "no", ["plain-keys"] = "remove" }, RehearsalStage.Passphrase, RehearsalStage.Passphrase);
}

using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Rehearsal;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>demo</c>: the main job, on a rehearsal stick and console, against a server in this process.</summary>
internal static class DemoCommand
{
    private const string Procedure = "ge-mr/secure-client";

    private static Catalogue Say => Catalogue.English;

    public static Command Create(IDisk disk)
    {
        var unattended = new Option<bool>("--unattended") { Description = Say.Text("demo.unattended") };
        var into = new Option<string?>("--into") { Description = Say.Text("demo.into") };
        var plain = new Option<bool>("--plain") { Description = Say.Text("option.plain") };
        var json = Output.JsonOption();
        var command = new Command("demo", Say.Text("demo.help")) { unattended, into, plain, json };
        command.SetAction((parsed, _) => GoAsync(
            parsed.GetValue(into),
            parsed.GetValue(unattended),
            FullScreen.IsPossible && !parsed.GetValue(plain) && !parsed.GetValue(json) && parsed.InvocationConfiguration.Output == Console.Out,
            Output.Of(parsed, json),
            disk));
        return command;
    }

    private static async Task<int> GoAsync(string? into, bool unattended, bool fullScreen, Output output, IDisk disk)
    {
        var folder = into is null ? Directory.CreateTempSubdirectory("provisioner-demo-").FullName : Path.GetFullPath(into);
        if (!RehearsalStage.Set(folder, disk, TimeProvider.System).TryGet(out var stage, out var problems))
        {
            return RunCommand.Tell(RunEnd.NotBegun(problems), output);
        }

        using (stage)
        {
            using var interruption = new Interruption();
            if (fullScreen && !unattended)
            {
                return await OnScreenAsync(stage, output, disk, interruption.Token).ConfigureAwait(false);
            }

            var terminal = SystemTerminal.Of(output, interruption.Token);
            return await GoAsync(stage, unattended || !terminal.IsInteractive, terminal, output, disk, interruption.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The wizard, with what a newcomer cannot know beside each question.</summary>
    private static async Task<int> OnScreenAsync(RehearsalStage stage, Output output, IDisk disk, CancellationToken cancelled)
    {
        if (!stage.StartArchive(stage.InterruptedAt ?? 0).TryGet(out var archive, out var problems))
        {
            return RunCommand.Tell(RunEnd.NotBegun(problems), output);
        }

        await using var listening = archive.ConfigureAwait(false);
        var answers = stage.Answers(archive);
        var code = WizardCommand.Run(
            new()
            {
                Stick = stage.Stick.Folder,
                Console = stage.Console,
                Disk = disk,
                Clock = TimeProvider.System,
                Terminal = SystemTerminal.Of(output, cancelled),
                Hands = new(Path.Combine(stage.Folder, "laptop"), false),
            },
            model => model with
            {
                Remembered = model.Remembered.AddRange(answers.Where(answer => !IsSigned(answer.Key))),
                RememberedFor = Procedure,
                Hints = model.Hints.AddRange(Hints(stage)),
            },
            output,
            cancelled);
        if (Directory.EnumerateFiles(stage.Stick.Logs, "*.PAL").Any())
        {
            SystemTerminal.Of(output, cancelled).Write(Closing(stage, unfinished: code == ExitCode.Interrupted, changed: code is ExitCode.Done or ExitCode.Interrupted));
        }

        return code;
    }

    /// <summary>Initials are everybody's own.</summary>
    private static bool IsSigned(string name) => ProcedureFolder.Embedded.Procedures[Procedure].Steps.Any(step => step.Id == name && step.Verb is not Core.Procedures.Verb.Choose);

    private static Dictionary<string, string> Hints(RehearsalStage stage) => new()
    {
        ["passphrase"] = Say.Text("demo.hint.passphrase", ("passphrase", RehearsalStage.Passphrase)),
        ["identity"] = Say.Text("demo.hint.password", ("password", RehearsalStage.Passphrase)),
        ["compare-authority"] = Say.Text("demo.hint.fingerprint", ("fingerprint", stage.AuthorityFingerprint.ToGroups())),
    };

    private static async Task<int> GoAsync(RehearsalStage stage, bool unattended, SystemTerminal terminal, Output output, IDisk disk, CancellationToken cancelled)
    {
        using var password = new Secret(RehearsalStage.Passphrase);
        var interrupted = stage.InterruptedAt;
        if (!stage.StartArchive(interrupted ?? 0).TryGet(out var archive, out var problems))
        {
            return RunCommand.Tell(RunEnd.NotBegun(problems), output);
        }

        await using var listening = archive.ConfigureAwait(false);
        terminal.Write(Opening(stage, archive, unattended, goesOn: interrupted is not null));
        var end = await Runner.RunAsync(new()
        {
            Stick = stage.Stick.Folder,
            Console = stage.Console,
            Purpose = interrupted is null ? Purpose.Run : Purpose.Resume,
            Procedure = interrupted is null ? Procedure : null,
            Answers = unattended ? stage.AnswersFile : null,
            Offered = new Dictionary<string, string>(stage.Answers(archive)) { ["compare-authority"] = "told" },
            Secrets = new Dictionary<string, Secret> { ["identity"] = password },
            Passphrase = new(RehearsalStage.Passphrase),
            Disk = disk,
            Clock = TimeProvider.System,
            Terminal = terminal,
            Cancelled = cancelled,
        }).ConfigureAwait(false);
        var code = RunCommand.Tell(end, output);
        var unfinished = code == ExitCode.Interrupted;
        if (end.Part is not null || unfinished)
        {
            terminal.Write(Closing(stage, unfinished, changed: unfinished || end.Part is { State.Facts.ToPutBack.IsEmpty: false }));
        }

        return code;
    }

    private static Page Opening(RehearsalStage stage, RehearsalArchive archive, bool unattended, bool goesOn)
    {
        var page = Page.Empty.Heading(Say.Text("demo.title"))
            .Text(Say.Text("demo.where", ("folder", stage.Folder)))
            .Text(Say.Text("demo.archive", ("endpoint", archive.Endpoint.ToString())));
        page = goesOn ? page.Text(Say.Text("demo.goes-on"), Tone.Warning) : page;
        return unattended ? page.Blank() : page
            .Text(Say.Text("demo.fingerprint"))
            .Block(stage.AuthorityFingerprint.ToGroups().Chunk(40).Select(row => new string(row).TrimEnd()), "    ")
            .Text(Say.Text("demo.enter"), Tone.Faint).Blank();
    }

    /// <summary>The exact commands to verify what was done, and to put it back where there is something to put back.</summary>
    private static Page Closing(RehearsalStage stage, bool unfinished, bool changed)
    {
        var program = Quoted(Environment.ProcessPath ?? "provisioner");
        var (stick, office) = (Quoted(stage.Stick.Folder), Quoted(stage.OfficeCertificate));
        var page = Verbatim(
            Page.Empty.Blank().Heading(Say.Text("demo.verify")),
            $"  {program} journal verify {stick} --office {office}",
            $"  sh {Quoted(Path.Combine(stage.Stick.Folder, "VERIFY.SH"))} {Quoted(stage.Stick.Logs)} {office}");
        page = unfinished ? Verbatim(page.Heading(Say.Text("demo.go-on")), $"  {program} demo --into {Quoted(stage.Folder)}") : page;
        return !changed ? page : Verbatim(
            page.Heading(Say.Text("demo.undo")),
            $"  {program} undo --stick {stick} --console {Quoted(stage.Console)} --passphrase-file {Quoted(stage.PassphraseFile)}");
    }

    /// <summary>Commands keep their one line, so that they can be copied.</summary>
    private static Page Verbatim(Page page, params string[] commands) => new(page.Lines.AddRange(commands.Select(command => new Line(Tone.Plain, command))));

    private static string Quoted(string path) => path.All(c => char.IsLetterOrDigit(c) || c is '/' or '\\' or ':' or '.' or '-' or '_') ? path : $"\"{path}\"";
}

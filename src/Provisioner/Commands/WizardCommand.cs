using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary>The program with nothing behind it: the wizard, on the stick that it was started from.</summary>
internal static class WizardCommand
{
    private static Catalogue Say => Catalogue.English;

    public static void AddTo(RootCommand root, IDisk disk)
    {
        var stick = new Option<string?>("--stick") { Description = Say.Text("wizard.stick") };
        var console = new Option<string>("--console") { Description = Say.Text("option.console"), DefaultValueFactory = _ => OperatingSystem.IsWindows() ? @"C:\" : "/" };
        var plain = new Option<bool>("--plain") { Description = Say.Text("option.plain") };
        root.Options.Add(stick);
        root.Options.Add(console);
        root.Options.Add(plain);
        root.SetAction((parsed, _) => GoAsync(
            parsed.GetValue(stick), parsed.GetRequiredValue(console), parsed.GetResult(console) is { Implicit: false }, FullScreen.IsPossible && !parsed.GetValue(plain), new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, AsJson: false), disk));
    }

    /// <summary>At the full screen until it is ended.</summary>
    /// <param name="prepare">What is known beforehand, e.g. the answers of a demo.</param>
    public static int Run(WizardPlace place, Func<WizardModel, WizardModel> prepare, Output output, CancellationToken ended)
    {
        if (!Stick.Open(place.Stick, place.Disk).TryGet(out var stick, out var problems)
            || !ConsoleFiles.Open(place.Console, place.Disk).TryGet(out var console, out problems))
        {
            Report.Problems(output.ForPeople, problems);
            return ExitCode.Problems;
        }

        RunEnd? end;
        using (var screen = FullScreen.Open())
        {
            using var loop = new WizardLoop(screen, place.Clock, ended);
            using var errands = new WizardErrands(place, stick, console, loop.Post, loop.Ended);
            var facts = new StickFacts(stick.Name, stick.Genesis.Engineer, stick.Genesis.IsRehearsal);
            loop.Run(prepare(Wizard.Start(facts, screen.Room, place.Clock.GetLocalNow())) with { IsAscii = screen.IsAscii }, errands);
            end = errands.End;
        }

        return end is null ? ExitCode.Done : RunCommand.Tell(end with { Shown = true }, output);
    }

    private static async Task<int> GoAsync(string? folder, string console, bool isGiven, bool fullScreen, Output output, IDisk disk)
    {
        if ((folder ?? StartedFrom.Stick()) is not { } stick)
        {
            Report.Problems(output.ForPeople, [Problem.Of("SCR-001")]);
            return ExitCode.WrongUsage;
        }

        using var interruption = new Interruption();
        var place = new WizardPlace
        {
            Stick = Path.GetFullPath(stick),
            Console = Path.GetFullPath(console),
            Disk = disk,
            Clock = TimeProvider.System,
            Terminal = SystemTerminal.Of(output, interruption.Token),
            Hands = HandFolders.For(isGiven ? Path.GetFullPath(console) : null, disk),
        };
        return fullScreen ? Run(place, model => model, output, interruption.Token) : await LinesAsync(place, output, interruption.Token).ConfigureAwait(false);
    }

    /// <summary>Line mode: the same service methods, by number, then the same questions.</summary>
    private static async Task<int> LinesAsync(WizardPlace place, Output output, CancellationToken ended)
    {
        if (!Stick.Open(place.Stick, place.Disk).TryGet(out var stick, out var problems)
            || !ConsoleFiles.Open(place.Console, place.Disk).TryGet(out var console, out problems))
        {
            Report.Problems(output.ForPeople, problems);
            return ExitCode.Problems;
        }

        var survey = new WizardSurvey(stick, console, place.Hands, place.Disk).Look(place.Clock.GetUtcNow());
        Report.Problems(output.ForPeople, survey.Problems);
        var asking = new PlainConversation(place.Terminal, new Dictionary<string, string>(), new Dictionary<string, Secret>());
        if (survey.Scanners.IsEmpty)
        {
            asking.Show(Page.Empty.Text(Say.Text("welcome.unknown"), Tone.Warning));
        }

        var lines = new WizardLines(survey, asking);
        if (!lines.HasAny)
        {
            return ExitCode.Problems;
        }

        return lines.Choose() is { } order
            ? RunCommand.Tell(await Runner.RunAsync(place.Request(order) with { Cancelled = ended }).ConfigureAwait(false), output)
            : ExitCode.Done;
    }
}

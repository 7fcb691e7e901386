using System.CommandLine;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>stick clean</c>: private keys off the stick, and the log says so.</summary>
internal static class StickCleanCommand
{
    public static Command Create(IDisk disk)
    {
        var folder = new Argument<string>("DIR") { Description = Text("stick.folder") };
        var dryRun = new Option<bool>("--dry-run") { Description = Text("stick.clean.dry-run") };
        var passphrase = new PassphraseOption("--passphrase-file", "option.passphrase-file", "prompt.sign-on");
        var json = Output.JsonOption();
        var command = new Command("clean", Text("stick.clean")) { folder, dryRun, passphrase.Option, json };
        command.SetAction(parsed => Leaving.Tell(Output.Of(parsed, json), terminal => Stick.Open(parsed.GetRequiredValue(folder), disk).Then(stick =>
            StickCleaning.Plan(stick).Then(plan =>
            {
                if (plan.IsEmpty)
                {
                    terminal.Write(Page(Text("stick.clean.nothing")));
                    return new Left([], null);
                }

                terminal.Write(Page(Text("stick.clean.list")).Block(plan.All.Select(doomed => doomed.Name), "  ").Blank());
                return parsed.GetValue(dryRun)
                    ? new Left([.. plan.All.Select(doomed => doomed.Name)], null)
                    : passphrase.Get(parsed, disk, terminal).Then(secret => Clean(stick, plan, secret, terminal));
            }))));
        return command;
    }

    private static Checked<Left> Clean(Stick stick, CleaningPlan plan, Secret passphrase, ITerminal terminal)
    {
        using (passphrase)
        {
            return StickCleaning.Clean(stick, plan, passphrase, TimeProvider.System).Select(log =>
            {
                terminal.Write(Page(Catalogue.English.Text("stick.clean.done", ("count", plan.All.Length.ToString(CultureInfo.InvariantCulture)), ("file", log)))
                    .Text(Text("stick.clean.flash")));
                return new Left([.. plan.All.Select(doomed => doomed.Name)], log, stick);
            });
        }
    }

    private static Core.Screens.Page Page(string text) => Core.Screens.Page.Empty.Text(text);

    private static string Text(string key) => Catalogue.English.Text(key);
}

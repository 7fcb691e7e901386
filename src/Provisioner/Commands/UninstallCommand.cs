using System.CommandLine;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>uninstall</c>: nothing of this program stays on a console, and the stick's log says so.</summary>
internal static class UninstallCommand
{
    public static Command Create(IDisk disk)
    {
        var stick = new Option<string?>("--stick") { Description = Text("option.stick") };
        var console = new Option<string>("--console") { Description = Text("option.console"), Required = true };
        var lost = new Option<string[]>("--lost") { Description = Text("uninstall.lost") };
        var dryRun = new Option<bool>("--dry-run") { Description = Text("uninstall.dry-run") };
        var passphrase = new PassphraseOption("--passphrase-file", "option.passphrase-file", "prompt.sign-on");
        var json = Output.JsonOption();
        var command = new Command("uninstall", Text("uninstall.help")) { stick, console, lost, dryRun, passphrase.Option, json };
        command.SetAction(parsed => Leaving.Tell(Output.Of(parsed, json), terminal =>
            Stick.Open(parsed.GetValue(stick) ?? StartedFrom.Stick() ?? ".", disk).Then(opened =>
                ConsoleFiles.Open(parsed.GetRequiredValue(console), disk).Then(files =>
                {
                    var uninstalling = new Uninstalling(opened, files, parsed.GetValue(lost) ?? []);
                    return uninstalling.Plan().Then(found =>
                    {
                        terminal.Write(found.Plan is { } plan ? Planned(plan) : Page.Empty.Text(Catalogue.English.Text("uninstall.nothing", ("console", files.Root))));
                        return found.Plan is null ? new Left([], null)
                            : parsed.GetValue(dryRun) ? new Left([.. found.Plan.Contents.Files.Select(file => file.Name)], null)
                            : passphrase.Get(parsed, disk, terminal).Then(secret => Uninstall(uninstalling, opened, found.Plan, secret, terminal));
                    });
                }))));
        return command;
    }

    private static Checked<Left> Uninstall(Uninstalling uninstalling, Stick stick, UninstallPlan plan, Secret passphrase, ITerminal terminal)
    {
        using (passphrase)
        {
            return uninstalling.Uninstall(plan, passphrase, TimeProvider.System).Select(log =>
            {
                terminal.Write(Page.Empty.Text(Catalogue.English.Text("uninstall.done", ("file", log))));
                return new Left([.. plan.Contents.Files.Select(file => file.Name)], log, stick);
            });
        }
    }

    private static Page Planned(UninstallPlan plan)
    {
        var page = Page.Empty.Text(Catalogue.English.Text(
            "uninstall.list", ("folder", plan.State?.Folder ?? "-"), ("backups", Number(plan.Contents.BackUps)), ("receipts", Number(plan.Contents.Receipts)),
            ("procedures", Number(plan.Contents.Procedures)), ("kilobytes", Number((plan.Contents.Bytes + 1023) / 1024))));
        return plan.Final.IsEmpty ? page : page.Text(Catalogue.English.Text("uninstall.final", ("jobs", string.Join(", ", plan.Final))), Tone.Warning);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(string key) => Catalogue.English.Text(key);
}

using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>stick prepare</c>: makes a folder or a USB drive into a stick.</summary>
internal static class StickCommand
{
    public static Command Create(IDisk disk) => new("stick", Text("stick.help")) { Prepare(disk) };

    private static Command Prepare(IDisk disk)
    {
        var folder = new Argument<string>("DIR") { Description = Text("stick.folder") };
        var engineer = new Option<string>("--engineer") { Description = Text("stick.engineer"), Required = true };
        var name = new Option<string?>("--name") { Description = Text("stick.name") };
        var office = new Option<string?>("--office") { Description = Text("stick.office") };
        var rehearsal = new Option<bool>("--rehearsal") { Description = Text("office.rehearsal") };
        var passphrase = new PassphraseOption("--passphrase-file", "option.stick-passphrase", "prompt.stick-passphrase");
        var officePassphrase = OfficeCommand.OfficePassphrase("--office-passphrase-file");
        var json = Output.JsonOption();
        var command = new Command("prepare", Text("stick.prepare")) { folder, engineer, name, office, rehearsal, passphrase.Option, officePassphrase.Option, json };
        command.SetAction(parsed => OfficeCommand.Tell(Output.Of(parsed, json), terminal =>
        {
            var order = new StickOrder { Engineer = parsed.GetValue(engineer)!, Name = parsed.GetValue(name), IsRehearsal = parsed.GetValue(rehearsal) };
            var certifier = parsed.GetValue(office) is { } place
                ? officePassphrase.Get(parsed, disk, terminal).Then(secret => OfficeCommand.Open(place, secret, disk)).Select(Maybe)
                : Maybe(null);
            return certifier.Then(maybe =>
            {
                using (maybe.Office)
                {
                    return Engineers(passphrase, parsed, disk, terminal).Then(given => Prepare(parsed.GetValue(folder)!, order, maybe.Office, given, disk, terminal));
                }
            });
        }));
        return command;
    }

    private static Checked<(string, string, string)> Prepare(
        string folder, StickOrder order, Office? office, (Secret Secret, bool IsMadeUp) passphrase, IDisk disk, ITerminal terminal)
    {
        using (passphrase.Secret)
        {
            return StickPreparer.Prepare(folder, order, office, passphrase.Secret, disk, TimeProvider.System).Select(stick =>
            {
                if (passphrase.IsMadeUp)
                {
                    Show(terminal, passphrase.Secret);
                }

                return ("stick", stick.Name, Catalogue.English.Text(
                    office is null ? "stick.prepared-uncertified" : "stick.prepared", ("stick", stick.Name), ("folder", stick.Folder)));
            });
        }
    }

    /// <summary>From the file; or, at a terminal, typed, or made up when nothing is typed.</summary>
    private static Checked<(Secret Secret, bool IsMadeUp)> Engineers(PassphraseOption option, ParseResult parsed, IDisk disk, ITerminal terminal) =>
        option.IsGiven(parsed) || !terminal.IsInteractive
            ? option.Get(parsed, disk, terminal).Select(secret => (secret, false))
            : option.Ask(terminal) switch
            {
                null => option.Missing(),
                { IsEmpty: true } => (Passphrase.Generate(), true),
                var typed => (typed, false),
            };

    /// <summary>Once, and only where somebody sits.</summary>
    private static void Show(ITerminal terminal, Secret passphrase)
    {
        foreach (var line in (string[])[Text("stick.passphrase"), "", $"    {passphrase.Characters}", ""])
        {
            terminal.Write(new(Tone.Plain, line));
        }
    }

    private static OfficeOrNone Maybe(Office? office) => new(office);

    private static string Text(string key) => Catalogue.English.Text(key);

    private sealed record OfficeOrNone(Office? Office);
}

using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>office certify|checkpoint|create|renew|revoke</c>: the office's key, and its signature on sticks.</summary>
internal static class OfficeCommand
{
    public static Command Create(IDisk disk) => new("office", Text("office.help")) { Certify(disk), Checkpoint(disk), Found(disk), Renew(disk), Revoke(disk) };

    private static Command Found(IDisk disk)
    {
        var folder = new Argument<string>("DIR") { Description = Text("office.folder") };
        var name = new Option<string>("--name") { Description = Text("office.name"), DefaultValueFactory = _ => "Service office" };
        var rehearsal = new Option<bool>("--rehearsal") { Description = Text("office.rehearsal") };
        var passphrase = OfficePassphrase("--passphrase-file");
        var json = Output.JsonOption();
        var command = new Command("create", Text("office.create")) { folder, name, rehearsal, passphrase.Option, json };
        command.SetAction(parsed => Tell(Output.Of(parsed, json), terminal => NewPassphrase.Get(passphrase, parsed, disk, terminal).Then(made =>
        {
            using (made)
            {
                return Office.Create(parsed.GetValue(folder)!, parsed.GetValue(name)!, parsed.GetValue(rehearsal), made.Secret, disk, TimeProvider.System).Select(office =>
                {
                    using (office)
                    {
                        made.Show(terminal);
                        return ("certificate", office.CertificateFile, Catalogue.English.Text("office.created", ("file", office.CertificateFile)));
                    }
                });
            }
        })));
        return command;
    }

    private static Command Certify(IDisk disk)
    {
        var (stick, sources) = (StickOption(), new SourceOptions());
        return Signing("certify", "office.certify", disk, [stick, .. sources.All], (office, parsed, _) => Stick.Open(parsed.GetRequiredValue(stick), disk)
            .Then(opened => Certification.Certify(office, opened, sources.Of(parsed, disk)))
            .Select(certified => ("stick", certified.Name, Catalogue.English.Text("office.certified", ("stick", certified.Name)))));
    }

    private static Command Checkpoint(IDisk disk)
    {
        var stick = StickOption();
        var archive = new Option<string>("--archive") { Description = Text("office.archive"), Required = true };
        return Signing("checkpoint", "office.checkpoint", disk, [stick, archive], (office, parsed, _) => Stick.Open(parsed.GetRequiredValue(stick), disk)
            .Then(opened => OfficeStatements.Checkpoint(office, opened, parsed.GetRequiredValue(archive), disk))
            .Select(made => ("stick", made.Stick, Catalogue.English.Text("office.archived", ("stick", made.Stick), ("file", FileNumber.Write(made.Last))))));
    }

    private static Command Renew(IDisk disk)
    {
        var stick = StickOption();
        var engineer = new Option<string?>("--engineer") { Description = Text("stick.engineer") };
        var passphrase = new PassphraseOption("--stick-passphrase-file", "option.stick-passphrase", "prompt.stick-passphrase");
        return Signing("renew", "office.renew", disk, [stick, engineer, passphrase.Option], (office, parsed, terminal) => Stick.Open(parsed.GetRequiredValue(stick), disk)
            .Then(opened => new StickUpdate(office, opened, disk).Whole().Then(_ => NewPassphrase.Get(passphrase, parsed, disk, terminal)).Then(made =>
            {
                using (made)
                {
                    return OfficeStatements.Renew(office, opened, parsed.GetValue(engineer), TimeSpan.FromDays(366), made.Secret, disk, TimeProvider.System)
                        .Then(renewed => new StickUpdate(office, renewed, disk).Again().Select(_ =>
                        {
                            made.Show(terminal);
                            return renewed;
                        }));
                }
            }))
            .Select(renewed => ("stick", renewed.Name, Catalogue.English.Text("office.renewed", ("stick", renewed.Name)))));
    }

    private static Command Revoke(IDisk disk)
    {
        var name = new Option<string>("--name") { Description = Text("office.revoked-name"), Required = true };
        var accepted = new Option<string?>("--accepted") { Description = Text("office.accepted") };
        return Signing("revoke", "office.revoke", disk, [name, accepted], (office, parsed, _) =>
            (parsed.GetValue(accepted) is { } copy ? Stick.Open(copy, disk).Then(stick => OfficeStatements.Revoke(office, parsed.GetRequiredValue(name), stick, disk))
                : OfficeStatements.Revoke(office, parsed.GetRequiredValue(name), null, disk))
            .Select(made => ("stick", made.Stick, Catalogue.English.Text("office.revoked", ("stick", made.Stick)))));
    }

    private static Option<string> StickOption() => new("--stick") { Description = Text("stick.folder"), Required = true };

    /// <summary>A command that opens the office, signs, and says what it made.</summary>
    private static Command Signing(
        string name, string help, IDisk disk, Option[] options, Func<Office, ParseResult, ITerminal, Checked<(string, string, string)>> sign)
    {
        var office = new Option<string>("--office") { Description = Text("office.folder"), Required = true };
        var passphrase = OfficePassphrase("--passphrase-file");
        var json = Output.JsonOption();
        var command = new Command(name, Text(help)) { office, passphrase.Option, json };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Tell(Output.Of(parsed, json), terminal => passphrase.Get(parsed, disk, terminal)
            .Then(secret => Open(parsed.GetRequiredValue(office), secret, disk))
            .Then(opened =>
            {
                using (opened)
                {
                    return sign(opened, parsed, terminal);
                }
            })));
        return command;
    }

    /// <summary>Opens an office and forgets the passphrase.</summary>
    public static Checked<Office> Open(string folder, Secret passphrase, IDisk disk)
    {
        using (passphrase)
        {
            return Office.Open(folder, passphrase, disk);
        }
    }

    public static PassphraseOption OfficePassphrase(string option) => new(option, "option.office-passphrase", "prompt.office-passphrase");

    /// <summary>One thing made: its name and value in JSON, a sentence for people; or the problems.</summary>
    public static int Tell(Output output, Func<ITerminal, Checked<(string Name, string Value, string Sentence)>> make)
    {
        if (make(SystemTerminal.Of(output)).TryGet(out var done, out var problems))
        {
            output.ForPeople.WriteLine(done.Sentence);
        }

        Report.Problems(output.ForPeople, problems);
        if (output.AsJson)
        {
            Report.Json(output.Out, json =>
            {
                Report.Maybe(json, done.Name ?? "", done.Value);
                Report.Problems(json, problems);
            });
        }

        return Exit(problems);
    }

    private static int Exit(ImmutableArray<Problem> problems) =>
        problems.IsEmpty ? ExitCode.Done
        : problems.Any(problem => problem.Code is "STICK-013" or "STICK-006" or "STICK-033" or "STICK-036") ? ExitCode.WrongUsage
        : problems.Any(Runs.RunEnd.IsDistrust) ? ExitCode.NotTrusted : ExitCode.Problems;

    private static string Text(string key) => Catalogue.English.Text(key);
}

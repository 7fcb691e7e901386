using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>office create|certify</c>: the office's key, and its signature on sticks.</summary>
internal static class OfficeCommand
{
    public static Command Create(IDisk disk) => new("office", Text("office.help")) { Found(disk), Certify(disk) };

    private static Command Found(IDisk disk)
    {
        var folder = new Argument<string>("DIR") { Description = Text("office.folder") };
        var name = new Option<string>("--name") { Description = Text("office.name"), DefaultValueFactory = _ => "Service office" };
        var rehearsal = new Option<bool>("--rehearsal") { Description = Text("office.rehearsal") };
        var passphrase = OfficePassphrase("--passphrase-file");
        var json = Output.JsonOption();
        var command = new Command("create", Text("office.create")) { folder, name, rehearsal, passphrase.Option, json };
        command.SetAction(parsed => Tell(Output.Of(parsed, json), terminal => passphrase.Get(parsed, disk, terminal).Then(secret =>
        {
            using (secret)
            {
                return Office.Create(parsed.GetValue(folder)!, parsed.GetValue(name)!, parsed.GetValue(rehearsal), secret, disk, TimeProvider.System);
            }
        }).Select(office =>
        {
            using (office)
            {
                return ("certificate", office.CertificateFile, Catalogue.English.Text("office.created", ("file", office.CertificateFile)));
            }
        })));
        return command;
    }

    private static Command Certify(IDisk disk)
    {
        var office = new Option<string>("--office") { Description = Text("office.folder"), Required = true };
        var stick = new Option<string>("--stick") { Description = Text("stick.folder"), Required = true };
        var passphrase = OfficePassphrase("--passphrase-file");
        var json = Output.JsonOption();
        var command = new Command("certify", Text("office.certify")) { office, stick, passphrase.Option, json };
        command.SetAction(parsed => Tell(Output.Of(parsed, json), terminal => passphrase.Get(parsed, disk, terminal)
            .Then(secret => Open(parsed.GetValue(office)!, secret, disk))
            .Then(opened =>
            {
                using (opened)
                {
                    return Stick.Open(parsed.GetValue(stick)!, disk).Then(opened.Certify);
                }
            })
            .Select(certified => ("stick", certified.Name, Catalogue.English.Text("office.certified", ("stick", certified.Name))))));
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
        problems.IsEmpty ? ExitCode.Done : problems.Any(problem => problem.Code is "STICK-013" or "STICK-006") ? ExitCode.WrongUsage : ExitCode.Problems;

    private static string Text(string key) => Catalogue.English.Text(key);
}

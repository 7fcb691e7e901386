using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>journal verify|show</c>: for the office and for auditors.</summary>
internal static class JournalCommand
{
    public static Command Create(IDisk disk) => new("journal", Text("journal.help")) { Verify(disk), Show(disk) };

    private static Command Verify(IDisk disk)
    {
        var paths = Paths();
        var office = new Option<string?>("--office") { Description = Text("journal.office") };
        var heads = new Option<string?>("--heads") { Description = Text("journal.heads") };
        var json = Output.JsonOption();
        var command = new Command("verify", Text("journal.verify")) { paths, office, heads, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            if (!JournalVerification.Make(parsed.GetValue(paths)!, parsed.GetValue(office), parsed.GetValue(heads), disk).TryGet(out var verified, out var problems))
            {
                return Refuse(output, problems);
            }

            JournalText.Verdict(output.ForPeople, verified);
            if (output.AsJson)
            {
                Report.Json(output.Out, document => JournalJson.Verdict(document, verified));
            }

            return verified.Exit;
        });
        return command;
    }

    private static Command Show(IDisk disk)
    {
        var paths = Paths();
        var json = Output.JsonOption();
        var command = new Command("show", Text("journal.show")) { paths, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            if (!JournalVerification.Make(parsed.GetValue(paths)!, null, null, disk).TryGet(out var verified, out var problems))
            {
                return Refuse(output, problems);
            }

            JournalText.Records(output.ForPeople, verified);
            if (output.AsJson)
            {
                Report.Json(output.Out, document => JournalJson.Records(document, verified));
            }

            return verified.Exit is ExitCode.NotTrusted or ExitCode.Interrupted ? verified.Exit : ExitCode.Done;
        });
        return command;
    }

    private static Argument<string[]> Paths() => new("PATH") { Description = Text("journal.paths"), Arity = ArgumentArity.OneOrMore };

    private static int Refuse(Output output, ImmutableArray<Problem> problems)
    {
        Report.Problems(output.ForPeople, problems);
        if (output.AsJson)
        {
            Report.Json(output.Out, json => Report.Problems(json, problems));
        }

        return ExitCode.Problems;
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}

using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>journal export|show|verify</c>: for the office and for auditors.</summary>
internal static class JournalCommand
{
    public static Command Create(IDisk disk) => new("journal", Text("journal.help")) { Export(disk), Show(disk), Verify(disk) };

    private static Command Export(IDisk disk)
    {
        var paths = Paths();
        var office = Office();
        var heads = Heads();
        var format = new Option<string>("--format") { Description = Text("journal.format"), DefaultValueFactory = _ => "atna" };
        format.AcceptOnlyFromAmong("atna", "json", "csv");
        var counted = new Option<bool>("--counted") { Description = Text("journal.counted") };
        var to = new Option<string?>("--out") { Description = Text("journal.out") };
        var json = Output.JsonOption();
        var command = new Command("export", Text("journal.export")) { paths, office, heads, format, counted, to, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json) with { AsJson = true };
            var verification = JournalVerification.Make(parsed.GetValue(paths)!, parsed.GetValue(office), parsed.GetValue(heads), disk);
            if (!verification.TryGet(out var verified, out var problems))
            {
                Report.Problems(output.Error, problems);
                return ExitCode.Problems;
            }

            JournalText.Verdict(output.Error, verified);
            var asked = parsed.GetValue(json) ? "json" : parsed.GetValue(format);
            var bytes = asked switch
            {
                "json" => Encoding.UTF8.GetBytes(Report.Document(document => JournalExport.Json(document, verified)) + "\n"),
                "csv" => JournalExport.Csv(verified),
                _ => JournalExport.Atna(verified, parsed.GetValue(counted)),
            };
            return Put(bytes, parsed.GetValue(to), output, disk) ?? verified.Exit;
        });
        return command;
    }

    /// <returns><c>null</c> when it is written.</returns>
    private static int? Put(byte[] bytes, string? path, Output output, IDisk disk)
    {
        if (path is null)
        {
            output.Out.Write(Encoding.UTF8.GetString(bytes));
            return null;
        }

        if (Guarded.Do(path, () => disk.Create(Path.GetFullPath(path), bytes)) is { } problem)
        {
            Report.Problems(output.Error, [problem]);
            return ExitCode.Problems;
        }

        return null;
    }

    private static Command Verify(IDisk disk)
    {
        var paths = Paths();
        var office = Office();
        var heads = Heads();
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
        var qr = new Option<bool>("--qr") { Description = Text("journal.qr") };
        var json = Output.JsonOption();
        var command = new Command("show", Text("journal.show")) { paths, qr, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            if (!JournalVerification.Make(parsed.GetValue(paths)!, null, null, disk).TryGet(out var verified, out var problems))
            {
                return Refuse(output, problems);
            }

            JournalText.Records(output.ForPeople, verified, parsed.GetValue(qr));
            if (output.AsJson)
            {
                Report.Json(output.Out, document => JournalJson.Records(document, verified));
            }

            return verified.Exit is ExitCode.NotTrusted or ExitCode.Interrupted ? verified.Exit : ExitCode.Done;
        });
        return command;
    }

    private static Option<string?> Office() => new("--office") { Description = Text("journal.office") };

    private static Option<string?> Heads() => new("--heads") { Description = Text("journal.heads") };

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

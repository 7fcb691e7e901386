using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>procedures list|check|answers|simulate|chart|print</c>: for those who write procedures and prepare answers.</summary>
internal static class ProceduresCommand
{
    public static Command Create(IDisk disk) => new("procedures", Text("procedures.help"))
    {
        List(), Check(), Answers(), Simulate(), DocumentCommand.Chart(disk), DocumentCommand.Print(disk),
    };

    private static Command List()
    {
        var folder = new Argument<string?>("DIR") { Description = Text("procedures.folder"), Arity = ArgumentArity.ZeroOrOne };
        return Command("list", "procedures.list", folder, (parsed, output) =>
        {
            var shelf = parsed.GetValue(folder) is { } named ? Shelf.Read(ProcedureFolder.Files(ProcedureFolder.OfStick(named))) : ProcedureFolder.Embedded;
            if (output.AsJson)
            {
                Report.Json(output.Out, json =>
                {
                    ProcedureJson.List(json, shelf);
                    Report.Problems(json, shelf.Problems);
                });
            }
            else
            {
                ProcedureText.List(output.Out, shelf);
            }

            Report.Problems(output.ForPeople, shelf.Problems);
            return shelf.Problems.IsEmpty ? ExitCode.Done : ExitCode.Problems;
        });
    }

    private static Command Check()
    {
        var paths = new Argument<string[]>("FILE|DIR") { Description = Text("procedures.paths"), Arity = ArgumentArity.ZeroOrMore };
        return Command("check", "procedures.check", paths, (parsed, output) =>
        {
            var found = (parsed.GetValue(paths) is { Length: > 0 } named ? named.SelectMany(Checked) : Checked(ProcedureFolder.Embedded)).ToArray();
            var problems = found.SelectMany(file => file.Problems).ToArray();
            Report.Problems(output.ForPeople, problems);
            output.ForPeople.WriteLine(Catalogue.English.Text(
                problems.Length == 0 ? "procedures.clean" : "procedures.unclean", ("files", $"{found.Length}"), ("problems", $"{problems.Length}")));
            if (output.AsJson)
            {
                Report.Json(output.Out, json =>
                {
                    json.WriteNumber("files", found.Length);
                    Report.Problems(json, problems);
                });
            }

            return problems.Length == 0 ? ExitCode.Done : ExitCode.Problems;
        });
    }

    private static Command Answers()
    {
        var which = new Argument<string>("PROCEDURE|FILE") { Description = Text("procedures.which") };
        var mode = new Option<string?>("--mode") { Description = Text("procedures.answers-mode") };
        mode.AcceptOnlyFromAmong("attended");
        var command = Command("answers", "procedures.answers", which, (parsed, output) =>
        {
            var name = parsed.GetValue(which)!;
            if (!(File.Exists(name) ? ProcedureFolder.ReadProcedure(name) : ProcedureFolder.Embedded.Find(name)).TryGet(out var procedure, out var problems))
            {
                Report.Problems(output.Error, problems);
                return problems[0].Code == "PROC-063" ? ExitCode.WrongUsage : ExitCode.Problems;
            }

            if (output.AsJson)
            {
                Report.Json(output.Out, json => ProcedureJson.Answers(json, procedure));
            }
            else
            {
                output.Out.Write(AnswersTemplate.Of(procedure, hand: parsed.GetValue(mode) is not null && procedure.ScannerType is { } type ? new HandWork(type, IsAttended: true) : null));
            }

            return ExitCode.Done;
        });
        command.Options.Add(mode);
        return command;
    }

    private static Command Simulate()
    {
        var which = new Argument<string?>("PROCEDURE|FILE|DIR") { Description = Text("procedures.simulated"), Arity = ArgumentArity.ZeroOrOne };
        var byHand = new Option<bool>("--by-hand") { Description = Text("procedures.simulate.by-hand") };
        var command = Command("simulate", "procedures.simulate", which, (parsed, output) => SimulateCommand.Run(parsed.GetValue(which), parsed.GetValue(byHand), output));
        command.Options.Add(byHand);
        return command;
    }

    private static IEnumerable<CheckedFile> Checked(string path) =>
        Directory.Exists(path) ? Checked(Shelf.Read(ProcedureFolder.Files(path)))
        : !File.Exists(path) ? [new(path, [Problem.Of("DISK-005", ("file", path))])]
        : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) == Shelf.ModalityFolder ? [new(path, ProcedureFolder.ReadModality(path).Problems)]
        : [new(path, ProcedureFolder.ReadProcedure(path).Problems)];

    /// <summary>One for each good file, and one for all the others.</summary>
    private static IEnumerable<CheckedFile> Checked(Shelf shelf) =>
    [
        .. shelf.Modalities.Keys.Concat(shelf.Procedures.Keys).Select(id => new CheckedFile(id, [])),
        .. shelf.Problems.GroupBy(problem => problem.Values["file"]).Select(file => new CheckedFile(file.Key, [.. file])),
    ];

    private static Command Command(string name, string help, Argument argument, Func<ParseResult, Output, int> act)
    {
        var json = Output.JsonOption();
        var command = new Command(name, Text(help)) { argument, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            try
            {
                return act(parsed, output);
            }
            catch (Exception fault) when (Faults.IsMachine(fault))
            {
                Report.Problems(output.Error, [Faults.Of(fault, parsed.GetResult(argument)?.Tokens is [var path, ..] ? path.Value : name)]);
                return ExitCode.Problems;
            }
        });
        return command;
    }

    private static string Text(string key) => Catalogue.English.Text(key);

    private sealed record CheckedFile(string Name, System.Collections.Immutable.ImmutableArray<Problem> Problems);
}

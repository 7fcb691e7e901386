using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>run</c>, <c>resume</c> and <c>undo</c>: the same engine, three beginnings.</summary>
internal static class RunCommand
{
    public static Command Create(IDisk disk)
    {
        var (options, procedure) = (new RunOptions(), new Argument<string?>("PROCEDURE") { Description = Text("run.procedure"), Arity = ArgumentArity.ZeroOrOne });
        var job = new Option<string?>("--job") { Description = Text("run.job") };
        var mode = new Option<string?>("--mode") { Description = Text("run.mode") };
        mode.AcceptOnlyFromAmong("real", "attended", "folder", "rehearsal");
        var dryRun = new Option<bool>("--dry-run") { Description = Text("run.dry-run") };
        var askMissing = new Option<bool>("--ask-missing") { Description = Text("run.ask-missing") };
        var save = new Option<string?>("--save-answers") { Description = Text("run.save-answers") };
        var command = new Command("run", Text("run.help")) { procedure, job, mode, dryRun, askMissing, save };
        options.AddTo(command);
        command.SetAction((parsed, _) => GoAsync(parsed, options, disk, Purpose.Run, request => request with
        {
            Procedure = parsed.GetValue(procedure),
            Job = parsed.GetValue(job),
            Mode = parsed.GetValue(mode) is { } word ? Enum.Parse<RunMode>(word, ignoreCase: true) : null,
            DryRun = parsed.GetValue(dryRun),
            AskMissing = parsed.GetValue(askMissing),
            SaveAnswers = parsed.GetValue(save),
        }));
        return command;
    }

    public static Command CreateResume(IDisk disk) => Again(disk, "resume", "resume.help", Purpose.Resume);

    public static Command CreateUndo(IDisk disk) => Again(disk, "undo", "undo.help", Purpose.Undo);

    public static Command CreateAbandon(IDisk disk)
    {
        var reason = new Option<string?>("--reason") { Description = Text("abandon.reason") };
        var command = Again(disk, "abandon", "abandon.help", Purpose.Abandon, (parsed, request) => request with { Reason = parsed.GetValue(reason) });
        command.Options.Add(reason);
        return command;
    }

    private static Command Again(IDisk disk, string word, string help, Purpose purpose, Func<ParseResult, RunRequest, RunRequest>? complete = null)
    {
        var run = new Argument<string?>("RUN") { Description = Text("run.run"), Arity = ArgumentArity.ZeroOrOne };
        var (options, command) = (new RunOptions(), new Command(word, Text(help)) { run });
        options.AddTo(command);
        command.SetAction((parsed, _) => GoAsync(parsed, options, disk, purpose, request =>
        {
            var named = request with { Run = parsed.GetValue(run) };
            return complete is null ? named : complete(parsed, named);
        }));
        return command;
    }

    private static async Task<int> GoAsync(
        ParseResult parsed, RunOptions options, IDisk disk, Purpose purpose, Func<RunRequest, RunRequest> complete)
    {
        using var interruption = new Interruption();
        var output = Output.Of(parsed, options.Json);
        var request = options.Request(parsed, purpose, disk, SystemTerminal.Of(output, interruption.Token), interruption.Token);
        var end = request.TryGet(out var asked, out var problems)
            ? await Runner.RunAsync(complete(asked)).ConfigureAwait(false)
            : RunEnd.NotBegun(problems);
        return Tell(end, output);
    }

    /// <summary>Shows what has not been shown yet, writes the document, gives the exit code.</summary>
    public static int Tell(RunEnd end, Output output)
    {
        if (end.Part is null && !end.Shown)
        {
            Report.Problems(output.ForPeople, end.Problems);
        }

        if (output.AsJson)
        {
            Report.Json(output.Out, json => RunReport.Write(json, end));
        }

        var code = RunExit.Of(end);
        Diagnostics.End(code);
        return code;
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}

using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>report</c>: makes a stick's reports again, from its journal alone.</summary>
internal static class ReportCommand
{
    public static Command Create(IDisk disk)
    {
        var folder = new Argument<string>("STICK") { Description = Text("report.stick") };
        var run = new Option<string?>("--run") { Description = Text("report.run-option") };
        var into = new Option<string?>("--into") { Description = Text("report.into") };
        var json = Output.JsonOption();
        var command = new Command("report", Text("report.help")) { folder, run, into, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            var made = Stick.Open(parsed.GetValue(folder)!, disk).Then(stick =>
                ReportFiles.Write(stick, parsed.GetValue(run), parsed.GetValue(into) is { } named ? Path.GetFullPath(named) : stick.Reports));
            foreach (var path in made.IsGood ? made.Value : [])
            {
                output.ForPeople.WriteLine(path);
            }

            Report.Problems(output.ForPeople, made.Problems);
            if (output.AsJson)
            {
                Report.Json(output.Out, document =>
                {
                    document.WriteStartArray("files");
                    foreach (var path in made.IsGood ? made.Value : [])
                    {
                        document.WriteStringValue(path);
                    }

                    document.WriteEndArray();
                    Report.Problems(document, made.Problems);
                });
            }

            return made.IsGood ? ExitCode.Done : RunExit.Of(RunEnd.NotBegun(made.Problems));
        });
        return command;
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}

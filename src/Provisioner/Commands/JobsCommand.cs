using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>jobs list|check</c>: what the office prepared for a night, and how far it is.</summary>
internal static class JobsCommand
{
    public static Command Create(IDisk disk) => new("jobs", Text("jobs.help")) { Check(disk), List(disk) };

    /// <summary>The rows of a stick, folded from its journals. A stick that cannot be trusted tells nothing.</summary>
    public static Checked<ImmutableArray<JobSoFar>> Read(Stick stick, DateTimeOffset now)
    {
        var shelf = new ProcedureShelf(stick, stick.Disk);
        return shelf.Files.Then(files => !stick.Genesis.IsRehearsal && files.Refusals(now) is { IsEmpty: false } refusals ? refusals
            : shelf.Jobs.Then(jobs => StickHistory.Read(stick).Select(history => JobList.Fold(jobs.Files, history.Runs))));
    }

    private static Command List(IDisk disk)
    {
        var stick = new Option<string>("--stick") { Description = Text("option.stick"), Required = true };
        var json = Output.JsonOption();
        var command = new Command("list", Text("jobs.list")) { stick, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            var read = Stick.Open(parsed.GetRequiredValue(stick), disk).Then(opened => Read(opened, TimeProvider.System.GetUtcNow()));
            ImmutableArray<JobSoFar> jobs = read.IsGood ? read.Value : [];
            if (output.AsJson)
            {
                Report.Json(output.Out, document =>
                {
                    Write(document, jobs);
                    Report.Problems(document, read.Problems);
                });
            }
            else if (read.IsGood)
            {
                Write(output.Out, jobs);
            }

            Report.Problems(output.ForPeople, read.Problems);
            return Exit(read.Problems);
        });
        return command;
    }

    private static Command Check(IDisk disk)
    {
        var files = new Argument<string[]>("FILE|DIR") { Description = Text("jobs.paths"), Arity = ArgumentArity.OneOrMore };
        var procedures = new Option<string?>("--procedures") { Description = Text("stick.procedures") };
        var json = Output.JsonOption();
        var command = new Command("check", Text("jobs.check")) { files, procedures, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            var read = Guarded.Get<StickJobs>(parsed.GetValue(files)![0], () => Shelf(parsed.GetValue(procedures), disk)
                .Then(shelf => StickJobs.Read(parsed.GetValue(files)!.SelectMany(path => Files(path, disk)), shelf)));
            Report.Problems(output.ForPeople, read.Problems);
            var rows = read.IsGood ? read.Value.Files.Sum(file => file.Rows.Length) : 0;
            output.ForPeople.WriteLine(Catalogue.English.Text(
                read.IsGood ? "jobs.clean" : "jobs.unclean", ("rows", Number(rows)), ("problems", Number(read.Problems.Length))));
            if (output.AsJson)
            {
                Report.Json(output.Out, document =>
                {
                    document.WriteNumber("rows", rows);
                    Report.Problems(document, read.Problems);
                });
            }

            return Exit(read.Problems);
        });
        return command;
    }

    /// <summary>The program's procedures, with those of the folder.</summary>
    private static Checked<Shelf> Shelf(string? folder, IDisk disk)
    {
        var shelf = folder is null ? ProcedureFolder.Embedded : ProcedureFolder.Embedded.With(SourceFolder.Procedures(folder, disk));
        return shelf.Problems.IsEmpty ? shelf : shelf.Problems;
    }

    private static KeyValuePair<string, ReadOnlyMemory<byte>>[] Files(string path, IDisk disk) =>
        disk.IsFolder(Path.GetFullPath(path)) ? SourceFolder.Jobs(path, disk)
        : [KeyValuePair.Create(path, (ReadOnlyMemory<byte>)(disk.Read(path, ProcedureShelf.Most) ?? throw new FileNotFoundException(path)))];

    private static void Write(TextWriter to, ImmutableArray<JobSoFar> jobs) => TextTable.Write(to,
    [
        ["JOB", "STATE", "SCANNER", "SERIAL", "PROCEDURE", "LAST", "PROOF"],
        .. jobs.Select(job => (string[])
        [
            job.Address, Text($"job.{job.State.Word()}"), job.Row.Name, job.Row.Serial, job.Row.Procedure, job.Run ?? "-", job.Proof is { } proof ? Words.Of(proof) : "-",
        ]),
    ]);

    private static void Write(Utf8JsonWriter json, ImmutableArray<JobSoFar> jobs)
    {
        json.WriteStartArray("jobs");
        foreach (var job in jobs)
        {
            json.WriteStartObject();
            json.WriteString("job", job.Address);
            json.WriteString("state", job.State.Word());
            json.WriteStartObject("console");
            json.WriteString("serial", job.Row.Serial);
            json.WriteString("host", job.Row.Name);
            json.WriteEndObject();
            json.WriteString("procedure", job.Row.Procedure);
            Report.Maybe(json, "run", job.Run);
            Report.Maybe(json, "proof", job.Proof is { } proof ? Words.Of(proof) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static int Exit(ImmutableArray<Problem> problems) =>
        problems.IsEmpty ? ExitCode.Done : problems.Any(RunEnd.IsDistrust) ? ExitCode.NotTrusted : ExitCode.Problems;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(string key) => Catalogue.English.Text(key);
}

/// <summary>Rows in columns, for people.</summary>
internal static class TextTable
{
    /// <param name="rows">The first names the columns.</param>
    public static void Write(TextWriter to, string[][] rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            to.WriteLine(string.Join("  ", row.Select((cell, column) => Printable.Of(cell).PadRight(widths[column]))).TrimEnd());
        }
    }
}

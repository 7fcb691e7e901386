using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens;
using Provisioner.Keys;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary><c>stick prepare|check|update</c>: makes a folder or a USB drive into a stick, looks whether it is as the office left
/// it, gives it new files.</summary>
internal static class StickCommand
{
    public static Command Create(IDisk disk) =>
        new("stick", Text("stick.help")) { Check(disk), StickCleanCommand.Create(disk), Prepare(disk), Update(disk) };

    private static Command Prepare(IDisk disk)
    {
        var folder = new Argument<string>("DIR") { Description = Text("stick.folder") };
        var engineer = new Option<string>("--engineer") { Description = Text("stick.engineer"), Required = true };
        var name = new Option<string?>("--name") { Description = Text("stick.name") };
        var office = new Option<string?>("--office") { Description = Text("stick.office") };
        var rehearsal = new Option<bool>("--rehearsal") { Description = Text("office.rehearsal") };
        var passphrase = new PassphraseOption("--passphrase-file", "option.stick-passphrase", "prompt.stick-passphrase");
        var officePassphrase = OfficeCommand.OfficePassphrase("--office-passphrase-file");
        var dryRun = new Option<bool>("--dry-run") { Description = Text("stick.prepare.dry-run") };
        var (sources, json) = (new SourceOptions(), Output.JsonOption());
        var command = new Command("prepare", Text("stick.prepare")) { folder, engineer, name, office, rehearsal, dryRun, passphrase.Option, officePassphrase.Option, json };
        sources.AddTo(command);
        command.SetAction(parsed => OfficeCommand.Tell(Output.Of(parsed, json), terminal =>
        {
            var order = new StickOrder
            {
                Engineer = parsed.GetValue(engineer)!,
                Name = parsed.GetValue(name),
                IsRehearsal = parsed.GetValue(rehearsal),
                Sources = sources.Of(parsed, disk),
            };
            if (parsed.GetValue(dryRun))
            {
                return StickPreparer.Plan(parsed.GetValue(folder)!, order, disk).Select(contents => Planned(parsed.GetValue(folder)!, order, contents, terminal));
            }

            var certifier = parsed.GetValue(office) is { } place
                ? officePassphrase.Get(parsed, disk, terminal).Then(secret => OfficeCommand.Open(place, secret, disk)).Select(Maybe)
                : Maybe(null);
            return certifier.Then(maybe =>
            {
                using (maybe.Office)
                {
                    return NewPassphrase.Get(passphrase, parsed, disk, terminal).Then(given => Prepare(parsed.GetValue(folder)!, order, maybe.Office, given, disk, terminal));
                }
            });
        }));
        return command;
    }

    private static (string, string, string) Planned(string folder, StickOrder order, StickContents contents, ITerminal terminal)
    {
        Remarks(order.Sources.Programs, terminal);
        var list = Page.Empty.Text(Catalogue.English.Text("stick.prepare.list", ("folder", Path.GetFullPath(folder)), ("megabytes", (contents.Size / 1_000_000.0).ToString("0.0", CultureInfo.InvariantCulture))));
        terminal.Write(list.Block(contents.Files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Value.Length,10}  {file.Key}"))));
        return ("folder", Path.GetFullPath(folder), Text("stick.prepare.rest"));
    }

    /// <summary>What somebody should know before the stick goes out.</summary>
    private static void Remarks(ImmutableArray<StickProgram> programs, ITerminal terminal) => terminal.Write(programs.IsEmpty
        ? Page.Empty.Text(Text("stick.prepare.no-programs"), Tone.Warning)
        : Pages.Problems(StickPrograms.Remarks(programs, OpenFields.Version)));

    private static Checked<(string, string, string)> Prepare(
        string folder, StickOrder order, Office? office, NewPassphrase passphrase, IDisk disk, ITerminal terminal)
    {
        using (passphrase)
        {
            return StickPreparer.Prepare(folder, order, office, passphrase.Secret, disk, TimeProvider.System).Select(stick =>
            {
                Remarks(order.Sources.Programs, terminal);
                passphrase.Show(terminal);
                return ("stick", stick.Name, Catalogue.English.Text(
                    office is null ? "stick.prepared-uncertified" : "stick.prepared", ("stick", stick.Name), ("folder", stick.Folder)));
            });
        }
    }

    private static Command Check(IDisk disk)
    {
        var folder = new Argument<string>("DIR") { Description = Text("stick.folder") };
        var office = new Option<string?>("--office") { Description = Text("stick.check.option") };
        var json = Output.JsonOption();
        var command = new Command("check", Text("stick.check")) { folder, office, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            var certificate = parsed.GetValue(office) is { } place ? Directory.Exists(place) ? Path.Combine(place, "OFFICE.PEM") : place : null;
            var read = Stick.Open(parsed.GetValue(folder)!, disk).Then(stick => StickCheck.Of(stick, certificate, TimeProvider.System.GetUtcNow())
                .Select(findings => new Looked(stick, findings)));
            return Tell(output, read);
        });
        return command;
    }

    /// <summary>Each thing that was looked at with its mark, then what to do about those that are wrong.</summary>
    private static int Tell(Output output, Checked<Looked> read)
    {
        ImmutableArray<StickFinding> findings = read.IsGood ? read.Value.Findings : [];
        ImmutableArray<Problem> problems = read.IsGood ? [.. findings.Select(finding => finding.Problem).OfType<Problem>()] : read.Problems;
        foreach (var finding in findings)
        {
            output.ForPeople.WriteLine(Pages.Mark(finding.Problem is null ? Core.Runs.StepMark.Pass : Core.Runs.StepMark.Fail, finding.Said, finding.Problem?.Code));
        }

        output.ForPeople.WriteLine();
        Report.Problems(output.ForPeople, problems);
        if (problems.IsEmpty)
        {
            output.ForPeople.WriteLine(Text("stick.check.good"));
        }

        if (output.AsJson)
        {
            Report.Json(output.Out, json =>
            {
                StickJson.Write(json, read.IsGood ? read.Value.Stick : null, findings);
                Report.Problems(json, problems);
            });
        }

        return problems.IsEmpty ? ExitCode.Done : problems.Any(RunEnd.IsDistrust) ? ExitCode.NotTrusted : ExitCode.Problems;
    }

    private static Command Update(IDisk disk)
    {
        var folder = new Argument<string>("DIR") { Description = Text("stick.folder") };
        var office = new Option<string>("--office") { Description = Text("office.folder"), Required = true };
        var passphrase = OfficeCommand.OfficePassphrase("--office-passphrase-file");
        var (sources, json) = (new SourceOptions(), Output.JsonOption());
        var command = new Command("update", Text("stick.update")) { folder, office, passphrase.Option, json };
        sources.AddTo(command);
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            var left = ImmutableArray<Problem>.Empty;
            var code = OfficeCommand.Tell(output, terminal => passphrase.Get(parsed, disk, terminal)
                .Then(secret => OfficeCommand.Open(parsed.GetRequiredValue(office), secret, disk))
                .Then(opened =>
                {
                    using (opened)
                    {
                        return Stick.Open(parsed.GetValue(folder)!, disk).Then(stick => Locked(stick, () => new StickUpdate(opened, stick, disk).Apply(sources.Of(parsed, disk))))
                            .Then<(string, string, string)>(updated => Told(updated, output));
                    }
                }));
            return code;
        });
        return command;
    }

    /// <summary>What was put right is told; what still does not belong is a problem.</summary>
    private static Checked<(string, string, string)> Told(UpdatedStick updated, Output output)
    {
        foreach (var altered in updated.Altered)
        {
            output.ForPeople.WriteLine(Catalogue.English.Text("stick.put-right", ("code", altered.Code), ("seen", altered.Seen)));
        }

        return !updated.Left.IsEmpty ? updated.Left : ("stick", updated.Stick.Name, Catalogue.English.Text(
            "stick.updated", ("stick", updated.Stick.Name), ("issue", updated.Manifest.Issue.ToString(CultureInfo.InvariantCulture)), ("files", updated.Manifest.Files.Count.ToString(CultureInfo.InvariantCulture))));
    }

    private static Checked<T> Locked<T>(Stick stick, Func<Checked<T>> act)
        where T : notnull => stick.Lock().Then(held =>
    {
        using (held)
        {
            return act();
        }
    });

    private static OfficeOrNone Maybe(Office? office) => new(office);

    private static string Text(string key) => Catalogue.English.Text(key);

    private sealed record OfficeOrNone(Office? Office);

    private sealed record Looked(Stick Stick, ImmutableArray<StickFinding> Findings);
}

/// <summary>Where the office takes what it puts on sticks.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _procedures = new("--procedures") { Description = Catalogue.English.Text("stick.procedures") };

    private readonly Option<string?> _jobs = new("--jobs") { Description = Catalogue.English.Text("stick.jobs") };

    private readonly Option<string?> _programs = new("--programs") { Description = Catalogue.English.Text("stick.prepare.programs") };

    public Option[] All => [_procedures, _jobs, _programs];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    public StickSources Of(ParseResult parsed, IDisk disk) => new()
    {
        Procedures = parsed.GetValue(_procedures),
        Jobs = parsed.GetValue(_jobs),
        Programs = parsed.GetValue(_programs) is { } folder ? StickPrograms.In(folder, disk) : StickPrograms.Find(Environment.ProcessPath, disk),
    };
}

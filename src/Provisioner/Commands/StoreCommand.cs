using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>store list|verify</c>: what lies in a console's certificate store, who uses it, and what is wrong with it.</summary>
internal static class StoreCommand
{
    public static Command Create(IDisk disk) => new("store", Text("store.help"))
    {
        Of("list", "store.list", disk, verify: false), Of("verify", "store.verify", disk, verify: true), BackUpRemoval.Create(disk),
    };

    private static Command Of(string name, string help, IDisk disk, bool verify)
    {
        var options = new StoreOptions();
        var command = new Command(name, Text(help));
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, options.Json);
            if (options.Read(parsed, disk).TryGet(out var request, out var problems))
            {
                return Show(request, disk, output, verify);
            }

            Report.Problems(output.Error, problems);
            return problems.Any(problem => problem.Code == "STORE-015") ? ExitCode.WrongUsage : ExitCode.Problems;
        });
        return command;
    }

    private static int Show(StoreRequest request, IDisk disk, Output output, bool verify)
    {
        var store = new ConsoleStore(request.Console, request.Modality, _ => request.Password);
        var listing = StoreListing.Read(request.Console, store, disk);
        var told = request.Stick is { } stick ? ToldEntries.Of(stick, request.Console, request.Modality) : ImmutableArray<ToldEntry>.Empty;
        var entries = told.IsGood ? told.Value : [];
        Problem[] problems = [.. listing.Problems, .. told.Problems, .. verify ? listing.Judged(store, request.Modality, TimeProvider.System.GetUtcNow()) : []];
        if (output.AsJson)
        {
            Report.Json(output.Out, json =>
            {
                StoreJson.Write(json, listing, entries);
                if (problems.Length > 0)
                {
                    Report.Problems(json, problems);
                }
            });
        }
        else
        {
            StoreText.Write(output.Out, listing, entries, TimeProvider.System.GetUtcNow());
        }

        Report.Problems(output.ForPeople, problems);
        if (verify && problems.Length == 0 && !listing.Slots.IsEmpty)
        {
            output.ForPeople.WriteLine(Text("store.good"));
        }

        return problems.Length == 0 ? ExitCode.Done : ExitCode.Problems;
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}

/// <param name="Password">Of key stores; <c>null</c>: not given.</param>
/// <param name="Stick">Whose logs tell what was put there by hand; <c>null</c>: none is asked.</param>
internal sealed record StoreRequest(ConsoleFiles Console, Modality Modality, Secret? Password, Stick? Stick);

/// <summary>The words after <c>store list</c> and <c>store verify</c>.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string> _console = new("--console") { Description = Catalogue.English.Text("option.console"), Required = true };

    private readonly Option<string> _modality = new("--modality") { Description = Catalogue.English.Text("store.modality"), Required = true };

    private readonly Option<string?> _password = new("--password-file") { Description = Catalogue.English.Text("store.password") };

    private readonly Option<string?> _stick = new("--stick") { Description = Catalogue.English.Text("store.stick") };

    public Option<bool> Json { get; } = Output.JsonOption();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_console, _modality, _password, _stick, Json])
        {
            command.Options.Add(option);
        }
    }

    public Checked<StoreRequest> Read(ParseResult parsed, IDisk disk) => Modality(parsed.GetRequiredValue(_modality)).Then(modality =>
        ConsoleFiles.Open(parsed.GetRequiredValue(_console), disk).Then(console =>
            SecretFiles.ReadMaybe(disk, parsed.GetValue(_password)).Then(password => parsed.GetValue(_stick) is { } stick
                ? Stick.Open(stick, disk).Select(opened => new StoreRequest(console, modality, password.Secret, opened))
                : new StoreRequest(console, modality, password.Secret, null))));

    /// <summary>One that the program carries, or a file.</summary>
    private static Checked<Modality> Modality(string name) =>
        ProcedureFolder.Embedded.Modalities.TryGetValue(name, out var carried) ? carried
        : File.Exists(name) ? Guarded.Get(name, () => ProcedureFolder.ReadModality(name))
        : Problem.Of("STORE-015", ("name", name), ("known", string.Join(", ", ProcedureFolder.Embedded.Modalities.Keys.Order(StringComparer.Ordinal))));
}

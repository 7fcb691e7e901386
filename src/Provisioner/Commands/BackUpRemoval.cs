using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>store remove-backups</c>: the explicit step that takes back-ups of earlier changes away. Afterwards these changes cannot
/// be put back any more.</summary>
internal static class BackUpRemoval
{
    public static Command Create(IDisk disk)
    {
        var console = new Option<string>("--console") { Description = Text("option.console"), Required = true };
        var digests = new Argument<string[]>("SHA256") { Description = Text("store.backup"), Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = Text("store.backups-all") };
        var json = Output.JsonOption();
        var command = new Command("remove-backups", Text("store.remove-backups")) { digests, console, all, json };
        command.SetAction(parsed =>
        {
            var output = Output.Of(parsed, json);
            var removed = ConsoleFiles.Open(parsed.GetRequiredValue(console), disk)
                .Then(files => Remove(files, parsed.GetValue(digests) ?? [], parsed.GetValue(all), disk));
            if (output.AsJson)
            {
                Report.Json(output.Out, document =>
                {
                    StoreJson.Texts(document, "removed", removed.IsGood ? removed.Value.Select(digest => digest.ToString()) : []);
                    Report.Problems(document, removed.Problems);
                });
            }

            Report.Problems(output.ForPeople, removed.Problems);
            if (removed.IsGood)
            {
                output.ForPeople.WriteLine(Catalogue.English.Text("store.backups-removed", ("count", $"{removed.Value.Length}")));
            }

            return removed.IsGood ? ExitCode.Done : removed.Problems.Any(problem => problem.Code == "STORE-022") ? ExitCode.WrongUsage : ExitCode.Problems;
        });
        return command;
    }

    /// <summary>None while a job is open on this console: it may have to be put back.</summary>
    private static Checked<ImmutableArray<Sha256>> Remove(ConsoleFiles console, string[] named, bool all, IDisk disk)
    {
        if (all == named.Length > 0)
        {
            return Problem.Of("STORE-022");
        }

        if (!StateFolder.Exists(console))
        {
            return ImmutableArray<Sha256>.Empty;
        }

        return StateFolder.Open(console, disk).Then(state => state.Lock().Then(held =>
        {
            using (held)
            {
                return state.OpenMarks().Then(open => open is [var first, ..]
                    ? Problem.Of("STORE-020", ("run", first.Run), ("stick", first.Stick))
                    : state.ListBackUps().Then(backUps => Chosen(backUps, named, all)).Then(chosen => Remove(state, chosen)));
            }
        }));
    }

    private static Checked<ImmutableArray<Sha256>> Chosen(ImmutableArray<Sha256> backUps, string[] named, bool all)
    {
        if (all)
        {
            return backUps;
        }

        var chosen = named.Select(name => (Name: name, Found: Sha256.TryParse(name.ToLowerInvariant(), out var digest) && backUps.Contains(digest) ? digest : (Sha256?)null)).ToArray();
        ImmutableArray<Problem> problems = [.. chosen.Where(one => one.Found is null).Select(one => Problem.Of("STORE-021", ("digest", one.Name)))];
        return problems.IsEmpty ? chosen.Select(one => one.Found!.Value).Distinct().ToImmutableArray() : problems;
    }

    private static Checked<ImmutableArray<Sha256>> Remove(StateFolder state, ImmutableArray<Sha256> chosen) =>
        chosen.Select(state.RemoveBackUp).FirstOrDefault(problem => problem is not null) is { } problem ? problem : chosen;

    private static string Text(string key) => Catalogue.English.Text(key);
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Documents;

/// <summary>One way from a step to the next, or to an end.</summary>
/// <param name="To"><c>null</c>: the end of the procedure.</param>
/// <param name="Labels">Options that lead here, or what is left out on the way; empty: the usual way.</param>
internal sealed record ChartEdge(int From, int? To, ImmutableArray<string> Labels);

/// <summary>An option that ends the procedure.</summary>
internal sealed record ChartExit(int From, string Option, string Why);

/// <summary>What follows what in a procedure, over all its routes.</summary>
internal sealed record ChartGraph(ImmutableArray<int> Steps, ImmutableArray<ChartEdge> Edges, ImmutableArray<ChartExit> Exits)
{
    /// <summary>By step, when it is done, where its box says so; else the ways that pass it by do.</summary>
    public ImmutableDictionary<int, string> Guards { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>The same with fewer ways: what is passed by for its condition alone stands on the one way, and says when it is done.</summary>
    public static ChartGraph Guarded(Procedure procedure)
    {
        var whole = Of(procedure);
        var (kept, folded) = (whole.Edges.Where(edge => !PassesConditionsOnly(edge)).ToArray(), whole.Edges.Where(PassesConditionsOnly).ToArray());
        var straight = folded.Select(edge => edge.From).Distinct()
            .Select(from => new ChartEdge(from, whole.Steps.Where(step => step > from).Select(step => (int?)step).FirstOrDefault(), []))
            .Where(edge => !kept.Any(other => (other.From, other.To) == (edge.From, edge.To)));
        return whole with
        {
            Edges = [.. kept.Concat(straight).Select(edge => IsNext(edge) ? edge with { Labels = [] } : edge).OrderBy(edge => edge.From).ThenBy(edge => edge.To ?? int.MaxValue)],
            Guards = whole.Steps.Where(step => procedure.Steps[step].When is not null).ToImmutableDictionary(step => step, step => OnlyWhere(procedure, procedure.Steps[step].When!)),
        };

        bool PassesConditionsOnly(ChartEdge edge) => procedure.Steps[edge.From].Next is null
            && Between(edge) is { Length: > 0 } passed && passed.All(step => procedure.Steps[step].When is not null);

        int[] Between(ChartEdge edge) => [.. whole.Steps.Where(step => step > edge.From && step < (edge.To ?? int.MaxValue))];

        bool IsNext(ChartEdge edge) => Between(edge).Length == 0 && edge.To is { } to && procedure.Steps[to].When is not null;
    }

    public static ChartGraph Of(Procedure procedure)
    {
        var edges = new Dictionary<(int, int?), SortedSet<string>>();
        var steps = new SortedSet<int>();
        foreach (var route in Route.All(procedure))
        {
            for (var at = 0; at < route.Steps.Length; at++)
            {
                var from = route.Steps[at];
                _ = steps.Add(from);
                var (to, option) = (at + 1 < route.Steps.Length ? route.Steps[at + 1] : (int?)null, Option(procedure, route, from));
                if (option?.Ends is null)
                {
                    var labels = edges.TryGetValue((from, to), out var known) ? known : edges[(from, to)] = new(StringComparer.Ordinal);
                    labels.UnionWith(option is not null ? [option.Text] : Passed(procedure, from, to));
                }
            }
        }

        return new(
            [.. steps],
            [.. edges.Select(edge => new ChartEdge(edge.Key.Item1, edge.Key.Item2, IsOnlyWay(edge.Key.Item1) ? [] : [.. edge.Value])).OrderBy(edge => edge.From).ThenBy(edge => edge.To ?? int.MaxValue)],
            [.. from step in steps
                from option in (procedure.Steps[step].Verb as Verb.Choose)?.Options ?? []
                where option.Ends is not null
                select new ChartExit(step, option.Text, option.Ends!)]);

        // Whatever is answered, it goes on alike.
        bool IsOnlyWay(int step) => edges.Keys.Count(edge => edge.Item1 == step) == 1
            && procedure.Steps[step].Verb is Verb.Choose choose && choose.Options.All(option => option.Ends is null);
    }

    private static ChooseOption? Option(Procedure procedure, Route route, int step) =>
        (procedure.Steps[step].Verb as Verb.Choose)?.Options.First(option => option.Id == route.Chosen[procedure.Steps[step].Id]);

    /// <summary>Why steps between are passed by.</summary>
    private static IEnumerable<string> Passed(Procedure procedure, int from, int? to)
    {
        var between = procedure.Steps[(from + 1)..(to ?? procedure.Steps.Length)];
        return procedure.Steps[from].Next is not null ? []
            : between.Select(step => step.When).OfType<Condition>().Distinct().Select(Unless);
    }

    private static string OnlyWhere(Procedure procedure, Condition condition) => condition switch
    {
        Condition.Chosen chosen => Say("chart.only-chosen", string.Join(" / ", procedure.Steps.First(step => step.Id == chosen.Step) is { Verb: Verb.Choose choose }
            ? choose.Options.Where(option => chosen.Options.Contains(option.Id)).Select(option => option.Text)
            : chosen.Options)),
        Condition.Given { Is: true } given => Say("chart.only-given", given.Input),
        Condition.Given given => Say("chart.only-not-given", given.Input),
        Condition.Receives { Is: true } receives => Say("chart.only-receives", receives.What.Word()),
        Condition.Receives receives => Say("chart.only-receives-not", receives.What.Word()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(string key, string what) => Catalogue.English.Text(key, ("what", what));

    private static string Unless(Condition condition) => Catalogue.English.Text(condition switch
    {
        Condition.Given { Is: true } => "chart.held",
        Condition.Given => "chart.given",
        Condition.Receives { Is: true } => "chart.receives-not",
        Condition.Receives => "chart.receives",
        _ => "chart.otherwise",
    });
}

using System.Collections.Immutable;

namespace Provisioner.Core.Procedures;

/// <summary>One way through a procedure, all steps passed.</summary>
/// <param name="Steps">Indices of the steps that are done, in order.</param>
/// <param name="Chosen">The option of each <c>choose</c>, and the outcome of each <c>look</c>, on the way, by its step's id.</param>
public sealed record Route(ImmutableArray<int> Steps, ImmutableDictionary<string, string> Chosen)
{
    /// <summary>Indices of the steps on the way that are skipped, as their condition does not hold.</summary>
    public ImmutableArray<int> Skipped { get; init; } = [];

    /// <summary>Ways looked at; a procedure with more cannot be understood by people either.</summary>
    public const int Most = 512;

    /// <summary>Every way through a procedure; at most <see cref="Most"/> and one, so that more can be told.</summary>
    public static ImmutableArray<Route> All(Procedure procedure)
    {
        var paths = ImmutableArray.CreateBuilder<Route>();
        Go(procedure, new(procedure.Steps.Length > 0 ? 0 : null, [], ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, bool>.Empty, []), paths);
        return paths.ToImmutable();
    }

    private static void Go(Procedure procedure, Walk walk, ImmutableArray<Route>.Builder paths)
    {
        while (paths.Count <= Most)
        {
            if (walk.At is not { } at || walk.Done.Length > procedure.Steps.Length)
            {
                paths.Add(new(walk.Done, walk.Chosen) { Skipped = walk.Skipped });
                return;
            }

            var step = procedure.Steps[at];
            if (step.When is Condition.Given { Input: var input } && !walk.Given.ContainsKey(input))
            {
                Go(procedure, walk with { Given = walk.Given.Add(input, false) }, paths);
                walk = walk with { Given = walk.Given.Add(input, true) };
            }

            if (!Flow.Applies(procedure, at, id => walk.Chosen.GetValueOrDefault(id), name => walk.Given.GetValueOrDefault(name, true)))
            {
                walk = walk with { At = Flow.Following(procedure, at), Skipped = walk.Skipped.Add(at) };
                continue;
            }

            walk = walk with { Done = walk.Done.Add(at) };
            if (step.Verb.Outcomes is { IsEmpty: false } outcomes)
            {
                foreach (var outcome in outcomes)
                {
                    Go(procedure, walk with { At = Flow.After(procedure, at, outcome), Chosen = walk.Chosen.SetItem(step.Id, outcome) }, paths);
                }

                return;
            }

            walk = walk with { At = Flow.After(procedure, at, null) };
        }
    }

    private sealed record Walk(int? At, ImmutableArray<int> Done, ImmutableDictionary<string, string> Chosen, ImmutableDictionary<string, bool> Given, ImmutableArray<int> Skipped);
}

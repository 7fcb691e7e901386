using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Problems that came up in this part of the run, shown when they do and kept for the report.</summary>
internal sealed class Findings(IConversation people)
{
    private readonly List<Problem> _problems = [];

    public ImmutableArray<Problem> All => [.. _problems];

    public void Add(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems.Where(problem => problem.Code != Conversations.LeftAtPassword || people.Departure != Departure.Back))
        {
            _problems.Add(problem);
            people.Show(problem);
        }
    }

    /// <summary>The step failed for these reasons; the first one is recorded.</summary>
    /// <param name="cause">Slug of the proof's cause.</param>
    public RunEvent Fail(int step, ImmutableArray<Problem> problems, string? cause = null)
    {
        Add(problems);
        return new RunEvent.StepFailed(step, problems[0].Code, problems[0].Who, cause, ProblemValues.Of(problems[0]));
    }
}

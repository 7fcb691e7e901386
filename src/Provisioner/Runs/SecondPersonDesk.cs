using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>Asks for a second person where one person is not enough: a private key leaves the console, or a fixed slot is overwritten.</summary>
internal sealed class SecondPersonDesk(RunSetup setup, Findings findings)
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>Initials that the engineer signed in this job: whoever signs as another has signed nothing of these.</summary>
    public static HashSet<string> OwnInitials(Procedure procedure, RunFacts facts) => facts.Initials
        .Where(signed => procedure.Steps[signed.Key].By == Doer.Engineer).Select(signed => signed.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<RunEvent> ForKey(int at, RunFacts facts) => Ask(at, facts, Say.Text("ask.second-person.key"), Say.Text("second-person.key"));

    /// <param name="name">Of the entry that goes.</param>
    public ImmutableArray<RunEvent> ForOverwriting(int at, RunFacts facts, string name) =>
        Ask(at, facts, Say.Text("ask.second-person.overwrite", ("name", name)), Say.Text("second-person.overwrite", ("name", name)));

    /// <returns>One <see cref="RunEvent.SecondPerson"/>; or the failure; or nothing: the run is left.</returns>
    private ImmutableArray<RunEvent> Ask(int at, RunFacts facts, string prompt, string what) => setup.People.Initials(Answers.SecondPerson, prompt) switch
    {
        null when setup.People.CanAnswerAgain => [],
        null => [findings.Fail(at, [Problem.Of("RUN-062", ("what", what))])],
        var by when OwnInitials(setup.Procedure, facts).Contains(by) => [findings.Fail(at, [Problem.Of("RUN-040", ("initials", by))])],
        var by => [new RunEvent.SecondPerson(at, by, setup.Job?.Agreed(Answers.SecondPerson, by))],
    };
}

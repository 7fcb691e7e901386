using System.Text;
using Provisioner.Core.Procedures;

namespace Provisioner.Tests.Procedures;

/// <summary>Conditions and jumps: what comes next, and every way through.</summary>
public sealed class RouteTests
{
    private const string Head = """
        schema: provisioner/1
        procedure: ge-mr/ways
        version: 1.0.0
        source: None
        modality: ge-mr
        title: Ways
        about: Ways.
        personnel: {persons: 1, procedure: 10}
        """;

    private const string Branching = Head + """

        inputs:
          identity: {kind: identity, slot: host, prompt: Own, keep-held: true}
        steps:
          - id: which
            title: Which
            choose: {question: Which, options: {short: {text: Short, then: last}, long: {text: Long}, none: {text: None, ends: Nothing to do.}}}
          - {id: only-given, title: Given, when: {given: identity}, check: {that: console-name, of: identity}}
          - {id: only-not, title: Not given, when: {not-given: identity}, notice: {text: It is held.}}
          - {id: commitment, title: Commitment, when: {receives: storage-commitment}, notice: {text: It receives.}}
          - {id: worklist, title: Worklist, when: {does-not-receive: worklist}, notice: {text: It does not.}}
          - {id: jump, title: Jump, then: {passed: last}, notice: {text: On.}, minutes: 4}
          - {id: last, title: Last, notice: {text: Last.}, minutes: 6}
          - {id: only-long, title: Long, when: {chosen: {step: which, is: [long]}}, notice: {text: Long.}}
        """;

    [Fact]
    public void Every_way_through_is_found_once()
    {
        var procedure = Read(Branching);
        Assert.Equal(
            [
                "which last",
                "which",
                "which only-given commitment worklist jump last only-long",
                "which only-not commitment worklist jump last only-long",
            ],
            Route.All(procedure).Select(route => string.Join(' ', route.Steps.Select(at => procedure.Steps[at].Id))).Order(StringComparer.Ordinal).OrderBy(way => way.Length switch { 10 => 0, 5 => 1, _ => 2 }));
    }

    [Theory]
    [InlineData("short", "last")]
    [InlineData("long", "only-given")]
    [InlineData("none", null)]
    public void A_choice_leads_where_its_option_says(string option, string? next)
    {
        var procedure = Read(Branching);
        Assert.Equal(next, Flow.After(procedure, 0, option) is { } at ? procedure.Steps[at].Id : null);
    }

    [Fact]
    public void A_step_leads_where_it_says_and_the_last_one_to_the_end()
    {
        var procedure = Read(Branching);
        Assert.Equal("last", procedure.Steps[Flow.After(procedure, 5, null)!.Value].Id);
        Assert.Null(Flow.After(procedure, 7, null));
    }

    [Fact]
    public void Minutes_are_those_of_the_longest_way()
    {
        var problems = ProcedureFile.Read("x", Encoding.UTF8.GetBytes(Branching.Replace("minutes: 4", "minutes: 5")), Shipped.Modalities).Problems;
        Assert.Equal("11", Assert.Single(problems).Values["sum"]);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Five_hundred_and_twelve_ways_are_looked_at_and_no_more(int choices, bool good)
    {
        var yaml = Head + "\nsteps:\n" + string.Concat(Enumerable.Range(0, choices).Select(n =>
            $"  - {{id: q{n}, title: Q, choose: {{question: Q, options: {{a: {{text: A}}, b: {{text: B}}}}}}}}\n"));
        Assert.Equal(good, ProcedureFile.Read("x", Encoding.UTF8.GetBytes(yaml), Shipped.Modalities).IsGood);
    }

    [Fact]
    public void The_secure_client_method_has_one_way_through_and_three_that_end_at_the_choice() =>
        Assert.Equal([4, 4, 4, 15], Route.All(Shipped.SecureClient).Select(route => route.Steps.Length).Order());

    private static Procedure Read(string yaml) => ProcedureFile.Read("ways.yaml", Encoding.UTF8.GetBytes(yaml), Shipped.Modalities).Value;
}

using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Steps that alter the console: planned, shown, staged and backed up; after the journal has the intents, made and
/// probed; after an interruption settled by probing; and put back.</summary>
internal sealed class ChangeDesk(RunSetup setup, ChangePlanner planner, Changer changer, StateFolder state, FreeDesk free, Findings findings)
{
    private readonly SecondPersonDesk _secondPerson = new(setup, findings);

    private static Catalogue Say => Catalogue.English;

    public ImmutableArray<RunEvent> Import(int at, Verb.Import import, RunFacts facts) =>
        Propose(at, planner.Import(import, facts), facts);

    public ImmutableArray<RunEvent> Configure(int at, Verb.Configure configure, RunFacts facts) =>
        Propose(at, planner.Configure(configure, facts), facts);

    public ImmutableArray<RunEvent> Remove(int at, Verb.Remove remove, RunFacts facts) =>
        Propose(at, planner.Slots.Remove(remove, facts), facts);

    public ImmutableArray<RunEvent> Set(int at, Verb.Set set, RunFacts facts) =>
        Propose(at, planner.Set(set, facts), facts);

    public ImmutableArray<RunEvent> Localhost(int at, Verb.Localhost localhost, RunFacts facts) =>
        Propose(at, planner.Slots.Localhost(localhost), facts);

    public ImmutableArray<RunEvent> Generate(int at, Verb.Generate generate, RunFacts facts) =>
        Propose(at, planner.Slots.Generate(generate, facts), facts);

    public ImmutableArray<RunEvent> Complete(int at, Verb.Complete complete, RunFacts facts) =>
        Propose(at, planner.Slots.Complete(complete, facts), facts);

    /// <summary>The request lies on the stick before its key lies on the console; one of an earlier try is taken away.</summary>
    public ImmutableArray<RunEvent> Request(int at, Verb.Request request, RunFacts facts) =>
        planner.Slots.Request(request, facts).TryGet(out var made, out var problems)
            ? Prepare(at, made.Plan, facts, () => Deliver(setup.Procedure.Steps[at].Id, made.Request, facts))
            : [findings.Fail(at, problems)];

    public RunEvent Apply(int step, ImmutableArray<Change> changes) =>
        changes.Select((change, at) => Counted(at, changes.Length, () => changer.Apply(change))).FirstOrDefault(problem => problem is not null) is { } problem
            ? findings.Fail(step, [problem])
            : InPlace(step, changes);

    /// <summary>An intent without outcome: the probe tells, never hope.</summary>
    public RunEvent Settle(int step, ImmutableArray<Change> changes)
    {
        var places = changes.Select(changer.Probe).ToArray();
        ImmutableArray<Problem> problems = [.. places.SelectMany(place => place.Problems)];
        if (!problems.IsEmpty)
        {
            return findings.Fail(step, problems);
        }

        return places.All(place => place.Value == Place.Before) && PutBackAll(changes.Reverse()).IsEmpty
            ? new RunEvent.Dropped(step)
            : Apply(step, changes);
    }

    /// <param name="byHand">Puts back what only hands can: a statement, or why there is none.</param>
    public RunEvent PutBack(ImmutableArray<Change> changes, RunFacts facts, Func<Change.ByHand, RunEvent> byHand)
    {
        var problems = InTheWay(changes.Where(change => change is not Change.ByHand));
        var waiting = problems.IsEmpty ? PutBackUntil(changes, facts, out problems) : null;
        if (waiting is not null)
        {
            return byHand(waiting);
        }

        if (!problems.IsEmpty)
        {
            findings.Add(problems);
            return new RunEvent.PutBackFailed(problems[0].Code, problems[0].Who, ProblemValues.Of(problems[0]));
        }

        foreach (var service in setup.Modality.Services.Where(service => IsConfigured(service, changes)))
        {
            setup.People.Show(Page.Empty.Text(Say.Text("put-back.restart", ("service", service.Title), ("how", service.Restart)), Tone.Warning));
        }

        return new RunEvent.PutBackDone();
    }

    /// <summary>Every place that was changed is as it was before the first change of it.</summary>
    public bool IsPutBack(ImmutableArray<Change> made)
    {
        var first = made.Where(change => change is not Change.CreateFolder).DistinctBy(change => change.Path).ToArray();
        return first.Length > 0 && first.All(change => change is not Change.ByHand && changer.Probe(change) is { IsGood: true, Value: Place.Before });
    }

    private bool IsConfigured(Service service, ImmutableArray<Change> changes) =>
        setup.Procedure.Steps.Any(step => step.Verb is Verb.Configure { Service: var configured } && configured == service.Name || step.Verb is Verb.Set { Service: var set } && set == service.Name)
        && changes.Any(change => change is Change.ByHand ? HandPlace.Of(change.Path) is HandPlace.Setting setting && setting.Service == service.Name
            : service.Settings.Values.Any(settings => change.Path == settings.File || change.Path.Folder == settings.File));

    /// <summary>Staged bytes, private keys among them, go as soon as their outcome is sealed.</summary>
    public ImmutableArray<Problem> Forget() => state.DropStaged() is { } problem ? [problem] : [];

    /// <param name="first">What is done, and recorded, before the intents; <c>null</c>: nothing.</param>
    public ImmutableArray<RunEvent> Propose(int at, Checked<PlanOrNone> planned, RunFacts facts, Func<Checked<ImmutableArray<RunEvent>>>? first = null)
    {
        if (!planned.TryGet(out var found, out var problems))
        {
            return [findings.Fail(at, problems)];
        }

        return found.Plan switch
        {
            null => [new RunEvent.StepSkipped(at, Say.Text("import.kept"))],
            { Changes.IsEmpty: true } => [new RunEvent.StepPassed(at, Detail: Say.Text("change.in-place"))],
            var plan => Prepare(at, plan, facts, first),
        };
    }

    private Checked<ImmutableArray<RunEvent>> Deliver(string id, byte[] request, RunFacts facts)
    {
        if (facts.Answers.TryGetValue(id, out var earlier))
        {
            if (OutgoingFile.Delete(setup, earlier.Text) is { } undeleted)
            {
                return undeleted;
            }
        }

        var name = OutgoingFile.FreeName(setup, "CERTS/OUT", ".csr");
        if (OutgoingFile.Write(setup, name, request) is { } unwritten)
        {
            return unwritten;
        }

        setup.People.Show(Page.Empty.Text(Say.Text("request.done", ("file", name))));
        return ImmutableArray.Create<RunEvent>(new RunEvent.Answered(id, name, Sha256.Of(request)));
    }

    /// <param name="first">What is done, and recorded, between the staging and the intents; <c>null</c>: nothing.</param>
    private ImmutableArray<RunEvent> Prepare(int at, Plan plan, RunFacts facts, Func<Checked<ImmutableArray<RunEvent>>>? first = null)
    {
        setup.People.Show(plan);
        var id = setup.Procedure.Steps[at].Id;
        bool? agreed;
        do
        {
            agreed = setup.People.Agree(id);
        }
        while (agreed == false);

        ImmutableArray<RunEvent> second = agreed is not null && plan.Overwrites is { } name ? _secondPerson.ForOverwriting(at, facts, name) : [];
        ImmutableArray<RunEvent> before = [];
        return agreed is null ? []
            : plan.Overwrites is not null && second is not [RunEvent.SecondPerson] ? second
            : free.Still(facts) is not { } still ? []
            : changer.Prepare(plan) is { } problem ? [.. still, findings.Fail(at, [problem])]
            : first is not null && !first().TryGet(out before, out var problems) ? [.. still, findings.Fail(at, problems)]
            : [.. still, .. before, .. second, .. plan.Changes.Select(RunEvent (change, index) => new RunEvent.Intended(at, index + 1, plan.Changes.Length, change))];
    }

    private Problem? Counted(int done, int of, Func<Problem?> act)
    {
        setup.People.Works(done, of);
        return act();
    }

    private RunEvent InPlace(int step, ImmutableArray<Change> changes)
    {
        ImmutableArray<Problem> problems = [.. changes.SelectMany(change => Unless(change, Place.After))];
        return problems.IsEmpty ? new RunEvent.Applied(step) : findings.Fail(step, problems);
    }

    /// <summary>What can be put back is, even when one of them cannot.</summary>
    private ImmutableArray<Problem> PutBackAll(IEnumerable<Change> changes) =>
        [.. PutBackOrder.Of(changes.Where(change => change is not Change.ByHand)).Select(Fitting).SelectMany(change => changer.Undo(change) is { } problem ? [problem] : Unless(change, Place.Before))];

    /// <summary>From the last change on, up to one by hand that nobody has stated yet.</summary>
    private Change.ByHand? PutBackUntil(ImmutableArray<Change> changes, RunFacts facts, out ImmutableArray<Problem> problems)
    {
        var waiting = PutBackOrder.Of(changes).Select(ways => ways[0]).OfType<Change.ByHand>().FirstOrDefault(change => facts.Stated.GetValueOrDefault(change.Path) != HandMark.Back);
        problems = PutBackAll(waiting is null ? changes : changes.TakeWhile(change => change.Path != waiting.Path));
        return problems.IsEmpty ? waiting : null;
    }

    /// <summary>What somebody else altered since: then nothing at all is put back, or settings would name files that are gone.</summary>
    private ImmutableArray<Problem> InTheWay(IEnumerable<Change> changes) =>
        [.. from ways in PutBackOrder.Of(changes)
            where ways.All(way => changer.Probe(way) is { IsGood: true, Value: Place.Elsewise } && way is not Change.CreateFolder)
            select Problem.Of("RUN-051", ("path", ways[0].Path.Text))];

    /// <summary>The way that begins at the state which the place has now.</summary>
    private Change Fitting(ImmutableArray<Change> ways) =>
        ways.FirstOrDefault(way => changer.Probe(way) is { IsGood: true, Value: Place.After }) ?? ways[0];

    private ImmutableArray<Problem> Unless(Change change, Place wanted) => changer.Probe(change) switch
    {
        { IsGood: false } unknown => unknown.Problems,
        { Value: var place } when place == wanted => [],
        _ when change is Change.CreateFolder => [],
        _ => [Problem.Of("RUN-032", ("path", change.Path.Text))],
    };
}

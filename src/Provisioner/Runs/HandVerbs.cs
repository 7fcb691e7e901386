using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>Work by hand, verb by verb, and the stick that is carried for it. What hands need not do is left to the other desks.</summary>
internal sealed class HandVerbs
{
    private readonly RunSetup _setup;
    private readonly ChangeDesk _changes;
    private readonly Findings _findings;
    private readonly RunSession _session;
    private readonly CarryDesk _carrying;
    private readonly HandDesk _desk;
    private readonly HandWire _wire;

    public HandVerbs(RunSetup setup, Materials materials, ChangeDesk changes, RunSession session, Findings findings)
    {
        (_setup, _changes, _findings, _session) = (setup, changes, findings, session);
        _carrying = new(setup, session, findings);
        _desk = new(setup, materials, new SlotPlanner(setup, materials), _carrying, findings);
        _wire = new(setup, materials, new WireDesk(setup, materials, findings), new AcceptanceDesk(setup, findings), new LookDesk(setup, findings), _desk, findings);
    }

    private static Catalogue Say => Catalogue.English;

    /// <returns><c>null</c>: hands need not do it; no events: the run is left.</returns>
    public async Task<ImmutableArray<RunEvent>?> PerformAsync(int at, RunFacts facts)
    {
        var verb = _setup.Procedure.Steps[at].Verb;
        return !_setup.Hand.Of(verb) ? null : verb switch
        {
            { Changes: true } => _desk.Plan(at, verb, facts, (step, planned, first) => _changes.Propose(step, planned, facts, first)),
            Verb.Try tried => await _wire.TryAsync(at, tried, facts).ConfigureAwait(false),
            Verb.Prove prove => await _wire.ProveAsync(at, prove, facts).ConfigureAwait(false),
            Verb.Acceptance acceptance => await _wire.AcceptAsync(at, acceptance, facts).ConfigureAwait(false),
            Verb.Look look => await _wire.LookAsync(at, look, facts).ConfigureAwait(false),
            Verb.Refusal or Verb.Shows => [new RunEvent.StepSkipped(at, Say.Text("hand.not-here"))],
            Verb.Listens listens => _wire.Listens(at, listens),
            Verb.Baseline => [new RunEvent.StepSkipped(at, Say.Text("hand.baseline"))],
            Verb.Check check => Checked(at, check, facts),
            _ => null,
        };
    }

    /// <returns><c>null</c>: these are no changes by hand.</returns>
    public ImmutableArray<RunEvent>? Apply(int at, ImmutableArray<Change> changes, RunFacts facts) => ByHand(changes) ? _desk.Next(at, changes, facts) : null;

    /// <returns><c>null</c>: these are no changes by hand.</returns>
    public ImmutableArray<RunEvent>? Settle(int at, ImmutableArray<Change> changes, RunFacts facts) => ByHand(changes) ? _desk.Settle(at, changes, facts) : null;

    public RunEvent PutBack(Change.ByHand change) => _desk.PutBack(change);

    public bool NeedsStick(Effect effect) => _carrying.NeedsStick(effect);

    public ImmutableArray<RunEvent> Return() => _carrying.Return();

    /// <summary>What follows from sealed events.</summary>
    /// <returns>False: the log cannot go on here, and nothing more may be done.</returns>
    public bool After(ImmutableArray<RunEvent> events)
    {
        if (events.Any(happened => happened is RunEvent.CarriedOut) && _carrying.Leave() is { } problem)
        {
            _findings.Add([problem]);
            return false;
        }

        if (events.Any(happened => happened is RunEvent.Applied or RunEvent.Rejoined or RunEvent.HandedOver or RunEvent.Closed))
        {
            _desk.Clear(_session.State.Facts, isOver: events.Any(happened => happened is RunEvent.Closed));
        }

        return true;
    }

    private static bool ByHand(ImmutableArray<Change> changes) => changes is [Change.ByHand, ..];

    /// <summary>A certificate's names are looked at here as ever, where it is on the stick.</summary>
    private ImmutableArray<RunEvent>? Checked(int at, Verb.Check check, RunFacts facts) => check.That switch
    {
        CheckKind.Software => Software(at, check.AtLeast!),
        CheckKind.Clock => null,
        CheckKind.ConsoleName or CheckKind.Chain => facts.Answers.ContainsKey(check.Of!) ? null : [new RunEvent.StepSkipped(at, Say.Text("hand.key-held"))],
        _ => [new RunEvent.StepPassed(at, Detail: Say.Text("hand.not-here"))],
    };

    private ImmutableArray<RunEvent> Software(int at, string atLeast)
    {
        var name = HandQuestion.Now(_setup.Procedure.Steps[at].Id);
        return _setup.People.Text(name, Say.Text("hand.now.software"), null) is not { } version ? []
            : SoftwareVersion.IsAtLeast(version.Trim(), atLeast) ? [new RunEvent.Answered(name, version.Trim(), null), new RunEvent.StepPassed(at, Detail: version.Trim())]
            : [_findings.Fail(at, [Problem.Of("RUN-042", ("version", version), ("wanted", atLeast))])];
    }
}

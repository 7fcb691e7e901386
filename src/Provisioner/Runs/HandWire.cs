using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Proof where the scanner's settings cannot be read: its own check as a person saw it, and a connection from this
/// machine with the files of the stick where it reaches the network.</summary>
internal sealed class HandWire(RunSetup setup, Materials materials, WireDesk wires, AcceptanceDesk acceptance, LookDesk looking, HandDesk hands, Findings findings)
{
    private static Catalogue Say => Catalogue.English;

    /// <returns>No events: the run is left.</returns>
    public async Task<ImmutableArray<RunEvent>> TryAsync(int at, Verb.Try verb, RunFacts facts) => Network(facts, out var noted) switch
    {
        null => [],
        false => [.. noted, new RunEvent.StepSkipped(at, Say.Text("hand.not-from-here"))],
        _ when !facts.Answers.ContainsKey(verb.Identity) => [.. noted, new RunEvent.StepSkipped(at, Say.Text("hand.key-held"))],
        _ => [.. noted, await wires.TryAsync(at, verb, facts).ConfigureAwait(false)],
    };

    public async Task<ImmutableArray<RunEvent>> ProveAsync(int at, Verb.Prove prove, RunFacts facts)
    {
        var step = setup.Procedure.Steps[at];
        setup.People.Show(Page.Empty.Text(Say.Text("hand.check", ("service", setup.Modality.Service(prove.Service)!.Title), ("remote", facts.Answers[prove.Server].Text))));
        if (setup.People.Done(HandQuestion.By(step.Id), Say.Text("hand.make")) is not { } seen || Network(facts, out var noted) is not { } reaches)
        {
            return [];
        }

        var statement = seen.IsDone ? Say.Text("hand.seen", ("by", seen.By)) : null;
        return [.. noted, From(prove, facts, reaches) is { } trial
            ? await wires.ProveAsync(at, trial, facts, detail => new RunEvent.Proved(at, ProofLevel.Program, Joined(Say.Text("hand.from-here", ("detail", detail)), statement))).ConfigureAwait(false)
            : statement is not null ? new RunEvent.Proved(at, ProofLevel.Statement, statement)
            : findings.Fail(at, [Problem.Of("RUN-145")])];
    }

    /// <summary>From here, or as a person knows it.</summary>
    public async Task<ImmutableArray<RunEvent>> LookAsync(int at, Verb.Look look, RunFacts facts)
    {
        var id = setup.Procedure.Steps[at].Id;
        return Network(facts, out var noted) switch
        {
            null => [],
            true => [.. noted, .. await looking.LookAsync(at, look, facts).ConfigureAwait(false)],
            _ when setup.People.Choose(HandQuestion.Now(id), Say.Text("hand.look"), [.. look.Outcomes.Select(word => (word, word))]) is { } word && look.Outcomes.Contains(word) =>
                [.. noted, new RunEvent.Answered(id, word, null), new RunEvent.StepPassed(at, Detail: word)],
            _ => [],
        };
    }

    /// <summary>As a person sees it on the scanner.</summary>
    public ImmutableArray<RunEvent> Listens(int at, Verb.Listens listens)
    {
        setup.People.Show(Page.Empty.Text(Say.Text("hand.listens", ("service", setup.Modality.Service(listens.Service)!.Title))));
        return setup.People.Done(HandQuestion.By(setup.Procedure.Steps[at].Id), Say.Text("hand.make")) switch
        {
            null => [],
            { IsDone: true, By: var by } => [new RunEvent.Proved(at, ProofLevel.Statement, Say.Text("hand.seen", ("by", by)))],
            _ => [findings.Fail(at, [Problem.Of("RUN-140", ("what", setup.Procedure.Steps[at].Title))])],
        };
    }

    /// <summary>The refusal test, called from here with the scanner's own certificate where its key is on the stick.</summary>
    public async Task<ImmutableArray<RunEvent>> AcceptAsync(int at, Verb.Acceptance verb, RunFacts facts)
    {
        if (Network(facts, out var noted) is not { } reaches)
        {
            return [];
        }

        return [.. noted, reaches && Listener(verb, facts).TryGet(out var wire, out _)
            ? await acceptance.PerformAsync(at, verb, wire).ConfigureAwait(false)
            : new RunEvent.StepSkipped(at, Say.Text("hand.listener"))];
    }

    /// <summary>What the same way tried before.</summary>
    private Verb.Try? From(Verb.Prove prove, RunFacts facts, bool reaches) => !reaches ? null : setup.Procedure.Steps.Select(step => step.Verb).OfType<Verb.Try>()
        .FirstOrDefault(trial => trial.Server == prove.Server && facts.Answers.ContainsKey(trial.Identity));

    private Checked<Wire> Listener(Verb.Acceptance verb, RunFacts facts)
    {
        var configure = setup.Procedure.Steps.Select(step => step.Verb).OfType<Verb.Configure>().FirstOrDefault(made => made.Service == verb.Service && made.Role == Role.Server);
        var own = setup.Procedure.Inputs.FirstOrDefault(input => input.Kind == InputKind.Identity && facts.Answers.ContainsKey(input.Name));
        var port = configure?.Listen is { } listen ? facts.Answers[listen].Text : null;
        return own is not null && Endpoint.TryParse($"{setup.Identity.Host}:{port}", out var endpoint)
            ? materials.Identity(facts.Answers[own.Name], own).Then(identity => Titles.Read(configure!.Titles is { } titles ? facts.Answers[titles].Text : "PROVISIONER/ANY-SCP")
                .Select(titles => new Wire(endpoint, titles with { Calling = titles.Called }, identity, [])))
            : Problem.Of("RUN-047", ("service", verb.Service));
    }

    /// <summary>Asked once a run. On the scanner itself nobody is asked.</summary>
    private bool? Network(RunFacts facts, out ImmutableArray<RunEvent> noted)
    {
        noted = [];
        if (!setup.Hand.IsAttended)
        {
            return true;
        }

        if (facts.Answers.GetValueOrDefault(HandQuestion.Network) is { } known)
        {
            return known.Text == HandQuestion.Yes;
        }

        if (hands.YesOrNo(HandQuestion.Network, "hand.network", "hand.network.yes", "hand.network.no") is not { } reaches)
        {
            return null;
        }

        noted = [new RunEvent.Answered(HandQuestion.Network, reaches ? HandQuestion.Yes : HandQuestion.No, null)];
        return reaches;
    }

    private static string Joined(string first, string? second) => second is null ? first : string.Create(CultureInfo.InvariantCulture, $"{first}; {second}");
}

using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Steps that only hands can do, on the vendor's own screens: each change is shown, done by a person, and stated with
/// initials, one event each, so that an interruption loses at most one statement.</summary>
internal sealed class HandDesk(RunSetup setup, Materials materials, SlotPlanner slots, CarryDesk carrying, Findings findings)
{
    private readonly HandPlanner _planner = new(setup, materials);
    private readonly HandFiles _files = new(setup, materials);

    private static Catalogue Say => Catalogue.English;

    /// <summary>Plans the step, asking what the screens show now.</summary>
    /// <param name="propose">Shows a plan, gets it agreed to, does what comes first, and answers the intents.</param>
    /// <returns><c>null</c>: the step is no change by hand; no events: the run is left.</returns>
    public ImmutableArray<RunEvent> Plan(int at, Verb verb, RunFacts facts, Proposing propose)
    {
        if (verb is Verb.Generate or Verb.Localhost)
        {
            var into = verb is Verb.Generate { Into: var slot } ? slot : ((Verb.Localhost)verb).Into;
            if (!(verb is Verb.Generate generate ? slots.SelfSigned(generate, facts) : slots.OfLocalhost((Verb.Localhost)verb)).TryGet(out var made, out var wrong))
            {
                return [findings.Fail(at, wrong)];
            }

            materials.Keep(into, made);
            return Proposed(at, _planner.Generated(at, into, made.Leaf, verb is Verb.Localhost), () => _files.Pair(setup.Procedure.Steps[at], into, made), propose);
        }

        return _planner.Plan(at, verb, facts).TryGet(out var planned, out var problems)
            ? Proposed(at, planned, () => verb is Verb.Import or Verb.Complete ? _files.Prepare(at, facts) : ImmutableArray<RunEvent>.Empty, propose)
            : [findings.Fail(at, problems)];
    }

    /// <summary>The next thing to do: carry the stick, one change, or that all are made.</summary>
    public ImmutableArray<RunEvent> Next(int at, ImmutableArray<Change> changes, RunFacts facts)
    {
        var step = setup.Procedure.Steps[at];
        if (setup.Hand.IsAttended && !facts.IsCarried && NeedsFiles(step.Verb) && Unstated(changes, facts) is not null)
        {
            Load(facts);
            return [new RunEvent.CarriedOut()];
        }

        return Unstated(changes, facts) is not { } change ? Made(at, step, facts)
            : Do(HandPages.Make(setup.Hand, change, File(step, facts)), HandQuestion.By(step.Id), "hand.make") switch
            {
                null => [],
                { IsDone: false } => [findings.Fail(at, [Problem.Of("RUN-140", ("what", step.Title))])],
                { By: var by } => [new RunEvent.Stated(change.Path, HandMark.Done, by)],
            };
    }

    /// <summary>An intent without statement: only a person can tell what came of it.</summary>
    public ImmutableArray<RunEvent> Settle(int at, ImmutableArray<Change> changes, RunFacts facts)
    {
        var step = setup.Procedure.Steps[at];
        if (Unstated(changes, facts) is not { } change)
        {
            return Next(at, changes, facts);
        }

        setup.People.Show(HandPages.Make(setup.Hand, change, File(step, facts)));
        return YesOrNo(HandQuestion.DoneAlready(step.Id), "hand.done-already", "hand.done-already.yes", "hand.done-already.no") switch
        {
            null => [],
            true => Done(at, step, change),
            _ => changes.All(made => !facts.Stated.ContainsKey(made.Path)) ? [new RunEvent.Dropped(at)] : Next(at, changes, facts),
        };
    }

    /// <summary>One change back.</summary>
    /// <returns>The statement; a failure when it is left or cannot be done.</returns>
    public RunEvent PutBack(Change.ByHand change)
    {
        var said = Do(HandPages.PutBack(setup.Hand, change), HandQuestion.PutBack, "hand.put-back");
        if (said is { IsDone: true })
        {
            return new RunEvent.Stated(change.Path, HandMark.Back, said.By);
        }

        var problem = said is null ? Problem.Of("RUN-147") : Problem.Of("RUN-140", ("what", change.Path.Name));
        findings.Add([problem]);
        return new RunEvent.PutBackFailed(problem.Code, problem.Who, ProblemValues.Of(problem));
    }

    /// <summary>Key files go from the stick when it is here and the scanner has them.</summary>
    /// <param name="isOver">The run is.</param>
    public void Clear(RunFacts facts, bool isOver)
    {
        if (!facts.IsCarried)
        {
            findings.Add(_files.Clear(facts, isOver));
        }
    }

    /// <param name="prompt">Keys of texts, as the two below.</param>
    public bool? YesOrNo(string name, string prompt, string yes, string no) => setup.People.Choose(
        name, Say.Text(prompt), [(HandQuestion.Yes, Say.Text(yes)), (HandQuestion.No, Say.Text(no))]) switch
    {
        null => null,
        var chosen => chosen == HandQuestion.Yes,
    };

    private static Change.ByHand? Unstated(ImmutableArray<Change> changes, RunFacts facts) =>
        changes.OfType<Change.ByHand>().FirstOrDefault(change => facts.Stated.GetValueOrDefault(change.Path, HandMark.Back) != HandMark.Done);

    private static bool NeedsFiles(Verb verb) => verb is Verb.Import or Verb.Complete or Verb.Generate or Verb.Localhost or Verb.Request;

    private static string? File(Step step, RunFacts facts)
    {
        string?[] files = [facts.Answers.GetValueOrDefault(HandQuestion.File(step.Id))?.Text, facts.Answers.GetValueOrDefault(HandQuestion.KeyFile(step.Id))?.Text];
        return files[0] is null ? null : string.Join(", ", files.OfType<string>());
    }

    private static ImmutableArray<RunEvent> Proposed(int at, HandPlan planned, Func<Checked<ImmutableArray<RunEvent>>> files, Proposing propose) =>
        planned.IsLeft ? [] : propose(at, new PlanOrNone(planned.Plan), () => files().Select(written => planned.Noted.AddRange(written)));

    private HandStatement? Do(Page page, string name, string prompt)
    {
        setup.People.Show(page);
        return setup.People.Done(name, Say.Text(prompt));
    }

    private ImmutableArray<RunEvent> Done(int at, Step step, Change.ByHand change) => setup.People.Done(HandQuestion.By(step.Id), Say.Text("hand.done-already.yes")) switch
    {
        null => [],
        { IsDone: false } => [findings.Fail(at, [Problem.Of("RUN-140", ("what", step.Title))])],
        { By: var by } => [new RunEvent.Stated(change.Path, HandMark.Done, by)],
    };

    /// <summary>All is stated; a request's file is looked at, for which the stick must be here.</summary>
    private ImmutableArray<RunEvent> Made(int at, Step step, RunFacts facts)
    {
        if (step.Verb is not Verb.Request request)
        {
            return [new RunEvent.Applied(at)];
        }

        if (facts.IsCarried)
        {
            return carrying.Return();
        }

        return setup.People.Text(HandQuestion.File(step.Id), Say.Text("hand.request.file"), "CERTS/OUT/request.csr") is not { } file ? []
            : Request(file, facts.Answers[request.Subject].Text).TryGet(out var digest, out var problems)
                ? [new RunEvent.Answered(step.Id, file, digest), new RunEvent.Applied(at)]
                : [findings.Fail(at, problems)];
    }

    /// <summary>The digest of a request that the scanner made with these values.</summary>
    private Checked<Sha256> Request(string file, string subject)
    {
        if (!ConsolePath.TryParse(file, out var path))
        {
            return Problem.Of("RUN-020", ("file", file));
        }

        return materials.Read(path.Text).Then<Sha256>(bytes =>
        {
            using var read = CertificateFile.Read(file, bytes);
            return read.Requests.Any(made => Core.Certificates.Writing.SubjectText.Read(subject).TryGet(out var wanted, out _) && made.Subject["CN"] == wanted["CN"])
                ? Sha256.Of(bytes)
                : Problem.Of("RUN-146", ("file", file), ("subject", subject));
        });
    }

    /// <summary>What later steps need of the stick is read before it is away.</summary>
    private void Load(RunFacts facts)
    {
        foreach (var input in setup.Procedure.Inputs.Where(input => facts.Answers.ContainsKey(input.Name)))
        {
            _ = input.Kind switch
            {
                InputKind.Certificate => materials.Certificate(facts.Answers[input.Name]).IsGood,
                InputKind.Identity => materials.Identity(facts.Answers[input.Name], input).IsGood,
                _ => true,
            };
        }
    }
}

/// <summary>Shows a plan, gets it agreed to, does what comes <paramref name="first"/>, and answers the intents.</summary>
internal delegate ImmutableArray<RunEvent> Proposing(int at, Checked<PlanOrNone> planned, Func<Checked<ImmutableArray<RunEvent>>>? first);

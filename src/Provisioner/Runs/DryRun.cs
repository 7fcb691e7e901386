using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Shows every change that a run would make, as a difference. Touches nothing: neither console, nor stick, nor network.</summary>
internal sealed class DryRun(RunSetup setup, Materials materials, Findings findings)
{
    public static RunEnd Show(Target target)
    {
        var findings = new Findings(target.People);
        using var materials = new Materials(target.Stick, target.Request.Disk, target.People, target.Request.Around.Opened);
        return new DryRun(target.Setup(target.Shelved.Procedure, target.Shelved.Modality), materials, findings).Show();
    }

    private RunEnd Show()
    {
        setup.People.Show(Pages.Overview(setup.Procedure, setup.Mode == RunMode.Rehearsal));
        var events = new InputDesk(setup, materials, findings).Prepare(RunFacts.None);
        if (events[^1] is not RunEvent.Left)
        {
            var state = Life.Fold(setup.Procedure, [new RunEvent.Opened(Purpose.Run), .. events]);
            ShowPlans(state.Facts);
        }

        return new() { Problems = findings.All, Shown = true };
    }

    /// <summary>Along the way that the answers say: choices are asked for, nothing else is.</summary>
    private void ShowPlans(RunFacts facts)
    {
        var planner = new ChangePlanner(setup, materials);
        for (int? at = 0; at is { } step; at = Next(step, facts))
        {
            if (setup.Procedure.Steps[step].Verb is Verb.Choose choose && Applies(step, facts))
            {
                facts = facts with { Answers = Chosen(step, choose, facts) };
            }

            if (Applies(step, facts) && ByHand(step, facts) is { } hand)
            {
                setup.People.StepBegins(setup.Procedure, step);
                Show(hand);
            }
            else if (Applies(step, facts) && Planned(planner, setup.Procedure.Steps[step].Verb, facts) is { } planned)
            {
                setup.People.Show(Pages.Step(setup.Procedure, step));
                Show(planned);
            }
        }

        setup.People.Show(Page.Empty.Blank().Text(Catalogue.English.Text("dry-run.done"), Tone.Good));
    }

    /// <summary>What the screens show now stays open; a pair that would be made here is not.</summary>
    private Checked<PlanOrNone>? ByHand(int at, RunFacts facts) => setup.Procedure.Steps[at].Verb is { Changes: true } verb and not Verb.Generate && setup.Hand.Of(verb)
        ? new HandPlanner(setup, materials, asks: false).Plan(at, verb, facts).Select(planned => new PlanOrNone(planned.Plan))
        : null;

    private static Checked<PlanOrNone>? Planned(ChangePlanner planner, Verb verb, RunFacts facts) => verb switch
    {
        Verb.Import import => planner.Import(import, facts),
        Verb.Configure configure => planner.Configure(configure, facts),
        Verb.Set set => planner.Set(set, facts),
        Verb.Localhost localhost => planner.Slots.Localhost(localhost),
        Verb.Remove remove => planner.Slots.Remove(remove, facts),
        Verb.Generate generate => planner.Slots.Generate(generate, facts),
        Verb.Request request => planner.Slots.Request(request, facts).Select(made => new PlanOrNone(made.Plan)),
        Verb.Complete complete => planner.Slots.Complete(complete, facts),
        _ => null,
    };

    private ImmutableDictionary<string, RunEvent.Answered> Chosen(int at, Verb.Choose choose, RunFacts facts)
    {
        var id = setup.Procedure.Steps[at].Id;
        return setup.People.Choose(id, choose.Question, [.. choose.Options.Select(option => (option.Id, option.Text))]) is { } option
            ? facts.Answers.SetItem(id, new(id, option, null))
            : facts.Answers;
    }

    private bool Applies(int at, RunFacts facts) =>
        Flow.Applies(setup.Procedure, at, id => facts.Answers.GetValueOrDefault(id)?.Text, facts.Answers.ContainsKey);

    private int? Next(int at, RunFacts facts) => Applies(at, facts)
        ? Flow.After(setup.Procedure, at, facts.Answers.GetValueOrDefault(setup.Procedure.Steps[at].Id)?.Text)
        : Flow.Following(setup.Procedure, at);

    private void Show(Checked<PlanOrNone> planned)
    {
        if (!planned.TryGet(out var found, out var problems))
        {
            findings.Add(problems);
            return;
        }

        setup.People.Show(found.Plan switch
        {
            null => Page.Empty.Text(Catalogue.English.Text("import.kept")),
            { Changes.IsEmpty: true } => Page.Empty.Text(Catalogue.English.Text("change.in-place")),
            var plan => Pages.Plan(plan, whole: true),
        });
    }
}

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
        using var materials = new Materials(target.Stick, target.Request.Disk, target.People);
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

    private void ShowPlans(RunFacts facts)
    {
        var planner = new ChangePlanner(setup, materials);
        for (var at = 0; at < setup.Procedure.Steps.Length; at++)
        {
            var planned = setup.Procedure.Steps[at].Verb switch
            {
                Verb.Import import => planner.Import(import, facts),
                Verb.Configure configure => planner.Configure(configure, facts),
                _ => null,
            };
            if (planned is not null)
            {
                setup.People.Show(Pages.Step(setup.Procedure, at));
                Show(planned);
            }
        }

        setup.People.Show(Page.Empty.Blank().Text(Catalogue.English.Text("dry-run.done"), Tone.Good));
    }

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

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The job works: what at, since when, how far; a wait for the network can be ended.</summary>
public sealed record BusySheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "busy";

    public override Face View(Room room, WizardModel model)
    {
        if (model.Job is not { } job)
        {
            return new() { Title = Say.Text("wait.title") };
        }

        var seconds = (int)(model.Now - job.WorksSince).TotalSeconds;
        return new Face
        {
            Title = QuestionSheets.Title(model),
            Body =
            [
                .. QuestionSheets.Notes(model, room.Width),
                .. Row.Wrap(Say.Text(What(job)), room.Width, Ink.Strong),
                .. job.Work is { } work ? [Row.Blank, ProgressBar.View(work.Done, work.Of, Math.Min(room.Width, 40))] : Array.Empty<Row>(),
                Row.Blank,
                .. seconds > 0 ? [Row.Of(Say.Text("busy.seconds", ("seconds", seconds.ToString(CultureInfo.InvariantCulture))), Ink.Faint)] : Array.Empty<Row>(),
            ],
            Keys = CanEnd(model) ? [("Esc", Say.Text("key.wait-no-longer"))] : [],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model) =>
        key.Name == KeyName.Escape && CanEnd(model) ? new(model, new Errand.EndWait()) : new(model);

    private static string What(JobModel job) => (job.Leaving, job.State.Phase, Verb(job)) switch
    {
        (_, RunPhase.PuttingBack, _) or (AwayTo.PutBack, _, _) => "busy.putting-back",
        (AwayTo.Out, _, _) => "busy.leaving",
        (_, RunPhase.Changing, _) => "busy.changing",
        (_, RunPhase.Preparing, _) => "busy.files",
        (_, _, Core.Procedures.Verb.Try or Core.Procedures.Verb.Prove or Core.Procedures.Verb.Acceptance or Core.Procedures.Verb.Baseline) => "busy.network",
        _ => "busy.working",
    };

    /// <summary>Only what waits for a network; changes are finished or put back.</summary>
    private static bool CanEnd(WizardModel model) => model.Job is { Question: null, Leaving: null, State.Phase: RunPhase.At } job && What(job) == "busy.network";

    private static Verb? Verb(JobModel job) => job.State.Phase is RunPhase.At at ? job.Scene.Procedure.Steps[at.Step].Verb : null;
}

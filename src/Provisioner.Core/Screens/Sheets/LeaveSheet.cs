using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Leaving the program, or a job: never with a scanner left half done by mistake.</summary>
public sealed record LeaveSheet(Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "leave";

    public static Turn Ask(WizardModel model) => new(model.Cover(new LeaveSheet(new Choices(IsChanged(model) ? 3 : 2))));

    /// <summary>Ctrl-C: the first asks, unless nothing is lost; the second leaves as it stands.</summary>
    public static Turn Interrupted(WizardModel model) => (model.Job, model.Top) switch
    {
        ({ End: null } job, not LeaveSheet) when job.Leaving is null => Ask(model),
        ({ End: null }, _) => Out(model, AwayTo.Out).And(new Errand.Quit()),
        _ => new(model, new Errand.Quit()),
    };

    public override Face View(Room room, WizardModel model)
    {
        var inJob = model.Job is { End: null };
        var (rows, focus) = Choices.View(Options(model), room.Width);
        var text = Say.Text(!inJob ? "leave.program" : IsChanged(model) ? "leave.changed" : "leave.unchanged");
        return new Face
        {
            Title = Say.Text(inJob ? "leave.job.title" : "leave.title"),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text("key.stay"))],
        }.Offering(room, [.. Row.Wrap(text, room.Width, IsChanged(model) ? Ink.Warning : Ink.Plain), Row.Blank], (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return (key.Name, taken) switch
        {
            (KeyName.Escape, _) or (_, 0) => new(model.Uncover()),
            (_, 1) when model.Job is not { End: null } => new(model.Uncover(), new Errand.Quit()),
            (_, 1) => Out(model.Uncover(), IsChanged(model) ? AwayTo.PutBack : AwayTo.Out),
            (_, 2) => Out(model.Uncover(), AwayTo.Out),
            _ => next == Choices ? new(model) : new(model.Change(this with { Choices = next })),
        };
    }

    /// <summary>The job ends as soon as it can, and says how.</summary>
    internal static Turn Out(WizardModel model, AwayTo to) =>
        new((model with { Job = model.Job! with { Leaving = to, Question = null, Notes = [], WorksSince = model.Now } }).Show(new BusySheet()), new Errand.Depart(to));

    private static bool IsChanged(WizardModel model) => model.Job is { End: null, State.Facts.ToPutBack.IsEmpty: false };

    private static string[] Options(WizardModel model) =>
        model.Job is not { End: null } ? [Say.Text("leave.stay"), Say.Text("leave.end")]
        : IsChanged(model) ? [Say.Text("leave.stay"), Say.Text("word.put-back"), Say.Text("word.leave")]
        : [Say.Text("leave.stay"), Say.Text("leave.stop")];
}

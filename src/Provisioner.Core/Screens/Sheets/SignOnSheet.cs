using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The engineer's passphrase. It is checked by opening the stick's key, which takes a moment on purpose.</summary>
public sealed record SignOnSheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public TextField Field { get; init; } = TextField.Masked;

    public bool IsChecking { get; init; }

    public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>Enter was pressed, and nothing is typed.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The job that waits for the passphrase; <c>null</c>: the program begins.</summary>
    public JobOrder? Then { get; init; }

    public override string Name => "sign-on";

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = Say.Text("sign-on.title"),
        IsWhole = true,
        Body =
        [
            .. Row.Wrap(Say.Text("sign-on.stick", ("stick", model.Stick.Name), ("engineer", model.Stick.Engineer)), room.Width),
            Row.Blank,
            .. Row.Wrap(Say.Text(Then is null ? "sign-on.why" : "sign-on.again"), room.Width),
            .. Hints.For(model, "passphrase", room.Width),
            .. Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Prepend(Row.Blank)),
        ],
        Pinned = IsChecking
            ? [Row.Of(Say.Text("sign-on.checking"), Ink.Warning)]
            : [.. Fields.View(Say.Text("sign-on.prompt", ("engineer", model.Stick.Engineer)), Field, IsEmpty ? Say.Text("sign-on.empty") : null, Math.Min(room.Width, 60))],
        Keys = [("Enter", Say.Text("key.sign-on")), ("Esc", Say.Text(Then is null ? "key.end" : "key.back")), ("F2", Say.Text(Field.IsShown ? "key.hide" : "key.show"))],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        _ when IsChecking => new(model),
        KeyName.Escape => Then is null ? LeaveSheet.Ask(model) : new(model.Show(new WaitSheet("wait.survey")), new Errand.Forget(Field.Content), new Errand.LookAround()),
        KeyName.Enter when Field.Content.IsEmpty => new(model.Change(this with { IsEmpty = true })),
        KeyName.Enter => new(model.Change(this with { IsChecking = true, Problems = [], IsEmpty = false, Field = TextField.Masked }), new Errand.SignOn(Field.Content)),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, IsEmpty = false }),
    };

    public override Turn Paste(string text, WizardModel model) => IsChecking ? new(model) : Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field, IsEmpty = false });

    public static Turn Answered(WizardModel model, ImmutableArray<Problem> problems) => model.Sheet switch
    {
        SignOnSheet sheet when !problems.IsEmpty => new(model with { Sheet = sheet with { IsChecking = false, Problems = problems } }),
        SignOnSheet { Then: { } order } => new((model with { IsSignedOn = true }).Show(new WaitSheet("wait.begin")), new Errand.Begin(order, model.Watch)),
        _ => new((model with { IsSignedOn = true }).Show(new ClockSheet())),
    };
}

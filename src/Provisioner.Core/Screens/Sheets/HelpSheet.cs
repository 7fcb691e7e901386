using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>F1: what this screen is about, and what the keys do. Here the screen can be locked by hand.</summary>
/// <param name="Of">Name of the sheet that it explains.</param>
public sealed record HelpSheet(string Of) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(1);

    /// <summary>The lock is offered only where there is something to lock.</summary>
    public static HelpSheet For(WizardModel model) => new(model.Top.Name) { Choices = new(LockSheet.CanLock(model) ? 2 : 1) };

    public override string Name => "help";

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([.. new[] { Say.Text("help.back"), Say.Text("help.lock") }.Take(Choices.Count)], room.Width);
        Row[] text = [.. Row.Wrap(Say.Text($"help.{Of}"), Math.Min(room.Width, 70)), Row.Blank, .. Row.Wrap(Say.Text("help.keys"), Math.Min(room.Width, 70), Ink.Faint), Row.Blank];
        return new Face
        {
            Title = Say.Text("help.title"),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text("key.back"))],
        }.Offering(room, [.. text], (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return (key.Name, taken) switch
        {
            (KeyName.Escape, _) or (_, 0) => new(model.Uncover()),
            (_, 1) => LockSheet.CanLock(model.Uncover()) ? LockSheet.Lock(model.Uncover()) : new(model.Uncover()),
            _ => next == Choices ? new(model) : new(model.Change(this with { Choices = next })),
        };
    }
}

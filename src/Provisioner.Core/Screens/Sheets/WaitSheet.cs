using Provisioner.Core.Problems;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Something outside takes a moment, and says what.</summary>
/// <param name="What">Key of its text.</param>
public sealed record WaitSheet(string What) : Sheet
{
    public override string Name => "wait";

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = Catalogue.English.Text("wait.title"),
        Body = [.. Row.Wrap(Catalogue.English.Text(What), room.Width)],
    };

    public override Turn Press(KeyPress key, WizardModel model) => new(model);
}

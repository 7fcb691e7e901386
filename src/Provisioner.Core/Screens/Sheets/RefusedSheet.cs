using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>A job that was refused before it began.</summary>
public sealed record RefusedSheet(ImmutableArray<Problem> Problems) : Sheet
{
    public override string Name => "refused";

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = Catalogue.English.Text("refused.title"),
        IsWhole = true,
        Body = [.. Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Append(Row.Blank)), .. Row.Wrap(Catalogue.English.Text("refused.text"), room.Width)],
        Keys = [("Enter", Catalogue.English.Text("key.back"))],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name is KeyName.Enter or KeyName.Escape
        ? new(model.Show(new WaitSheet("wait.survey")), new Errand.LookAround())
        : new(model);
}

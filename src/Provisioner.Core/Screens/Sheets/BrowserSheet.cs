using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>A table of things to look at; one of them whole, when it is taken. What could not be read stands above.</summary>
public abstract record BrowserSheet(int Count, ImmutableArray<Problem> Problems) : Sheet
{
    public Choices Choices { get; init; } = new(Count);

    /// <summary>One is looked at.</summary>
    public bool IsOpen { get; init; }

    private static Catalogue Say => Catalogue.English;

    public override Face View(Room room, WizardModel model)
    {
        if (IsOpen)
        {
            var (title, rows) = One(Choices.Selected, room, model.Now);
            return new() { Title = title, IsWhole = true, Body = rows, Keys = [("Enter", Say.Text("key.back"))] };
        }

        ImmutableArray<Row> head = [.. Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Append(Row.Blank))];
        return new()
        {
            Title = Texts.Title,
            IsWhole = true,
            Body = [.. head, .. Count == 0 ? Row.Wrap(Texts.None, room.Width) : All(room, model.Now)],
            Focus = Choices.Moved ? head.Length + Choices.Selected + 1 : null,
            Keys = [("Enter", Say.Text("key.look")), ("Esc", Say.Text("key.back"))],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        if (IsOpen)
        {
            return key.Name is KeyName.Escape or KeyName.Enter ? new((model with { Scroll = 0 }).Change(this with { IsOpen = false })) : new(model);
        }

        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? new(model.Show(new WelcomeSheet()))
            : taken is not null ? new((model with { Scroll = 0 }).Change(this with { Choices = next, IsOpen = true }))
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    /// <summary>Above the table, and where there is nothing.</summary>
    protected abstract (string Title, string None) Texts { get; }

    /// <summary>The table, a line for each below its heading.</summary>
    protected abstract IEnumerable<Row> All(Room room, DateTimeOffset now);

    protected abstract (string Title, ImmutableArray<Row> Rows) One(int at, Room room, DateTimeOffset now);
}

using System.Collections.Immutable;

namespace Provisioner.Core.Screens.Widgets;

/// <summary>One of several: by its digit, or with the arrows and Enter.</summary>
/// <param name="Selected">From 0.</param>
/// <param name="Moved">An arrow was pressed: the selected line is kept in sight.</param>
public sealed record Choices(int Count, int Selected = 0, bool Moved = false)
{
    /// <summary>The list after a key, and the index that was taken, if one was.</summary>
    public (Choices Next, int? Taken) Press(KeyPress key) => key switch
    {
        _ when Count == 0 => (this, null),
        { Digit: > 0 and var digit } when digit <= Count => (this with { Selected = digit - 1 }, digit - 1),
        { Name: KeyName.Enter } => (this, Selected),
        { Name: KeyName.Up } => (At(Selected - 1), null),
        { Name: KeyName.Down } => (At(Selected + 1), null),
        { Name: KeyName.Home } => (At(0), null),
        { Name: KeyName.End } => (At(Count - 1), null),
        { Name: KeyName.PageUp } => (At(Selected - 10), null),
        { Name: KeyName.PageDown } => (At(Selected + 10), null),
        _ => (this, null),
    };

    /// <summary>The lines, and which of them the selected one begins at.</summary>
    public (ImmutableArray<Row> Rows, int Focus) View(IReadOnlyList<string> texts, int width)
    {
        var rows = ImmutableArray.CreateBuilder<Row>();
        var focus = 0;
        for (var at = 0; at < texts.Count; at++)
        {
            focus = at == Selected ? rows.Count : focus;
            var chosen = at == Selected;
            var label = $"{(chosen ? '>' : ' ')} {(at < 9 ? $"{at + 1}" : " ")} ";
            rows.AddRange(Row.Hanging(new(label, chosen ? Ink.Chosen : Ink.Strong), texts[at], width - 1, chosen ? Ink.Chosen : Ink.Plain)
                .Select(row => chosen ? new Row([.. row.Pieces.Select(piece => piece with { Ink = Ink.Chosen })]).Fit(width, Ink.Chosen) : row));
        }

        return (rows.ToImmutable(), focus);
    }

    private Choices At(int index) => this with { Selected = Math.Clamp(index, 0, Count - 1), Moved = true };
}

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Sheets;
using Spectre.Console.Rendering;

namespace Provisioner.Core.Screens;

/// <summary>The whole screen as a function of the model: which scanner and what time; the band; steps on the left, the sheet on
/// the right; what is used of the time; the keys. Exactly as many rows and columns as there are.</summary>
public static class Frame
{
    /// <summary>Columns from which the steps stand beside every sheet.</summary>
    private const int WideFrom = 110;

    /// <summary>Above and below the body.</summary>
    private const int Above = 3, Below = 3;

    private static Catalogue Say => Catalogue.English;

    public static IRenderable Of(WizardModel model) => new Painted(Rows(model));

    internal static ImmutableArray<Row> Rows(WizardModel model)
    {
        var room = model.Room;
        if (room.IsTooSmall)
        {
            return Padded(TooSmall(room), room);
        }

        var face = model.Top.View(Inside(model, room), model);
        ImmutableArray<Row> rows = face.IsBare
            ? [.. Padded(face.Body, room with { Height = room.Height - 1 }), KeyLine(face, room.Width)]
            : [HeadLine.Of(model), BandLine.Of(model), Rule(room.Width), .. Body(model, face, room), Rule(room.Width), StatusLine.Of(model), KeyLine(face, room.Width)];
        return Padded(rows, room);
    }

    /// <summary>How far the sheet that is seen can be scrolled.</summary>
    internal static int MostScroll(WizardModel model)
    {
        var inside = Inside(model, model.Room);
        var face = model.Top.View(inside, model);
        return Math.Max(0, face.Body.Length - Seen(face, inside));
    }

    private static Room Inside(WizardModel model, Room room)
    {
        var height = room.Height - Above - Below;
        var whole = new Room(room.Width - 2, height);
        return model.Top.View(whole, model).IsBare || !HasSteps(model) || IsWhole(model, whole) ? whole : new(room.Width - StepList.Width(room) - 3, height);
    }

    private static bool IsWhole(WizardModel model, Room whole) => model.Room.Width < WideFrom && model.Top.View(whole, model).IsWhole;

    private static bool HasSteps(WizardModel model) => model.Job is not null && model.Sheet is not BrowserSheet;

    private static IEnumerable<Row> Body(WizardModel model, Face face, Room room)
    {
        var inside = Inside(model, room);
        var sheet = Sheet(model, face, inside);
        if (inside.Width == room.Width - 2)
        {
            return sheet.Select(row => row.Indented(1));
        }

        var steps = StepList.View(model.Job!, new(StepList.Width(room), inside.Height));
        return sheet.Select((row, at) => new Row([.. steps[at].Fit(StepList.Width(room)).Pieces, new("│ ", Ink.Rule), .. row.Pieces]));
    }

    /// <summary>Lines of the body that are seen at once: without title, and what is pinned.</summary>
    private static int Seen(Face face, Room inside) => inside.Height - 2 - (face.Pinned.IsEmpty ? 0 : face.Pinned.Length + 1);

    private static ImmutableArray<Row> Sheet(WizardModel model, Face face, Room inside)
    {
        var seen = Seen(face, inside);
        var most = Math.Max(0, face.Body.Length - seen);
        var top = face.Focus is { } focus ? Math.Clamp(focus - seen + 2, 0, most) : Math.Clamp(model.Scroll, 0, most);
        var body = face.Body.Skip(top).Take(seen).ToArray();
        if (top < most && body.Length > 0)
        {
            body[^1] = Row.Spread(Row.Blank, Row.Of(Say.Text("frame.more-below", ("count", Number(face.Body.Length - top - seen + 1)), ("key", Say.Text(face.ScrollKey))), Ink.Warning), inside.Width);
        }

        var above = top > 0 ? Row.Of(Say.Text("frame.more-above", ("count", Number(top)), ("key", Say.Text(face.ScrollKey == "frame.right" ? "frame.left" : "frame.up"))), Ink.Warning) : Row.Blank;
        return
        [
            Row.Of(face.Title, Ink.Strong),
            Row.Spread(Row.Blank, above, inside.Width),
            .. Padded(body, inside with { Height = seen }),
            .. face.Pinned.IsEmpty ? [] : face.Pinned.Insert(0, Row.Blank),
        ];
    }

    /// <summary>F9 is never cut: where room is short, keys keep only the first part of what they do.</summary>
    private static Row KeyLine(Face face, int width)
    {
        ImmutableArray<(string Key, string Does)> keys = face.IsBare ? face.Keys : [.. face.Keys, ("F1", Say.Text("key.help")), ("F9", Say.Text("key.needed"))];
        var whole = Keys(keys);
        return (whole.Width <= width ? whole : Keys([.. keys.Select(key => (key.Key, key.Does.Split(',')[0]))])).Fit(width);
    }

    private static Row Keys(ImmutableArray<(string Key, string Does)> keys) =>
        new([new(" "), .. keys.SelectMany((key, at) => new Piece[] { new(at == 0 ? "" : "   "), new(key.Key, Ink.Strong), new($" {key.Does}") })]);

    private static IEnumerable<Row> TooSmall(Room room) =>
    [
        Row.Of(Say.Text("frame.too-small", ("columns", Number(room.Width)), ("rows", Number(room.Height))), Ink.Warning),
        Row.Of(Say.Text("frame.make-larger"), Ink.Plain),
    ];

    private static Row Rule(int width) => Row.Of(new string('─', width), Ink.Rule);

    private static ImmutableArray<Row> Padded(IEnumerable<Row> rows, Room room) =>
        [.. rows.Concat(Enumerable.Repeat(Row.Blank, room.Height)).Take(room.Height).Select(row => row.Fit(room.Width))];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Painted(ImmutableArray<Row> rows) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            foreach (var row in rows)
            {
                foreach (var piece in row.Pieces)
                {
                    yield return new(piece.Text, Inks.Of(piece.Ink));
                }

                yield return Segment.LineBreak;
            }
        }
    }
}

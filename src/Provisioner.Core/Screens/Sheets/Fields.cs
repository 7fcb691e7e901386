using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>What sheets with a place to type share.</summary>
internal static class Fields
{
    /// <summary>The sheet with the field as it became; a secret's earlier content is destroyed.</summary>
    public static Turn Typed(WizardModel model, TextField before, TextField after, Func<TextField, Sheet> with) =>
        ReferenceEquals(before, after) ? new(model)
        : before.IsMasked && !ReferenceEquals(before.Content, after.Content) ? new(model.Change(with(after)), new Errand.Forget(before.Content))
        : new(model.Change(with(after)));

    /// <summary>A prompt, the place to type, and below it what is wrong with what is typed so far.</summary>
    public static IEnumerable<Row> View(string prompt, TextField field, string? wrong, int width) =>
        Row.Wrap(prompt, width).Append(field.View(width)).Concat(Row.Wrap(wrong ?? " ", width, Ink.Warning));
}

/// <summary>Problems as a sheet shows them.</summary>
internal static class ProblemRows
{
    private static Catalogue Say => Catalogue.English;

    public static IEnumerable<Row> Of(Problem problem, int width)
    {
        var rows = Row.Hanging(new($"{problem.Code}  ", Ink.Bad), problem.Seen, width, Ink.Bad)
            .Concat(Row.Hanging(new("  "), Say.Text("problem.remedy", ("remedy", problem.Remedy)), width, Ink.Strong))
            .Concat(Row.Hanging(new("  "), Say.Text("problem.who", ("who", Say.Text($"who.{problem.Who.Word()}"))), width));
        rows = Say.Find(problem.Code, "say") is null ? rows
            : rows.Concat(Row.Hanging(new("  "), Say.Text("problem.say", ("say", Say.Fill(problem.Code, "say", problem.Values))), width));
        return problem.Rule is { } rule && !rule.StartsWith("DESIGN", StringComparison.Ordinal)
            ? rows.Concat(Row.Hanging(new("  "), Say.Text("problem.rule", ("rule", rule)), width, Ink.Faint))
            : rows;
    }
}

/// <summary>Words for a training, where the model has some.</summary>
internal static class Hints
{
    public static IEnumerable<Row> For(WizardModel model, string name, int width) =>
        model.Hints.TryGetValue(name, out var hint) ? Row.Wrap(hint, width, Ink.Good).Prepend(Row.Blank) : [];
}

/// <summary>Notes of a job as a sheet shows them.</summary>
internal static class NoteRows
{
    public static IEnumerable<Row> Of(IEnumerable<Note> notes, int width, DateTimeOffset now) => notes.SelectMany(note => note switch
    {
        Note.Text text => Text(text.Page, width),
        Note.Changes changes => DifferenceView.View(changes.Differences, width),
        Note.Trouble trouble => ProblemRows.Of(trouble.Problem, width).Append(Row.Blank),
        Note.Certificate certificate => ChainTree.View(certificate.Chain, width, now).Append(Row.Blank),
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    /// <summary>Pages were broken for their own width; lines of one tone are joined again and broken for this one.</summary>
    private static IEnumerable<Row> Text(Page page, int width)
    {
        var at = 0;
        while (at < page.Lines.Length)
        {
            var first = page.Lines[at];
            var text = first.Text;
            while (++at < page.Lines.Length && IsSame(first, page.Lines[at], page.Lines[at - 1]))
            {
                text += " " + page.Lines[at].Text.Trim();
            }

            foreach (var row in Row.Wrap(text, width, InkOf(first.Tone)))
            {
                yield return row;
            }
        }

        yield return Row.Blank;
    }

    private static bool IsSame(Line first, Line next, Line before) =>
        next.Tone == first.Tone && next.Text.Length > 0 && first.Text.Length > 0 && before.Text.Length > Page.Width - 20 && Indent(next) == Indent(first);

    private static int Indent(Line line) => line.Text.Length - line.Text.TrimStart().Length;

    internal static Ink InkOf(Tone tone) => tone switch
    {
        Tone.Heading => Ink.Strong,
        Tone.Faint => Ink.Faint,
        Tone.Good => Ink.Good,
        Tone.Warning => Ink.Warning,
        Tone.Bad => Ink.Bad,
        Tone.Value => Ink.Strong,
        _ => Ink.Plain,
    };
}

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The stick's files, each with what it is and whether it fits; below the one that Enter takes, its problems first.</summary>
public sealed record FileSheet(Question.File Question, Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "file";

    public static Sheet For(Question.File question, WizardModel model)
    {
        var known = model.Remembered.GetValueOrDefault(question.Input.Name);
        var at = question.Found.IndexOf(question.Found.FirstOrDefault(file => file.Path == known)!);
        return new FileSheet(question, new Choices(question.Found.Length, Math.Max(at, 0)));
    }

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Files(room.Width);
        ImmutableArray<Row> head = [.. QuestionSheets.Notes(model, room.Width), .. Row.Wrap(Question.Input.Prompt, room.Width, Ink.Strong), Row.Blank];
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Body = [.. head, .. rows, .. Question.Found.IsEmpty ? Row.Wrap(Say.Text("file.none"), room.Width, Ink.Warning) : Detail(Selected, room.Width, model.Now).Prepend(Row.Blank)],
            Focus = Choices.Moved ? head.Length + focus : null,
            Keys = [("Enter", Say.Text("key.take")), QuestionSheets.BackKey(model), ("F2", Say.Text("key.type-path"))],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        if (key.Name == KeyName.Show)
        {
            return new(model.Change(TextSheet.ForInput(Question.Input, model)));
        }

        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? QuestionSheets.Back(model)
            : taken is { } index ? Take(model, Question.Found[index].Path)
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    private FoundFile Selected => Question.Found[Choices.Selected];

    private Turn Take(WizardModel model, string path) => QuestionSheets.Answer(model.Remember(Question.Input.Name, path), new Reply.Text(path));

    private (ImmutableArray<Row> Rows, int Focus) Files(int width)
    {
        var rows = ImmutableArray.CreateBuilder<Row>();
        for (var at = 0; at < Question.Found.Length; at++)
        {
            rows.Add(File(at, width));
        }

        return (rows.ToImmutable(), Choices.Selected);
    }

    private Row File(int at, int width)
    {
        var (file, chosen) = (Question.Found[at], at == Choices.Selected);
        var (word, ink) = file.Fit switch
        {
            FileFit.Fits => (Say.Text("file.fits"), Ink.Good),
            FileFit.Unfit => (Say.Text("file.unfit"), Ink.Bad),
            _ => (Say.Text("file.not-needed"), Ink.Faint),
        };
        var label = $"{(chosen ? '>' : ' ')} {(at < 9 ? (at + 1).ToString(CultureInfo.InvariantCulture) : " ")} ";
        var kind = Say.Text($"file.kind.{file.Kind.Word()}");
        var row = Row.Spread(
            Row.Of(new Piece(label, Ink.Strong), new(Printable.Of(file.Path), chosen ? Ink.Strong : Ink.Plain)),
            Row.Of(new Piece($" {kind} ", Ink.Faint), new($"[{word}]".PadLeft(12), ink)),
            width);
        return chosen ? new Row([.. row.Pieces.Select(piece => piece with { Ink = Ink.Chosen })]) : row;
    }

    private static IEnumerable<Row> Detail(FoundFile file, int width, DateTimeOffset now) =>
        file.Problems.SelectMany(problem => ProblemRows.Of(problem, width)).Concat(ChainTree.View(file.Chain, width, now))
            .Concat(file.Kind is FileKind.LockedIdentity or FileKind.LockedContainer ? Row.Wrap(Say.Text("file.locked"), width, Ink.Faint) : []);
}

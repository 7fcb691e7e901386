using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The last question of a job: how many jobs have failed on the scanner by now.</summary>
public sealed record RecountSheet(Question.Recount Question) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public TextField Field { get; init; } = TextField.Empty;

    public static RecountSheet For(Question.Recount question, WizardModel model) =>
        new(question) { Field = TextField.Of(model.Remembered.GetValueOrDefault(Answers.FailedAfter, "")) };

    public string? Wrong { get; init; }

    public override string Name => "recount";

    public override Face View(Room room, WizardModel model)
    {
        var width = Math.Min(room.Width, 74);
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Body =
            [
                .. QuestionSheets.Notes(model, width),
                .. Row.Wrap(Say.Text("ask.recount"), width, Ink.Strong),
                .. model.Job!.Scene.Scanner.Type.Queue is { } queue ? Row.Wrap(queue, width) : [],
                .. Question.Before is { } before ? Row.Wrap(Say.Text("ask.recount.before", ("before", before.ToString(CultureInfo.InvariantCulture))), width) : [],
            ],
            Pinned = [.. Fields.View(Say.Text("recount.field"), Field, Wrong, width)],
            Keys = [("Enter", Say.Text("key.next")), ("Esc", Say.Text("key.not-counted"))],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        KeyName.Escape => QuestionSheets.Answer(model, new Reply.Recounted(null)),
        KeyName.Enter => Count is { } failed ? QuestionSheets.Answer(model, new Reply.Recounted(failed)) : new(model.Change(this with { Wrong = Say.Text("ask.count.again") })),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    private int? Count => int.TryParse(Field.Text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}

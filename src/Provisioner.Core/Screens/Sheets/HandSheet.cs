using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Work at the vendor's own screens: values to copy, large and in order, stated with initials, or said to look different.
/// It never locks itself: the values are being copied.</summary>
public sealed record HandSheet(Question.Done Question, TextField Field) : Sheet, ICopiedByHand
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(2);

    /// <summary>It was done; who did it is being typed.</summary>
    public bool IsDone { get; init; }

    public string? Wrong { get; init; }

    public override string Name => "hand";

    public static HandSheet For(Question.Done question, WizardModel model) =>
        new(question, TextField.Offered(model.Remembered.GetValueOrDefault(StatementSheet.Own, "")));

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([Say.Text("hand.done"), Say.Text("hand.different")], room.Width);
        ImmutableArray<Row> head =
        [
            .. QuestionSheets.Caution(model, room.Width),
            .. QuestionSheets.Notes(model, room.Width),
            .. Question.Prompt.Split('\n').SelectMany(line => Value(line, room.Width)),
            Row.Blank,
        ];
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Pinned = IsDone ? [.. Fields.View(Say.Text("hand.who"), Field, Wrong, Math.Min(room.Width, 60))] : [],
            Keys = [("Enter", Say.Text(IsDone ? "key.state" : "key.take")), IsDone ? ("Esc", Say.Text("key.back")) : QuestionSheets.BackKey(model)],
        }.Offering(room, head, (rows, focus), IsDone ? null : Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        if (IsDone)
        {
            return key.Name switch
            {
                KeyName.Escape => new(model.Change(this with { IsDone = false, Wrong = null })),
                KeyName.Enter => State(model),
                _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
            };
        }

        var (next, taken) = Choices.Press(key);
        return (key.Name, taken) switch
        {
            (KeyName.Escape, _) => QuestionSheets.Back(model),
            (_, 0) => new(model.Change(this with { Choices = next, IsDone = true })),
            (_, 1) => QuestionSheets.Answer(model, new Reply.Done(false, model.Remembered.GetValueOrDefault(StatementSheet.Own, ""))),
            _ => next == Choices ? new(model) : new(model.Change(this with { Choices = next })),
        };
    }

    private Turn State(WizardModel model)
    {
        var by = Field.Text.Trim();
        return StatementSheet.IsInitials(by)
            ? QuestionSheets.Answer(model.Remember(StatementSheet.Own, by), new Reply.Done(true, by))
            : new(model.Change(this with { Wrong = Say.Text("initials.again") }));
    }

    /// <summary>Each value stands alone in its line, so that nothing is copied from beside it.</summary>
    private static IEnumerable<Row> Value(string line, int width) => Row.Wrap(line, width, Ink.Strong);
}

/// <summary>Waits until something is so, e.g. until the stick is out.</summary>
public sealed record ReadySheet(Question.Ready Question) : Sheet, ICopiedByHand
{
    public override string Name => "ready";

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = QuestionSheets.Title(model),
        IsWhole = true,
        Body = [.. QuestionSheets.Caution(model, room.Width), .. QuestionSheets.Notes(model, room.Width), .. Row.Wrap(Question.Prompt, room.Width, Ink.Strong)],
        Keys = [("Enter", Catalogue.English.Text("key.ready")), QuestionSheets.BackKey(model)],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        KeyName.Enter => QuestionSheets.Answer(model, new Reply.Agreed()),
        KeyName.Escape => QuestionSheets.Back(model),
        _ => new(model),
    };
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>One of several answers: which set-up, what is handed over.</summary>
public sealed record ChooseSheet(Question.Choose Question, Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "choose";

    public static ChooseSheet For(Question.Choose question, WizardModel model)
    {
        var known = model.Remembered.GetValueOrDefault(question.Step);
        var at = question.Options.IndexOf(question.Options.FirstOrDefault(option => option.Id == known));
        return new(question, new Choices(question.Options.Length, Math.Max(at, 0)));
    }

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([.. Question.Options.Select(option => option.Text)], room.Width);
        ImmutableArray<Row> head =
            [.. QuestionSheets.Caution(model, room.Width), .. QuestionSheets.Notes(model, room.Width), .. Row.Wrap(Question.Prompt, room.Width), .. Hints.For(model, Question.Step, room.Width), Row.Blank];
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take")), QuestionSheets.BackKey(model)],
        }.Offering(room, head, (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? QuestionSheets.Back(model)
            : taken is { } index ? QuestionSheets.Answer(model.Remember(Question.Step, Question.Options[index].Id), new Reply.Text(Question.Options[index].Id))
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }
}

/// <summary>A step that may be left out, with a reason that is recorded.</summary>
public sealed record LeaveOutSheet(Question.LeaveOut Question) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(2);

    /// <summary><c>null</c>: not decided yet.</summary>
    public TextField? Reason { get; init; }

    public string? Wrong { get; init; }

    public override string Name => "leave-out";

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([Say.Text("deviate.do"), Say.Text("deviate.leave")], room.Width);
        ImmutableArray<Row> head = [.. QuestionSheets.Caution(model, room.Width), .. Row.Wrap(Question.Prompt, room.Width), Row.Blank];
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Pinned = Reason is null ? [] : [.. Fields.View(Say.Text("deviate.why"), Reason, Wrong, room.Width)],
            Keys = [("Enter", Say.Text("key.take")), Reason is null ? QuestionSheets.BackKey(model) : ("Esc", Say.Text("key.back"))],
        }.Offering(room, head, (rows, focus), Reason is null ? Choices : null);
    }

    public override Turn Press(KeyPress key, WizardModel model) => Reason is null ? Choose(key, model) : key.Name switch
    {
        KeyName.Escape => new(model.Change(this with { Reason = null, Wrong = null })),
        KeyName.Enter when string.IsNullOrWhiteSpace(Reason.Text) => new(model.Change(this with { Wrong = Say.Text("deviate.again") })),
        KeyName.Enter => QuestionSheets.Answer(model, new Reply.LeftOut(Reason.Text.Trim())),
        _ => Fields.Typed(model, Reason, Reason.Press(key), field => this with { Reason = field, Wrong = null }),
    };

    public override Turn Paste(string text, WizardModel model) => Reason is null ? new(model) : Fields.Typed(model, Reason, Reason.Insert(text), field => this with { Reason = field });

    private Turn Choose(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return (key.Name, taken) switch
        {
            (KeyName.Escape, _) => QuestionSheets.Back(model),
            (_, 0) => QuestionSheets.Answer(model, new Reply.LeftOut(null)),
            (_, 1) => new(model.Change(this with { Choices = next, Reason = TextField.Empty })),
            _ => next == Choices ? new(model) : new(model.Change(this with { Choices = next })),
        };
    }
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>One line to type, looked at as it is typed.</summary>
/// <param name="Of">Under which the answer is remembered.</param>
/// <param name="Input">An input of the procedure; <c>null</c>: a step asks.</param>
public sealed record TextSheet(string Of, string Prompt, string? Example, Input? Input, TextField Field) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public string? Wrong { get; init; }

    public override string Name => "text";

    public static TextSheet For(Question.Text question, WizardModel model) =>
        new(question.Name, question.Prompt, question.Example, null, TextField.Of(model.Remembered.GetValueOrDefault(question.Name, "")));

    public static TextSheet For(Question.Typed question, WizardModel model) => ForInput(question.Input, model);

    internal static TextSheet ForInput(Input input, WizardModel model) =>
        new(input.Name, input.Prompt, input.Example, input, TextField.Of(model.Remembered.GetValueOrDefault(input.Name, "")));

    public override Face View(Room room, WizardModel model)
    {
        var width = Math.Min(room.Width, 74);
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Body =
            [
                .. QuestionSheets.Caution(model, width),
                .. QuestionSheets.Notes(model, width),
                .. Row.Wrap(Prompt, width, Ink.Strong),
                .. Example is null ? [] : Row.Wrap(Say.Text("text.example", ("example", Example)), width, Ink.Faint),
                .. Input is null ? [] : Row.Wrap(Say.Text("text.form", ("form", AnswerForms.Expected(Input))), width, Ink.Faint),
                .. Hints.For(model, Of, width),
            ],
            Pinned = [.. Fields.View("", Field, Wrong ?? Doubt(model), width).Skip(1)],
            Keys = [("Enter", Say.Text("key.next")), QuestionSheets.BackKey(model)],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        KeyName.Escape => QuestionSheets.Back(model),
        KeyName.Enter => Reason(model) is { } wrong ? new(model.Change(this with { Wrong = wrong })) : QuestionSheets.Answer(model.Remember(Of, Field.Text.Trim()), new Reply.Text(Field.Text.Trim())),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    public override Turn Paste(string text, WizardModel model) => Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field, Wrong = null });

    /// <summary>As it is typed: what it will have to look like.</summary>
    private string? Doubt(WizardModel model) => Field.Content.IsEmpty ? null : Reason(model);

    private string? Reason(WizardModel model)
    {
        var text = Field.Text.Trim();
        var step = QuestionSheets.Step(model);
        return text.Length == 0 ? Say.Text("text.empty")
            : Input is not null ? AnswerForms.Read(Input, text).IsGood ? null : Say.Text("text.not-yet", ("form", AnswerForms.Expected(Input)))
            : step?.Id == Of && !AnswerForms.Read(step, text).IsGood ? Say.Text("text.not-yet", ("form", AnswerForms.Expected(step)))
            : null;
    }
}

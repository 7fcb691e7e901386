using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Something to read or to do, stated with initials: safety, notices, instructions, restarts, waiting, witness points.</summary>
public sealed record StatementSheet(Question.Initials Question, TextField Field) : Sheet
{
    /// <summary>Under which the engineer's own initials are remembered for the next statement.</summary>
    internal const string Own = "initials";

    private const int Longest = 8;

    private static Catalogue Say => Catalogue.English;

    public string? Wrong { get; init; }

    public override string Name => "statement";

    /// <summary>A witness types their own initials, always anew.</summary>
    public static StatementSheet For(Question.Initials question, WizardModel model) => new(
        question, IsWitness(question, model) ? TextField.Empty : TextField.Offered(model.Remembered.GetValueOrDefault(question.Step) ?? model.Remembered.GetValueOrDefault(Own) ?? ""));

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = QuestionSheets.Title(model),
        IsWhole = true,
        Body = [.. QuestionSheets.Caution(model, room.Width), .. Text(model, Math.Min(room.Width, 74)), .. Hints.For(model, Question.Step, room.Width)],
        Pinned = [.. Fields.View(Question.Prompt, Field, Wrong, Math.Min(room.Width, 60))],
        Keys = [("Enter", Say.Text("key.state")), QuestionSheets.BackKey(model)],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        KeyName.Escape => QuestionSheets.Back(model),
        KeyName.Enter => State(model),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    public override Turn Paste(string text, WizardModel model) => Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field, Wrong = null });

    private Turn State(WizardModel model)
    {
        var typed = Field.Text.Trim();
        if (!IsInitials(typed))
        {
            return new(model.Change(this with { Wrong = Say.Text("initials.again") }));
        }

        return QuestionSheets.Answer(IsWitness(Question, model) ? model : model.Remember(Question.Step, typed).Remember(Own, typed), new Reply.Text(typed));
    }

    internal static bool IsInitials(string text) => text is { Length: > 0 and <= Longest } && text.All(char.IsLetterOrDigit);

    private static IEnumerable<Row> Text(WizardModel model, int width) =>
        QuestionSheets.Step(model)?.Verb is Verb.Safety safety ? Safety(safety, width) : QuestionSheets.Notes(model, width);

    /// <summary>ANSI Z535.6: signal word, hazard, consequence, avoidance.</summary>
    private static IEnumerable<Row> Safety(Verb.Safety safety, int width)
    {
        var ink = safety.Level is SignalWord.Danger or SignalWord.Warning ? Ink.Bad : Ink.Warning;
        return
        [
            Row.Of(new Piece($" {(safety.Level == SignalWord.Notice ? "" : "/!\\ ")}{safety.Level.ToString().ToUpperInvariant()} ", ink)),
            Row.Blank,
            .. Row.Wrap(safety.Hazard, width, Ink.Strong),
            .. Row.Wrap(safety.Consequence, width),
            Row.Blank,
            .. Row.Wrap(safety.Avoid, width),
        ];
    }

    private static bool IsWitness(Question.Initials question, WizardModel model) =>
        question.Step == Answers.SecondPerson || QuestionSheets.Step(model) is { Verb: Verb.Hold } or { By: not Doer.Engineer };
}

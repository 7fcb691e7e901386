using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>A step failed: cause, what was seen, who acts, what to say to them; and what can be done now.</summary>
/// <param name="Problems">As they came up; kept while the choice is made.</param>
public sealed record FailureSheet(Question.AfterFailure Question, ImmutableArray<Problem> Problems, Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "failure";

    public static FailureSheet For(Question.AfterFailure question, WizardModel model) =>
        new(question, [.. model.Job!.Problems.Distinct()], new Choices(Options(question, [.. model.Job!.Problems]).Length));

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([.. Options(Question, Problems).Select(option => option.Text)], room.Width);
        ImmutableArray<Row> head =
        [
            .. Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Append(Row.Blank)),
            .. NoteRows.Of(model.Job!.Notes.Where(note => note is Note.Text), room.Width, model.Now),
        ];
        return new Face
        {
            Title = Say.Text("failure.title", ("title", QuestionSheets.Title(model))),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take"))],
        }.Offering(room, head, (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? LeaveSheet.Ask(model)
            : taken is { } index ? Options(Question, Problems)[index].Take(model, Problems)
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    private static ImmutableArray<(string Text, Func<WizardModel, ImmutableArray<Problem>, Turn> Take)> Options(Question.AfterFailure question, ImmutableArray<Problem> problems)
    {
        var forIt = problems.Any(problem => problem.Who == Responsible.HospitalIt);
        var end = question.IsChanged ? AwayTo.PutBack : AwayTo.Out;
        (string, Func<WizardModel, ImmutableArray<Problem>, Turn>)[] options =
        [
            (Say.Text("word.try-again"), (model, _) => QuestionSheets.Answer(model, new Reply.TryAgain())),
            .. question.IsChanged ? [] : One("failure.back", AwayTo.Back),
            .. One(question.IsChanged ? "word.put-back" : "word.stop", end),
            .. forIt
                ? [(Say.Text(question.IsChanged ? "failure.ask-it" : "failure.stop-ask-it"), (model, found) => QuestionSheets.Answer(model, new Reply.Away(end)) is var turn
                    ? turn with { Errands = [new Errand.WriteAskIt(found), .. turn.Errands] } : turn)]
                : Array.Empty<(string, Func<WizardModel, ImmutableArray<Problem>, Turn>)>(),
            .. question.IsChanged ? One("word.leave", AwayTo.Out) : [],
        ];
        return [.. options];
    }

    private static (string, Func<WizardModel, ImmutableArray<Problem>, Turn>)[] One(string key, AwayTo to) =>
        [(Say.Text(key), (model, _) => QuestionSheets.Answer(model, new Reply.Away(to)))];
}

/// <summary>The job asks, while it is being left, what becomes of the changes in place.</summary>
public sealed record LeavingSheet(Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "leaving";

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([Say.Text("word.put-back"), Say.Text("word.leave")], room.Width);
        ImmutableArray<Row> head = [.. QuestionSheets.Notes(model, room.Width), .. Row.Wrap(Say.Text("leave.changed"), room.Width, Ink.Warning), Row.Blank];
        return new Face
        {
            Title = Say.Text("leave.job.title"),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take"))],
        }.Offering(room, head, (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return taken is { } index ? QuestionSheets.Answer(model, new Reply.Away(index == 0 ? AwayTo.PutBack : AwayTo.Out))
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }
}

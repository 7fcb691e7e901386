using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>A fingerprint held against what came by another way: all of it is shown, two groups of it are typed.</summary>
/// <param name="Question">With the two groups, chosen by chance.</param>
public sealed record CompareSheet(Question.Compare Question) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(2);

    /// <summary>Of the two groups which is typed, from 0; <c>null</c>: not asked yet.</summary>
    public int? Asking { get; init; }

    public TextField Field { get; init; } = TextField.Empty;

    public string? Wrong { get; init; }

    public override string Name => "compare";

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([Say.Text("compare.told"), Say.Text("compare.not")], room.Width);
        ImmutableArray<Row> head =
        [
            .. QuestionSheets.Caution(model, room.Width),
            .. QuestionSheets.Notes(model, room.Width),
            .. Groups(),
            .. Hints.For(model, Question.Step, room.Width),
            Row.Blank,
            .. Asking is null ? Row.Wrap(Say.Text("ask.compare"), room.Width) : [],
        ];
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Pinned = Asking is { } at ? [.. Fields.View(Say.Text("ask.group", ("number", Number(Group(at) + 1))), Field, Wrong, Math.Min(room.Width, 60))] : [],
            Keys = [("Enter", Say.Text("key.take")), Asking is null ? QuestionSheets.BackKey(model) : ("Esc", Say.Text("key.back"))],
        }.Offering(room, head, (rows, focus), Asking is null ? Choices : null);
    }

    public override Turn Press(KeyPress key, WizardModel model) => Asking is null ? Choose(key, model) : key.Name switch
    {
        KeyName.Escape => new(model.Change(this with { Asking = null, Field = TextField.Empty, Wrong = null })),
        KeyName.Enter => Typed(model, Field.Text.Trim()),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    public override Turn Paste(string text, WizardModel model) => Asking is null ? new(model) : Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field });

    private Turn Choose(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return (key.Name, taken) switch
        {
            (KeyName.Escape, _) => QuestionSheets.Back(model),
            (_, 0) => new(model.Change(this with { Choices = next, Asking = 0 })),
            (_, 1) => QuestionSheets.Answer(model, new Reply.Compared(null)),
            _ => next == Choices ? new(model) : new(model.Change(this with { Choices = next })),
        };
    }

    private Turn Typed(WizardModel model, string typed) =>
        typed.Length != 4 ? new(model.Change(this with { Wrong = Say.Text("compare.again") }))
        : !typed.Equals(AllGroups[Group(Asking!.Value)], StringComparison.OrdinalIgnoreCase) ? QuestionSheets.Answer(model, new Reply.Compared(false))
        : Asking == 0 ? new(model.Change(this with { Asking = 1, Field = TextField.Empty, Wrong = null }))
        : QuestionSheets.Answer(model, new Reply.Compared(true));

    private string[] AllGroups => Question.Fingerprint.ToGroups().Split(' ');

    private int Group(int at) => at == 0 ? Question.Groups.First : Question.Groups.Second;

    /// <summary>Sixteen groups of four, numbered, eight in a row. The one that is asked for is not shown while it is typed: it comes
    /// from the other paper.</summary>
    private IEnumerable<Row> Groups()
    {
        yield return Row.Of(Say.Text("compare.fingerprint"), Ink.Faint);
        foreach (var first in (int[])[0, 8])
        {
            yield return Row.Of("   " + string.Concat(Enumerable.Range(first + 1, 8).Select(number => $"{number,4}   ")), Ink.Faint);
            yield return Row.Of("   " + string.Concat(AllGroups.Skip(first).Take(8).Select((group, at) =>
                Asking is { } asked && Group(asked) == first + at ? "????   " : $"{group}   ")), Ink.Strong);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

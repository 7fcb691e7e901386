using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>A password: of a file, or a new one that the receiver of a key sets, typed twice.</summary>
public sealed record SecretSheet(Question.Secret Question) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public TextField Field { get; init; } = TextField.Masked;

    /// <summary>What was typed first, of a new password.</summary>
    public Secret? First { get; init; }

    public string? Wrong { get; init; }

    public override string Name => "secret";

    /// <summary>Nothing typed any more.</summary>
    internal SecretSheet Emptied => this with { Field = TextField.Masked, First = null, Wrong = null };

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = QuestionSheets.Title(model),
        IsWhole = true,
        Body =
        [
            .. QuestionSheets.Notes(model, room.Width),
            .. Row.Wrap(Say.Text(Question.IsNew ? "secret.new" : "secret.known"), room.Width),
            .. Hints.For(model, Question.Name, room.Width),
        ],
        Pinned = [.. Fields.View(First is null ? Question.Prompt : Say.Text("secret.again"), Field, Wrong, Math.Min(room.Width, 60))],
        Keys = [("Enter", Say.Text("key.next")), QuestionSheets.BackKey(model), ("F2", Say.Text(Field.IsShown ? "key.hide" : "key.show"))],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        KeyName.Escape => Back(model),
        KeyName.Enter when Field.Content.IsEmpty => new(model.Change(this with { Wrong = Say.Text("secret.empty") })),
        KeyName.Enter when Question.IsNew => New(model),
        KeyName.Enter => QuestionSheets.Answer(model, new Reply.Secret(Field.Content)),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    public override Turn Paste(string text, WizardModel model) => Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field });

    /// <summary>What was typed is destroyed where the page goes away.</summary>
    private Turn Back(WizardModel model) => QuestionSheets.Back(model) is var turn && turn.Model.Top is LeaveSheet ? turn
        : First is { } first ? turn.And(new Errand.Forget(Field.Content), new Errand.Forget(first)) : turn.And(new Errand.Forget(Field.Content));

    private Turn New(WizardModel model)
    {
        if (First is null)
        {
            return Field.Content.Characters.Length < Fewest
                ? new(model.Change(this with { Wrong = Say.Text("secret.short", ("fewest", $"{Fewest}")) }))
                : new(model.Change(this with { First = Field.Content, Field = TextField.Masked }));
        }

        return First.Characters.SequenceEqual(Field.Content.Characters)
            ? QuestionSheets.Answer(model, new Reply.Secret(First)).And(new Errand.Forget(Field.Content))
            : new(model.Change(Emptied with { Wrong = Say.Text("secret.differs") }), new Errand.Forget(First), new Errand.Forget(Field.Content));
    }

    /// <summary>Characters of a password under which a private key leaves the scanner.</summary>
    private const int Fewest = 12;
}

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Whether the scanner is free: jobs that wait, jobs that failed, an empty room, and who says so.</summary>
/// <param name="At">Which of the four is being answered, from 0.</param>
public sealed record FreeSheet(Question.ScannerFree Question, int At, TextField Queued, TextField Failed, Choices Room, TextField By) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public string? Wrong { get; init; }

    public override string Name => "free";

    public static FreeSheet For(Question.ScannerFree question, WizardModel model) =>
        new(question, 0, TextField.Empty, TextField.Empty, new Choices(2), TextField.Offered(model.Remembered.GetValueOrDefault("initials", "")));

    public override Face View(Room room, WizardModel model)
    {
        var width = Math.Min(room.Width, 74);
        var type = model.Job!.Scene.Scanner.Type;
        return new Face
        {
            Title = QuestionSheets.Title(model),
            IsWhole = true,
            Body =
            [
                .. QuestionSheets.Notes(model, width),
                .. Row.Wrap(type.Queue ?? Say.Text("ask.free"), width),
                .. type.QueueAssumed ? Row.Wrap(Say.Text("free.assumed"), width, Ink.Faint) : [],
                Row.Blank,
                .. Line(0, Say.Text("ask.free.queued"), Queued, width),
                .. Line(1, Say.Text("ask.free.failed"), Failed, width),
                .. RoomLines(width),
                .. Line(3, Say.Text("free.who"), By, width),
            ],
            Pinned = [Row.Of(Wrong ?? " ", Ink.Warning)],
            Keys = [("Enter", Say.Text("key.next")), QuestionSheets.BackKey(model)],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model) => (key.Name, At) switch
    {
        (KeyName.Escape, 0) => QuestionSheets.Back(model),
        (KeyName.Escape or KeyName.Up, > 0) when At != 2 || key.Name == KeyName.Escape || Room.Selected == 0 => new(model.Change(this with { At = At - 1, Wrong = null })),
        (KeyName.Down, 0 or 1) => Next(model),
        (_, 2) => Choose(key, model),
        (KeyName.Enter, _) => Next(model),
        _ => Fields.Typed(model, Field, Field.Press(key), field => With(field) with { Wrong = null }),
    };

    private TextField Field => At switch { 0 => Queued, 1 => Failed, _ => By };

    private FreeSheet With(TextField field) => At switch { 0 => this with { Queued = field }, 1 => this with { Failed = field }, _ => this with { By = field } };

    private Turn Choose(KeyPress key, WizardModel model)
    {
        var (next, taken) = Room.Press(key);
        return taken is null ? next == Room ? new(model) : new(model.Change(this with { Room = next })) : new(model.Change(this with { Room = next, At = 3 }));
    }

    private Turn Next(WizardModel model)
    {
        var good = At == 3 ? StatementSheet.IsInitials(By.Text.Trim()) : Count(Field) is not null;
        return !good ? new(model.Change(this with { Wrong = Say.Text(At == 3 ? "initials.again" : "ask.count.again") }))
            : At < 3 ? new(model.Change(this with { At = At + 1, Wrong = null }))
            : Done(model);
    }

    /// <summary>Not free is an answer too: the job then says what to do.</summary>
    private Turn Done(WizardModel model)
    {
        var (queued, failed, by) = (Count(Queued) ?? 0, Count(Failed) ?? 0, By.Text.Trim());
        return QuestionSheets.Answer(model.Remember("initials", by), new Reply.Free(Room.Selected == 0 && queued == 0, by, queued, failed));
    }

    private static int? Count(TextField field) => field.Text.Trim() is var text && text.Length == 0 ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private IEnumerable<Row> Line(int at, string label, TextField field, int width)
    {
        var shown = at == At ? field.View(14) : Row.Of($" {(at == 3 ? field.Text : at < At ? Count(field)?.ToString(CultureInfo.InvariantCulture) : "")}", Ink.Strong);
        return Row.Hanging(new(at == At ? "> " : "  ", Ink.Strong), label, Math.Max(width - 18, 30), at == At ? Ink.Strong : Ink.Plain)
            .Select((row, line) => line == 0 ? row.Fit(Math.Max(width - 18, 30)).With([.. shown.Pieces]) : row);
    }

    private IEnumerable<Row> RoomLines(int width)
    {
        var label = Row.Hanging(new(At == 2 ? "> " : "  ", Ink.Strong), Say.Text("ask.free.room"), width, At == 2 ? Ink.Strong : Ink.Plain);
        var answer = Say.Text(Room.Selected == 0 ? "word.yes" : "word.no");
        return At == 2
            ? label.Concat(Room.View([Say.Text("word.yes"), Say.Text("word.no")], 12).Rows.Select(row => row.Indented(4)))
            : label.Concat(At > 2 ? [Row.Of($"    {answer}", Ink.Strong)] : []);
    }
}

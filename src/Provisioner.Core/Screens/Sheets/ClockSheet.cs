using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The computer's clock against the engineer's watch; the difference goes into the log.</summary>
public sealed record ClockSheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(2);

    /// <summary><c>null</c>: the clock is right.</summary>
    public TextField? Field { get; init; }

    public string? Wrong { get; init; }

    public override string Name => "clock";

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View([Say.Text("clock.right"), Say.Text("clock.wrong")], room.Width);
        return new Face
        {
            Title = Say.Text("clock.title"),
            IsWhole = true,
            Pinned = Field is null ? [] : [.. Fields.View(Say.Text("clock.watch"), Field, Wrong, Math.Min(room.Width, 60))],
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text(Field is null ? "key.end" : "key.back"))],
        }.Offering(
            room,
            [
                .. Row.Wrap(Say.Text("clock.says", ("now", model.Now.ToString("yyyy-MM-dd  HH:mm", CultureInfo.InvariantCulture))), room.Width, Ink.Strong),
                Row.Blank,
                .. Row.Wrap(Say.Text("clock.ask"), room.Width),
                Row.Blank,
            ],
            (rows, focus),
            Field is null ? Choices : null);
    }

    public override Turn Press(KeyPress key, WizardModel model) => Field is null ? Choose(key, model) : key.Name switch
    {
        KeyName.Escape => new(model.Change(this with { Field = null, Wrong = null })),
        KeyName.Enter => Difference(Field.Text, model.Now) is { } difference ? Go(model, difference) : new(model.Change(this with { Wrong = Say.Text("clock.again") })),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    private Turn Choose(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return taken switch
        {
            0 => Go(model, TimeSpan.Zero),
            1 => new(model.Change(this with { Choices = next, Field = TextField.Empty })),
            _ when key.Name == KeyName.Escape => LeaveSheet.Ask(model),
            _ => next == Choices ? new(model) : new(model.Change(this with { Choices = next })),
        };
    }

    private static Turn Go(WizardModel model, TimeSpan watch) => new((model with { Watch = watch }).Show(new WaitSheet("wait.survey")), new Errand.LookAround());

    /// <summary>The watch less the clock, at most half a day either way; <c>null</c>: no time of day.</summary>
    private static TimeSpan? Difference(string text, DateTimeOffset now)
    {
        if (!TimeOnly.TryParseExact(text.Trim().Replace('.', ':'), ["H:mm", "HH:mm", "HHmm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var watch))
        {
            return null;
        }

        var minutes = (watch.ToTimeSpan() - new TimeSpan(now.Hour, now.Minute, 0)).TotalMinutes;
        return TimeSpan.FromMinutes(minutes > 720 ? minutes - 1440 : minutes < -720 ? minutes + 1440 : minutes);
    }
}

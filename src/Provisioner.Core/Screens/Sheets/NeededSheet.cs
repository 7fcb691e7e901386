using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>F9: the scanner is needed now. One more key gives it back, as before or as after; then the job can go on or be put back.</summary>
public sealed record NeededSheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(2);

    public override string Name => "needed";

    public override Face View(Room room, WizardModel model)
    {
        var standing = BandLine.Standing(model);
        var (rows, focus) = Choices.View([.. Options(model).Select(option => option.Text)], room.Width);
        var text = Row.Wrap(Say.Text(KeyOf(model), ("minutes", standing.MinutesBack.ToString(CultureInfo.InvariantCulture))), room.Width).ToImmutableArray();
        return new Face
        {
            Title = Say.Text("needed.title"),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text("key.not-needed"))],
        }.Offering(room, [.. text, Row.Blank], (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var options = Options(model);
        var (next, taken) = (Choices with { Count = options.Length }).Press(key);
        return key.Name is KeyName.Escape or KeyName.Needed ? new(model.Uncover())
            : taken is { } index ? options[index].Take(model.Uncover())
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    private static bool IsOpen(WizardModel model) => model.Job is { End: null };

    private static string KeyOf(WizardModel model) => BandLine.Standing(model) switch
    {
        { Changes: 0 } when !IsOpen(model) => "needed.free",
        _ when !IsOpen(model) => "needed.unfinished",
        { Changes: 0 } when model.Job?.Work is null => "needed.unchanged",
        { IsAsAfter: true } => "needed.as-after",
        _ => "needed.between",
    };

    /// <summary>The usual one first: Enter alone gives the scanner back.</summary>
    private static ImmutableArray<(string Text, Func<WizardModel, Turn> Take)> Options(WizardModel model)
    {
        (string, Func<WizardModel, Turn>) stay = (Say.Text("needed.stay"), so => new(so));
        (string, Func<WizardModel, Turn>) putBack = (Say.Text("needed.put-back"), so => Away(so, AwayTo.PutBack));
        (string, Func<WizardModel, Turn>) keep = (Say.Text("needed.keep"), so => Away(so, AwayTo.Out));
        return KeyOf(model) switch
        {
            "needed.free" => [(Say.Text("needed.understood"), so => new(so))],
            "needed.unfinished" => [(Say.Text("needed.understood"), so => new(so))],
            "needed.unchanged" => [(Say.Text("needed.give"), so => Away(so, AwayTo.PutBack)), stay],
            "needed.as-after" => [putBack, keep, stay],
            _ => [putBack, stay],
        };
    }

    /// <summary>Whatever lies above the job, the lock too, makes room for how it ends.</summary>
    private static Turn Away(WizardModel model, AwayTo to) => LeaveSheet.Out(model with { Over = Locked(model) }, to);

    private static ImmutableStack<Sheet> Locked(WizardModel model) => [.. model.Over.Where(sheet => sheet is LockSheet)];
}

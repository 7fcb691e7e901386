using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Sheets;

namespace Provisioner.Core.Screens;

/// <summary>The wizard: a message makes a new model, and says what is to be done outside.</summary>
public static class Wizard
{
    /// <summary>Without a key for so long, the screen locks itself.</summary>
    public static readonly TimeSpan LocksAfter = TimeSpan.FromMinutes(30);

    /// <param name="remembered">Answers that are offered.</param>
    public static WizardModel Start(StickFacts stick, Room room, DateTimeOffset now) =>
        new() { Stick = stick, Room = room, Now = now, LastKey = now, Sheet = new SignOnSheet() };

    public static Turn Update(WizardModel model, Message message) => message switch
    {
        Message.Pressed pressed => Press(model with { LastKey = model.Now }, pressed.Key),
        Message.Pasted pasted => model.Room.IsTooSmall ? new(model) : model.Top.Paste(pasted.Text, model with { LastKey = model.Now }),
        Message.Resized resized => new(model with { Room = resized.Room }),
        Message.Ticked ticked => Tick(model with { Now = ticked.Now }),
        Message.Ending => End(model),
        Message.SignedOn signed => SignOnSheet.Answered(model, signed.Problems),
        Message.Unlocked unlocked => LockSheet.Answered(model, unlocked.Good),
        Message.Surveyed surveyed => WelcomeSheet.Found(model, surveyed.Survey),
        Message.CertificatesListed listed => new(model.Show(new CertificatesSheet(listed.Certificates, listed.Problems))),
        Message.LogListed listed => new(model.Show(new LogSheet(listed.Runs, listed.Problems))),
        _ => new(JobUpdate.Of(model, message)),
    };

    private static Turn Press(WizardModel model, KeyPress key) => key.Name switch
    {
        KeyName.Interrupt => LeaveSheet.Interrupted(model),
        _ when model.Room.IsTooSmall => new(model),
        KeyName.Needed when model.Top is not NeededSheet => new(model.Cover(new NeededSheet())),
        KeyName.Help when model.Top is not (HelpSheet or LockSheet or NeededSheet) => new(model.Cover(HelpSheet.For(model))),
        _ => Scrolled(model, model.Top.Press(key, model), key),
    };

    /// <summary>Arrows that a sheet has no use for scroll it.</summary>
    private static Turn Scrolled(WizardModel model, Turn turn, KeyPress key)
    {
        if (!ReferenceEquals(turn.Model, model))
        {
            return turn;
        }

        var most = Frame.MostScroll(model);
        var to = key.Name switch
        {
            KeyName.Down or KeyName.Right => model.Scroll + 1,
            KeyName.Up or KeyName.Left => model.Scroll - 1,
            KeyName.PageDown => model.Scroll + 10,
            KeyName.PageUp => model.Scroll - 10,
            _ => model.Scroll,
        };
        to = Math.Clamp(to, 0, most);
        return to == model.Scroll ? turn : turn with { Model = model with { Scroll = to } };
    }

    private static Turn Tick(WizardModel model) =>
        model.Now - model.LastKey < LocksAfter || !LockSheet.CanLock(model) ? new(model) : LockSheet.Lock(model);

    /// <summary>Nobody is asked any more: a job is left as it stands.</summary>
    private static Turn End(WizardModel model) => model.Job is { End: null }
        ? new(model with { Job = model.Job with { Leaving = AwayTo.Out } }, new Errand.Depart(AwayTo.Out), new Errand.Quit())
        : new(model, new Errand.Quit());
}

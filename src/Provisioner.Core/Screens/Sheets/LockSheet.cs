using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The lock: hides the sheet and asks for the passphrase. Band, progress and F9 stay.</summary>
public sealed record LockSheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public TextField Field { get; init; } = TextField.Masked;

    public bool IsChecking { get; init; }

    public bool WasWrong { get; init; }

    public override string Name => "lock";

    /// <summary>Never before anybody signed on, never over values that are being copied by hand.</summary>
    public static bool CanLock(WizardModel model) => model.Sheet is not SignOnSheet && !model.Over.Any(sheet => sheet is LockSheet) && !IsCopying(model);

    /// <summary>Whatever lay over the sheet is closed, and a password that is half typed goes.</summary>
    public static Turn Lock(WizardModel model) => model.Sheet is SecretSheet secret
        ? new(model with { Sheet = secret.Emptied, Over = [new LockSheet()], Scroll = 0 }, new Errand.Forget(secret.Field.Content))
        : new(model with { Over = [new LockSheet()], Scroll = 0 });

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = Say.Text("lock.title"),
        Body = [.. Row.Wrap(Say.Text("lock.text", ("engineer", model.Stick.Engineer)), room.Width), .. WasWrong ? Row.Wrap(Say.Text("lock.wrong"), room.Width, Ink.Bad).Prepend(Row.Blank) : [], .. Hints.For(model, "passphrase", room.Width)],
        Pinned = IsChecking
            ? [Row.Of(Say.Text("sign-on.checking"), Ink.Warning)]
            : [.. Fields.View(Say.Text("sign-on.prompt", ("engineer", model.Stick.Engineer)), Field, null, Math.Min(room.Width, 60))],
        Keys = [("Enter", Say.Text("key.unlock")), ("F2", Say.Text(Field.IsShown ? "key.hide" : "key.show"))],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        _ when IsChecking => new(model),
        KeyName.Enter when !Field.Content.IsEmpty => new(model.Change(this with { IsChecking = true, WasWrong = false, Field = TextField.Masked }), new Errand.Unlock(Field.Content)),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field }),
    };

    public override Turn Paste(string text, WizardModel model) => IsChecking ? new(model) : Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field });

    public static Turn Answered(WizardModel model, bool good) => !model.Over.Any(sheet => sheet is LockSheet) ? new(model)
        : good ? new(model with { Over = [.. model.Over.Reverse().Where(sheet => sheet is not LockSheet)], Scroll = 0 })
        : new(model with { Over = [.. model.Over.Reverse().Select(sheet => sheet is LockSheet locked ? locked with { IsChecking = false, WasWrong = true } : sheet)] });

    private static bool IsCopying(WizardModel model) => model.Sheet is ICopiedByHand;
}

/// <summary>A sheet whose values are being copied to another screen: it never locks itself.</summary>
internal interface ICopiedByHand;

using System.Collections.Immutable;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>What fills the middle of the screen and takes the keys. A value: pressing a key gives another one.</summary>
public abstract record Sheet
{
    /// <summary>E.g. <c>sign-on</c>; its help is the text <c>help.NAME</c>.</summary>
    public abstract string Name { get; }

    public abstract Face View(Room room, WizardModel model);

    public abstract Turn Press(KeyPress key, WizardModel model);

    /// <summary>What was pasted; only places to type take it.</summary>
    public virtual Turn Paste(string text, WizardModel model) => new(model);
}

/// <summary>The wizard after something happened, and what is to be done outside.</summary>
public sealed record Turn(WizardModel Model, params ImmutableArray<Errand> Errands)
{
    public Turn And(params ReadOnlySpan<Errand> more) => this with { Errands = [.. Errands, .. more] };
}

/// <summary>A sheet as it looks.</summary>
public sealed record Face
{
    public required string Title { get; init; }

    /// <summary>Scrolls where it is longer than its room.</summary>
    public ImmutableArray<Row> Body { get; init; } = [];

    /// <summary>Line of the body that is kept in sight; <c>null</c>: the arrows scroll.</summary>
    public int? Focus { get; init; }

    /// <summary>Below the body, always in sight: the place to type.</summary>
    public ImmutableArray<Row> Pinned { get; init; } = [];

    /// <summary>The whole width, even on a small screen: much to read.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The whole screen but its last line.</summary>
    public bool IsBare { get; init; }

    /// <summary>Keys and what they do, for the last line.</summary>
    public ImmutableArray<(string Key, string Does)> Keys { get; init; } = [];

    /// <summary>The key that scrolls on: up and down choose where something is to be chosen.</summary>
    public string ScrollKey { get; init; } = "frame.down";

    /// <summary>Text, and what is to be chosen below it. Where both do not fit, the text scrolls and the choice stays in sight.</summary>
    /// <param name="choice">As <see cref="Widgets.Choices.View"/> gives it.</param>
    /// <param name="choices">The list as it stands; <c>null</c>: nothing is to be chosen now.</param>
    internal Face Offering(Room room, ImmutableArray<Row> text, (ImmutableArray<Row> Rows, int Focus) choice, Widgets.Choices? choices)
    {
        return choices is null ? this with { Body = text }
            : text.Length + choice.Rows.Length > room.Height - 2 && choice.Rows.Length <= room.Height / 2 ? this with { Body = text, Pinned = choice.Rows, ScrollKey = "frame.right" }
            : this with { Body = [.. text, .. choice.Rows], Focus = choices.Moved ? text.Length + choice.Focus : null };
    }
}

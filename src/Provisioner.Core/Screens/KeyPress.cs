namespace Provisioner.Core.Screens;

/// <summary>A key as screens know it.</summary>
/// <param name="Character">Of <see cref="KeyName.Character"/>.</param>
public readonly record struct KeyPress(KeyName Name, char Character = '\0')
{
    /// <summary>1 to 9, else 0.</summary>
    public int Digit => Name == KeyName.Character && Character is >= '1' and <= '9' ? Character - '0' : 0;
}

public enum KeyName
{
    Character,
    Enter,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Backspace,
    Delete,
    Tab,

    /// <summary>F1.</summary>
    Help,

    /// <summary>F2: what is typed is shown, or hidden again.</summary>
    Show,

    /// <summary>F9: the scanner is needed now.</summary>
    Needed,

    /// <summary>Ctrl-C.</summary>
    Interrupt,

    /// <summary>A key without meaning here.</summary>
    Other,
}

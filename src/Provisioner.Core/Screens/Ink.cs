using Spectre.Console;

namespace Provisioner.Core.Screens;

/// <summary>How a piece of a screen is meant. Words or signs always say it too; colour only helps.</summary>
public enum Ink
{
    Plain,
    Strong,
    Faint,
    Good,
    Warning,
    Bad,

    /// <summary>The line that Enter takes.</summary>
    Chosen,

    /// <summary>The place to type.</summary>
    Field,
    Caret,

    /// <summary>The band: DO NOT SCAN.</summary>
    Stop,

    /// <summary>The band: MAY SCAN.</summary>
    Go,
    Rule,
}

internal static class Inks
{
    /// <summary>Sixteen colours, by number: every terminal has these.</summary>
    public static Style Of(Ink ink) => ink switch
    {
        Ink.Plain => Style.Plain,
        Ink.Strong => new(decoration: Decoration.Bold),
        Ink.Faint => new(Color.FromInt32(7), decoration: Decoration.Dim),
        Ink.Good => new(Color.FromInt32(10)),
        Ink.Warning => new(Color.FromInt32(11), decoration: Decoration.Bold),
        Ink.Bad => new(Color.FromInt32(9), decoration: Decoration.Bold),
        Ink.Chosen => new(Color.FromInt32(0), Color.FromInt32(7)),
        Ink.Field => new(decoration: Decoration.Underline),
        Ink.Caret => new(decoration: Decoration.Invert),
        Ink.Stop => new(Color.FromInt32(15), Color.FromInt32(1), Decoration.Bold),
        Ink.Go => new(Color.FromInt32(0), Color.FromInt32(2)),
        Ink.Rule => new(Color.FromInt32(7), decoration: Decoration.Dim),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

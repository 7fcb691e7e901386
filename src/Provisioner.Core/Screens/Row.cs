using System.Collections.Immutable;
using Spectre.Console.Rendering;

namespace Provisioner.Core.Screens;

public readonly record struct Piece(string Text, Ink Ink = Ink.Plain);

/// <summary>One line of a screen.</summary>
public sealed record Row(ImmutableArray<Piece> Pieces)
{
    public static Row Blank { get; } = new([]);

    /// <summary>Columns that it takes.</summary>
    public int Width => Pieces.Sum(piece => WidthOf(piece.Text));

    public static Row Of(string text, Ink ink = Ink.Plain) => new([new(text, ink)]);

    public static Row Of(params ReadOnlySpan<Piece> pieces) => new([.. pieces]);

    /// <summary>Text in lines of at most <paramref name="width"/> columns.</summary>
    public static IEnumerable<Row> Wrap(string text, int width, Ink ink = Ink.Plain, string indent = "") =>
        text.Split('\n').SelectMany(paragraph => Page.Wrap(paragraph, indent, width)).Select(line => Of(line, ink));

    /// <summary>A sign or label, and text that hangs beside it.</summary>
    public static IEnumerable<Row> Hanging(Piece label, string text, int width, Ink ink = Ink.Plain)
    {
        var room = WidthOf(label.Text);
        return text.Split('\n').SelectMany(paragraph => Page.Wrap(paragraph, "", width - room))
            .Select((line, at) => new Row([at == 0 ? label : new(new string(' ', room)), new(line, ink)]));
    }

    public Row With(params ReadOnlySpan<Piece> more) => new([.. Pieces, .. more]);

    public Row Indented(int columns) => new([new(new string(' ', columns)), .. Pieces]);

    /// <summary>Exactly so many columns: filled with spaces of the last ink, or cut, with a sign that it was.</summary>
    public Row Fit(int width, Ink filler = Ink.Plain)
    {
        var own = Width;
        return own <= width ? own == width ? this : With(new Piece(new string(' ', width - own), filler)) : Cut(width - 1).With(new Piece("…", Ink.Faint)).Fit(width, filler);
    }

    /// <summary>What stands at the right edge of a row.</summary>
    public static Row Spread(Row left, Row right, int width)
    {
        var room = width - right.Width;
        return left.Fit(Math.Max(room, 0)).With([.. right.Pieces]).Fit(width);
    }

    internal static int WidthOf(string text) => System.Text.Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    private Row Cut(int width)
    {
        var kept = ImmutableArray.CreateBuilder<Piece>();
        foreach (var piece in Pieces)
        {
            var fitting = WidthOf(piece.Text) <= width ? piece.Text : Beginning(piece.Text, width);
            kept.Add(piece with { Text = fitting });
            width -= WidthOf(fitting);
            if (fitting.Length < piece.Text.Length)
            {
                break;
            }
        }

        return new(kept.ToImmutable());
    }

    private static string Beginning(string text, int width)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width -= WidthOf(rune.ToString());
            if (width < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}

/// <summary>Room for a screen, or for a part of one, in columns and rows.</summary>
public readonly record struct Room(int Width, int Height)
{
    public static Room Smallest { get; } = new(80, 24);

    public bool IsTooSmall => Width < Smallest.Width || Height < Smallest.Height;
}

using System.Globalization;
using Provisioner.Core.Screens;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Provisioner.Terminal;

/// <summary>How a cell looks: sixteen colours, or the terminal's own (-1).</summary>
internal readonly record struct CellStyle(sbyte Foreground, sbyte Background, bool Bold, bool Dim, bool Underline, bool Invert)
{
    public static CellStyle Plain { get; } = new(-1, -1, false, false, false, false);

    /// <summary>Without colour: what had a ground of its own is shown inverted.</summary>
    public CellStyle Colourless => this with { Foreground = -1, Background = -1, Invert = Invert || Background >= 0 };
}

/// <param name="Text">What stands there; empty: the right half of a wide character.</param>
internal readonly record struct Cell(string Text, CellStyle Style)
{
    public static Cell Blank { get; } = new(" ", CellStyle.Plain);
}

/// <summary>A screen in cells.</summary>
internal sealed class Cells
{
    private static readonly Dictionary<Style, CellStyle> Known = [];

    private readonly Cell[] _cells;

    private Cells(Room room)
    {
        Room = room;
        _cells = new Cell[room.Width * room.Height];
        Array.Fill(_cells, Cell.Blank);
    }

    public Room Room { get; }

    public Cell this[int row, int column] => _cells[(row * Room.Width) + column];

    public static Cells Blank(Room room) => new(room);

    /// <param name="ascii">The terminal takes nothing else.</param>
    /// <param name="colours">False: <c>NO_COLOR</c>.</param>
    public static Cells Of(IRenderable screen, Room room, bool ascii, bool colours)
    {
        var cells = new Cells(room);
        var (row, column) = (0, 0);
        foreach (var segment in screen.Render(new RenderOptions(Abilities.Instance, new Size(room.Width, room.Height)), room.Width))
        {
            if (segment.IsLineBreak)
            {
                (row, column) = (row + 1, 0);
                continue;
            }

            column = cells.Put(row, column, ascii ? AsciiText.Of(segment.Text) : segment.Text, colours ? StyleOf(segment.Style) : StyleOf(segment.Style).Colourless);
        }

        return cells;
    }

    /// <summary>The text alone, line by line.</summary>
    public override string ToString() => string.Join('\n', Enumerable.Range(0, Room.Height).Select(row =>
        string.Concat(Enumerable.Range(0, Room.Width).Select(column => this[row, column].Text)).TrimEnd()));

    private int Put(int row, int column, string text, CellStyle style)
    {
        foreach (var grapheme in Graphemes(text))
        {
            var width = grapheme.Length == 1 && grapheme[0] < 0x80 ? 1 : Math.Max(1, new Segment(grapheme).CellCount());
            if (row >= Room.Height || column + width > Room.Width)
            {
                return column;
            }

            var at = (row * Room.Width) + column;
            _cells[at] = new(grapheme, style);
            for (var rest = 1; rest < width; rest++)
            {
                _cells[at + rest] = new("", style);
            }

            column += width;
        }

        return column;
    }

    private static IEnumerable<string> Graphemes(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text.Select(character => OneLetter[character]);
        }

        return Split(text);

        static IEnumerable<string> Split(string text)
        {
            var elements = StringInfo.GetTextElementEnumerator(text);
            while (elements.MoveNext())
            {
                yield return elements.GetTextElement();
            }
        }
    }

    private static readonly string[] OneLetter = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    private static CellStyle StyleOf(Style style)
    {
        if (!Known.TryGetValue(style, out var cell))
        {
            Known[style] = cell = new(
                Number(style.Foreground),
                Number(style.Background),
                style.Decoration.HasFlag(Decoration.Bold),
                style.Decoration.HasFlag(Decoration.Dim),
                style.Decoration.HasFlag(Decoration.Underline),
                style.Decoration.HasFlag(Decoration.Invert));
        }

        return cell;
    }

    /// <summary>By the order of ANSI, in which red is 1 and blue 4.</summary>
    private static sbyte Number(Color color) => color.Equals(Color.Default) ? (sbyte)-1 : (sbyte)Array.IndexOf(AnsiOrder, Color.ToConsoleColor(color));

    internal static readonly ConsoleColor[] AnsiOrder =
    [
        ConsoleColor.Black, ConsoleColor.DarkRed, ConsoleColor.DarkGreen, ConsoleColor.DarkYellow,
        ConsoleColor.DarkBlue, ConsoleColor.DarkMagenta, ConsoleColor.DarkCyan, ConsoleColor.Gray,
        ConsoleColor.DarkGray, ConsoleColor.Red, ConsoleColor.Green, ConsoleColor.Yellow,
        ConsoleColor.Blue, ConsoleColor.Magenta, ConsoleColor.Cyan, ConsoleColor.White,
    ];

    /// <summary>Decided here, not by looking at the terminal.</summary>
    private sealed class Abilities : IReadOnlyCapabilities
    {
        public static readonly Abilities Instance = new();

        public ColorSystem ColorSystem => ColorSystem.Standard;

        public bool Ansi => true;

        public bool Links => false;

        public bool Legacy => false;

        public bool IsTerminal => true;

        public bool Interactive => true;

        public bool Unicode => true;
    }
}

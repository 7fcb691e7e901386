using System.Text;

namespace Provisioner.Terminal;

/// <summary>What the Console API must be told to turn one screen into the next: for Windows, whose terminals differ in what
/// they make of escape sequences.</summary>
internal static class ConsolePainter
{
    /// <param name="before"><c>null</c>: nothing is known of the screen.</param>
    public static void Paint(Cells? before, Cells after, IConsoleApi console)
    {
        if (before is null || before.Room != after.Room)
        {
            console.Clear();
            before = Cells.Blank(after.Room);
        }

        for (var row = 0; row < after.Room.Height; row++)
        {
            // the very last cell would scroll the screen
            var width = row == after.Room.Height - 1 ? after.Room.Width - 1 : after.Room.Width;
            for (var column = 0; column < width;)
            {
                column = before[row, column] == after[row, column] ? column + 1 : Run(before, after, row, column, width, console);
            }
        }
    }

    /// <summary>Cells that differ and look alike are written at once.</summary>
    private static int Run(Cells before, Cells after, int row, int column, int width, IConsoleApi console)
    {
        while (column > 0 && after[row, column].Text.Length == 0)
        {
            column--;
        }

        var (style, text, from) = (after[row, column].Style, new StringBuilder(), column);
        while (column < width && after[row, column].Style == style && (column == from || before[row, column] != after[row, column] || after[row, column].Text.Length == 0))
        {
            _ = text.Append(after[row, column].Text);
            column++;
        }

        var (foreground, background) = Colours(style);
        console.Write(row, from, text.ToString(), foreground, background);
        return column;
    }

    /// <summary>The Console API knows no bold, dim or underlined; these become colours.</summary>
    private static (ConsoleColor Foreground, ConsoleColor Background) Colours(CellStyle style)
    {
        var foreground = style.Foreground >= 0 ? Cells.AnsiOrder[style.Foreground] : style.Bold ? ConsoleColor.White : ConsoleColor.Gray;
        var background = style.Background >= 0 ? Cells.AnsiOrder[style.Background] : ConsoleColor.Black;
        foreground = style.Dim ? ConsoleColor.DarkGray : foreground;
        (foreground, background) = style.Invert ? (background, foreground) : (foreground, background);
        return style.Underline && style.Background < 0 ? (ConsoleColor.White, ConsoleColor.DarkBlue) : (foreground, background);
    }
}

/// <summary>The part of the Console API that painting needs.</summary>
internal interface IConsoleApi
{
    void Clear();

    void Write(int row, int column, string text, ConsoleColor foreground, ConsoleColor background);
}

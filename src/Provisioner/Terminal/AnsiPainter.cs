using System.Globalization;
using System.Text;

namespace Provisioner.Terminal;

/// <summary>What a terminal must be sent to turn one screen into the next: only the cells that differ.</summary>
internal static class AnsiPainter
{
    /// <summary>Cells that are written again rather than jumped over.</summary>
    private const int ShortGap = 4;

    /// <param name="before"><c>null</c>: nothing is known of the screen.</param>
    public static string Paint(Cells? before, Cells after)
    {
        var text = new StringBuilder();
        var pen = new Pen(text);
        if (before is null || before.Room != after.Room)
        {
            _ = text.Append("\u001b[0m\u001b[2J");
            before = Cells.Blank(after.Room);
        }

        for (var row = 0; row < after.Room.Height; row++)
        {
            Row(before, after, row, pen);
        }

        pen.Rest();
        return text.ToString();
    }

    private static void Row(Cells before, Cells after, int row, Pen pen)
    {
        var column = 0;
        while (column < after.Room.Width)
        {
            if (before[row, column] == after[row, column])
            {
                column++;
                continue;
            }

            // never from the right half of a wide character
            while (column > 0 && after[row, column].Text.Length == 0)
            {
                column--;
            }

            column = Run(before, after, row, column, pen);
        }
    }

    /// <summary>Writes until cells are as they were for longer than a short gap.</summary>
    private static int Run(Cells before, Cells after, int row, int column, Pen pen)
    {
        pen.Move(row, column);
        while (column < after.Room.Width)
        {
            var end = column;
            while (end < after.Room.Width && end - column <= ShortGap && before[row, end] == after[row, end])
            {
                end++;
            }

            if (end - column > ShortGap || end == after.Room.Width)
            {
                return end;
            }

            pen.Write(after[row, column]);
            column++;
        }

        return column;
    }

    /// <summary>Knows where the cursor is and how it writes.</summary>
    private sealed class Pen(StringBuilder text)
    {
        private CellStyle _style = CellStyle.Plain;

        public void Move(int row, int column) => text.Append(CultureInfo.InvariantCulture, $"\u001b[{row + 1};{column + 1}H");

        public void Write(Cell cell)
        {
            if (cell.Style != _style)
            {
                _ = text.Append(Code(cell.Style));
                _style = cell.Style;
            }

            _ = text.Append(cell.Text);
        }

        public void Rest()
        {
            if (_style != CellStyle.Plain)
            {
                _ = text.Append("\u001b[0m");
            }
        }
    }

    private static string Code(CellStyle style)
    {
        var code = new StringBuilder("\u001b[0");
        _ = style.Bold ? code.Append(";1") : code;
        _ = style.Dim ? code.Append(";2") : code;
        _ = style.Underline ? code.Append(";4") : code;
        _ = style.Invert ? code.Append(";7") : code;
        _ = style.Foreground >= 0 ? code.Append(CultureInfo.InvariantCulture, $";{Number(style.Foreground, 30)}") : code;
        _ = style.Background >= 0 ? code.Append(CultureInfo.InvariantCulture, $";{Number(style.Background, 40)}") : code;
        return code.Append('m').ToString();
    }

    private static int Number(int colour, int first) => colour < 8 ? first + colour : first + 52 + colour;
}

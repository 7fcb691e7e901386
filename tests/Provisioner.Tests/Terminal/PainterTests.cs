using System.Globalization;
using System.Text;
using Provisioner.Core.Screens;
using Provisioner.Terminal;
using Provisioner.Tests.Screens;

namespace Provisioner.Tests.Terminal;

/// <summary>What is sent, drawn by a terminal of the test's own: it shows what was meant, and little was sent.</summary>
public sealed class PainterTests
{
    /// <summary>Most bytes of a key, on an ANSI terminal (DESIGN.md, "Screens").</summary>
    private const int MostBytes = 150;

    private static Cells Draw(WizardModel model) => Cells.Of(Frame.Of(model), model.Room, ascii: false, colours: true);

    [Fact]
    public void From_any_screen_to_any_other_the_terminal_shows_the_other()
    {
        var terminal = new Drawn(80, 24);
        Cells? before = null;
        foreach (var model in Scenes.All.Values.Concat(Scenes.All.Values.Reverse()))
        {
            var after = Draw(model);
            terminal.Take(AnsiPainter.Paint(before, after));
            Assert.Equal(after.ToString(), terminal.ToString());
            before = after;
        }
    }

    [Fact]
    public void The_same_screen_again_sends_nothing() =>
        Assert.Equal("", AnsiPainter.Paint(Draw(Scenes.All["agree"]), Draw(Scenes.All["agree"])));

    [Fact]
    public void A_typed_character_costs_few_bytes()
    {
        var model = Scenes.All["input-typed"];
        var bytes = "pacs.hospital.local:2762".Select(character =>
        {
            var next = Wizard.Update(model, new Message.Pressed(new(KeyName.Character, character))).Model;
            var sent = Encoding.UTF8.GetByteCount(AnsiPainter.Paint(Draw(model), Draw(next)));
            model = next;
            return sent;
        }).ToArray();
        Assert.All(bytes, sent => Assert.InRange(sent, 1, MostBytes));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("pacs", 2)]
    [InlineData("a line that is longer than the field has room for, and goes on", 0)]
    [InlineData("a line that is longer than the field has room for, and goes on", 30)]
    [InlineData("a line that is longer than the field has room for, and goes on", 63)]
    public void A_field_shows_its_caret_in_its_width_wherever_it_stands(string text, int left)
    {
        var field = Enumerable.Repeat(new KeyPress(KeyName.Left), left).Aggregate(Provisioner.Core.Screens.Widgets.TextField.Of(text), (so, key) => so.Press(key));
        var row = field.View(40);
        Assert.Contains(row.Pieces, piece => piece.Ink == Ink.Caret);
        Assert.Equal(40, row.Width);
    }

    [Theory]
    [InlineData("what is typed takes its place", "KM", KeyName.Other)]
    [InlineData("it is emptied", "", KeyName.Backspace)]
    [InlineData("moved in, it is changed", "FKME", KeyName.Left)]
    public void Initials_that_are_offered_are_taken_replaced_or_changed(string row, string becomes, KeyName first)
    {
        var field = Core.Screens.Widgets.TextField.Offered("FE");
        Assert.Equal("FE", field.Text);
        field = field.Press(new(first));
        field = becomes.Length == 0 ? field : field.Press(new(KeyName.Character, 'K')).Press(new(KeyName.Character, 'M'));
        Assert.True(becomes == field.Text, $"{row}: {field.Text}");
    }

    [Fact]
    public void The_Console_API_side_draws_the_same_screens()
    {
        var console = new Console(80, 24);
        Cells? before = null;
        foreach (var model in Scenes.All.Values)
        {
            var after = Draw(model);
            ConsolePainter.Paint(before, after, console);
            Assert.Equal(WithoutLastCell(after.ToString()), WithoutLastCell(console.ToString()));
            before = after;
        }
    }

    [Fact]
    public void Letters_without_ASCII_form_keep_their_columns() =>
        Assert.Equal("Universitatsklinikum Zurich - -|`~ ??", AsciiText.Of("Universitätsklinikum Zürich – ─│└… 医"));

    private static string WithoutLastCell(string screen) => screen.Length > 24 * 80 ? screen[..^1] : screen;

    /// <summary>As much of a terminal as the painter uses; anything else throws.</summary>
    private sealed class Drawn(int width, int height)
    {
        private readonly string[,] _cells = Filled(width, height);

        public void Take(string sent)
        {
            var (row, column, at) = (0, 0, 0);
            while (at < sent.Length)
            {
                if (sent[at] != '\u001b')
                {
                    var element = StringInfo.GetNextTextElement(sent, at);
                    _cells[row, column++] = element;
                    at += element.Length;
                    continue;
                }

                var end = sent.AsSpan(at).IndexOfAny("HmJ") + at;
                var numbers = sent[(at + 2)..end];
                switch (sent[end])
                {
                    case 'H':
                        (row, column) = (int.Parse(numbers.Split(';')[0], CultureInfo.InvariantCulture) - 1, int.Parse(numbers.Split(';')[1], CultureInfo.InvariantCulture) - 1);
                        break;
                    case 'J':
                        Array.Copy(Filled(width, height), _cells, _cells.Length);
                        break;
                    case 'm':
                        break;
                    default:
                        throw new FormatException(sent[at..end]);
                }

                at = end + 1;
            }
        }

        public override string ToString() => Lines(_cells, width, height);
    }

    private sealed class Console(int width, int height) : IConsoleApi
    {
        private string[,] _cells = Filled(width, height);

        public void Clear() => _cells = Filled(width, height);

        public void Write(int row, int column, string text, ConsoleColor foreground, ConsoleColor background)
        {
            Assert.NotEqual(foreground, background);
            foreach (var character in text)
            {
                _cells[row, column++] = character.ToString();
            }
        }

        public override string ToString() => Lines(_cells, width, height);
    }

    private static string[,] Filled(int width, int height)
    {
        var cells = new string[height, width];
        for (var at = 0; at < cells.Length; at++)
        {
            cells[at / width, at % width] = " ";
        }

        return cells;
    }

    private static string Lines(string[,] cells, int width, int height) => string.Join('\n', Enumerable.Range(0, height).Select(row =>
        string.Concat(Enumerable.Range(0, width).Select(column => cells[row, column])).TrimEnd()));
}

using System.Text;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Terminal;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Screens;

/// <summary>Every screen as it looks: at both sizes, with its colours, without, in ASCII.</summary>
public sealed class GoldenScreenTests
{
    private static readonly Room Large = new(120, 40);

    public static TheoryData<string> Names => [.. Scenes.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void It_looks_as_it_did(string name)
    {
        var text = new StringBuilder();
        foreach (var room in (Room[])[Room.Smallest, Large])
        {
            var model = Scenes.All[name] with { Room = room };
            Add(text, $"{room.Width} x {room.Height}", Cells.Of(Frame.Of(model), room, ascii: false, colours: true).ToString());
            Add(text, $"{room.Width} x {room.Height}, colours", Looks(Cells.Of(Frame.Of(model), room, ascii: false, colours: true)));
            Add(text, $"{room.Width} x {room.Height}, NO_COLOR", Looks(Cells.Of(Frame.Of(model), room, ascii: false, colours: false)));
            Add(text, $"{room.Width} x {room.Height}, ASCII", Cells.Of(Frame.Of(model with { IsAscii = true }), room, ascii: true, colours: true).ToString());
        }

        Golden.Match($"screens/{name}.txt", text.ToString());
    }

    [Theory, MemberData(nameof(Names))]
    public void In_ASCII_there_is_nothing_else(string name) =>
        Assert.True(Ascii.IsValid(Cells.Of(Frame.Of(Scenes.All[name] with { IsAscii = true }), Room.Smallest, ascii: true, colours: true).ToString()));

    [Theory, MemberData(nameof(Names))]
    public void The_last_line_names_its_keys_whole_and_F9_among_them(string name)
    {
        var model = Scenes.All[name];
        var line = Cells.Of(Frame.Of(model), model.Room, ascii: false, colours: true).ToString().Split('\n')[^1];
        Assert.DoesNotContain('…', line);
        Assert.True(model.Top is QrSheet || line.EndsWith("F9 SCANNER NEEDED NOW", StringComparison.Ordinal), line);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_line_is_cut_without_a_sign_and_none_is_empty_of_meaning(string name)
    {
        var model = Scenes.All[name];
        var rows = Frame.Rows(model);
        Assert.Equal(24, rows.Length);
        Assert.All(rows, row => Assert.Equal(80, row.Width));
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_one_of_many(string name) =>
        Assert.DoesNotMatch(@"\b1 (?!is\b)[a-z]+s\b", Cells.Of(Frame.Of(Scenes.All[name]), Room.Smallest, ascii: false, colours: true).ToString());

    [Fact]
    public void The_README_shows_a_screen_as_it_is() => Assert.Contains(
        $"```\n{string.Join('\n', Cells.Of(Frame.Of(Scenes.All["agree"]), Room.Smallest, ascii: false, colours: true).ToString().Split('\n').Select(line => line.TrimEnd()))}\n```",
        File.ReadAllText(Path.Combine(Repository.Top, "README.md")),
        StringComparison.Ordinal);

    [Fact]
    public void No_secret_that_was_typed_is_on_any_screen() =>
        Assert.Empty(Scenes.All.Where(scene => Cells.Of(Frame.Of(scene.Value), Room.Smallest, false, true).ToString().Contains("canary", StringComparison.Ordinal)).Select(scene => scene.Key));

    [Fact]
    public void Every_sheet_has_a_golden_screen() =>
        Assert.Empty(typeof(Sheet).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Sheet)) && !type.IsAbstract)
            .Except(Scenes.All.Values.Select(model => model.Top.GetType())).Select(type => type.Name));

    [Fact]
    public void Every_sheet_has_its_help() =>
        Assert.Empty(Scenes.All.Values.Select(model => model.Top).Where(sheet => sheet is not (HelpSheet or LockSheet or NeededSheet)).Select(sheet => $"help.{sheet.Name}").Distinct()
            .Where(key => !Catalogue.English.Keys.Contains(key)));

    [Fact]
    public void Every_question_has_a_sheet() =>
        Assert.Empty(typeof(Question).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Question)))
            .Except(Scenes.All.Values.Select(model => model.Job?.Question?.GetType())).Select(type => type!.Name));

    [Theory]
    [InlineData(79, 24)]
    [InlineData(80, 23)]
    [InlineData(1, 1)]
    public void A_smaller_window_says_so_and_recovers(int columns, int rows)
    {
        var model = Scenes.All["agree"];
        var small = Wizard.Update(model, new Message.Resized(new(columns, rows))).Model;
        Assert.Equal(rows, Frame.Rows(small).Length);
        Assert.All(Frame.Rows(small), row => Assert.Equal(columns, row.Width));
        Assert.StartsWith($"This window has {columns} x {rows}"[..Math.Min(columns - 1, 20)], Cells.Of(Frame.Of(small), small.Room, false, true).ToString(), StringComparison.Ordinal);
        Assert.Equal(small, small.Press(new KeyPress(KeyName.Enter)) with { LastKey = small.LastKey });
        Assert.Equal(Frame.Rows(model), Frame.Rows(Wizard.Update(small, new Message.Resized(model.Room)).Model), (one, other) => one.Pieces.SequenceEqual(other.Pieces));
    }

    private static void Add(StringBuilder to, string heading, string screen) => to.Append("== ").Append(heading).Append('\n').Append(screen).Append('\n');

    /// <summary>A letter for each cell's look; a dot is plain.</summary>
    private static string Looks(Cells cells) => string.Join('\n', Enumerable.Range(0, cells.Room.Height).Select(row =>
        string.Concat(Enumerable.Range(0, cells.Room.Width).Select(column => Look(cells[row, column].Style))).TrimEnd('.')));

    private static char Look(CellStyle style) => style switch
    {
        { Background: 1 } => 'S',
        { Background: 2 } => 'G',
        { Background: 7 } => 'C',
        { Invert: true, Bold: true } => 'I',
        { Invert: true } => 'i',
        { Foreground: 9 } => 'r',
        { Foreground: 10 } => 'g',
        { Foreground: 11 } => 'y',
        { Dim: true } => 'd',
        { Bold: true } => 'b',
        { Underline: true } => 'u',
        _ when style == CellStyle.Plain => '.',
        _ => '?',
    };
}

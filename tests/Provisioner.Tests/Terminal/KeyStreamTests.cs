using Provisioner.Core.Screens;
using Provisioner.Terminal;

namespace Provisioner.Tests.Terminal;

public sealed class KeyStreamTests
{
    private static readonly ConsoleKeyInfo Escape = new('\u001b', ConsoleKey.Escape, false, false, false);

    [Theory]
    [InlineData(ConsoleKey.Enter, '\r', KeyName.Enter)]
    [InlineData(ConsoleKey.None, '\n', KeyName.Enter)]
    [InlineData(ConsoleKey.Backspace, '\b', KeyName.Backspace)]
    [InlineData(ConsoleKey.Backspace, '\u007f', KeyName.Backspace)]
    [InlineData(ConsoleKey.F1, '\0', KeyName.Help)]
    [InlineData(ConsoleKey.F9, '\0', KeyName.Needed)]
    [InlineData(ConsoleKey.UpArrow, '\0', KeyName.Up)]
    [InlineData(ConsoleKey.C, '\u0003', KeyName.Interrupt)]
    [InlineData(ConsoleKey.A, 'ä', KeyName.Character)]
    [InlineData(ConsoleKey.F5, '\0', KeyName.Other)]
    public void A_key_of_the_terminal_is_a_key_of_the_wizard(ConsoleKey key, char character, KeyName expected) =>
        Assert.Equal(expected, Assert.IsType<Message.Pressed>(Assert.Single(new KeyStream().Read([new(character, key, false, false, false)]))).Key.Name);

    [Fact]
    public void A_lone_escape_is_the_key() =>
        Assert.Equal(KeyName.Escape, Assert.IsType<Message.Pressed>(Assert.Single(new KeyStream().Read([Escape]))).Key.Name);

    [Fact]
    public void What_is_pasted_is_one_message_and_its_line_ends_press_nothing() =>
        Assert.Equal<Message>([new Message.Pasted("pacs:2762 x")], new KeyStream().Read([Escape, .. Keys("[200~pacs:2762\rx"), Escape, .. Keys("[201~")]));

    [Fact]
    public void A_paste_may_come_in_pieces()
    {
        var stream = new KeyStream();
        Assert.Empty(stream.Read([Escape, .. Keys("[200~pacs")]));
        Assert.Equal<Message>([new Message.Pasted("pacs:2762")], stream.Read([.. Keys(":2762"), Escape, .. Keys("[201~")]));
    }

    private static IEnumerable<ConsoleKeyInfo> Keys(string text) => text.Select(character => new ConsoleKeyInfo(character, ConsoleKey.None, false, false, false));
}

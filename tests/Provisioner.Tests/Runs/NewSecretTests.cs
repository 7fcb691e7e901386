using Provisioner.Core.Problems;
using Provisioner.Runs;
using Provisioner.Tests.EndToEnd;

namespace Provisioner.Tests.Runs;

/// <summary>A password that protects something from now on, in line mode: a slip of the finger would lock the key away.</summary>
public sealed class NewSecretTests
{
    private static readonly Dictionary<string, Secret> None = [];

    [Theory]
    [InlineData("twice the same", "one|one", "one")]
    [InlineData("a slip, then from the beginning", "one|onr|two|two", "two")]
    [InlineData("left at the first", "", null)]
    [InlineData("left at the second", "one", null)]
    public void It_is_typed_twice(string row, string typed, string? becomes)
    {
        var terminal = new TypedTerminal(typed.Split('|', StringSplitOptions.RemoveEmptyEntries));
        var secret = new PlainConversation(terminal, new Dictionary<string, string>(), None).NewSecret("hand-over", "Password for the key");
        Assert.True(becomes == (secret is null ? null : new string(secret.Characters)), row);
        Assert.Equal(typed.Contains("onr", StringComparison.Ordinal), terminal.Text.Contains("not the same", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_was_given_beforehand_is_not_asked_for()
    {
        var terminal = new TypedTerminal();
        var given = new Secret("given beforehand");
        Assert.Same(given, new PlainConversation(terminal, new Dictionary<string, string>(), new Dictionary<string, Secret> { ["hand-over"] = given }).NewSecret("hand-over", "Password"));
        Assert.Empty(terminal.Text);
    }
}

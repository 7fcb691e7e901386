using Provisioner.Commands;
using Provisioner.Sticks;
using Provisioner.Tests.Sticks;

namespace Provisioner.Tests.House;

public sealed class StartUpTests
{
    [Theory]
    [InlineData("the newest", "libssl.so.3", "run x", null)]
    [InlineData("the oldest that serves", "libssl.so.1.1", "run x", null)]
    [InlineData("none", "", "run x", "HOST-001")]
    [InlineData("none, without words", "", "", "HOST-001")]
    [InlineData("none, but nothing needs it", "", "--version", null)]
    [InlineData("none, but nothing needs it", "", "stick --help", null)]
    public void OpenSSL_is_looked_for_before_anything_needs_it(string row, string there, string words, string? code) =>
        Assert.True(StartUp.Check(words.Split(' '), library => library == there)?.Code == code, row);

    [Fact]
    public void The_stick_is_what_the_launcher_names_or_where_the_program_lies()
    {
        using var stick = new PreparedStick();
        Assert.Equal(stick.Folder, StartedFrom.Find(stick.Folder, "/tmp/provisioner.x/provisioner"));
        Assert.Equal(stick.Folder, StartedFrom.Find(null, Path.Combine(stick.Folder, "BIN/LINUX/provisioner")));
        Assert.Equal(stick.Folder, StartedFrom.Find("", Path.Combine(stick.Folder, "BIN/WIN/provisioner.exe")));
        Assert.Null(StartedFrom.Find(null, Path.Combine(stick.Folder, "LOGS/LINUX/provisioner")));
        Assert.Null(StartedFrom.Find(null, "/usr/bin/provisioner"));
        Assert.Null(StartedFrom.Find(null, null));
    }
}

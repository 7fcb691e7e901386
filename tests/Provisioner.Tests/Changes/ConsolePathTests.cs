using Provisioner.Core.Changes;

namespace Provisioner.Tests.Changes;

public sealed class ConsolePathTests
{
    [Theory]
    [InlineData("etc/certs/host.pem", true)]
    [InlineData("ä/病院.pem", true)]
    [InlineData("a", true)]
    [InlineData("/etc", false)]
    [InlineData("etc/", false)]
    [InlineData("etc//certs", false)]
    [InlineData("etc/../shadow", false)]
    [InlineData("./etc", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("C:/Windows", false)]
    [InlineData("etc\\certs", false)]
    [InlineData("etc/nul", false)]
    [InlineData("etc/Nul.txt", false)]
    [InlineData("etc/COM5.pem", false)]
    [InlineData("etc/COMM.pem", true)]
    [InlineData("etc/a.", false)]
    [InlineData("etc/a ", false)]
    [InlineData("etc/a\u0001", false)]
    [InlineData("etc/a?b", false)]
    public void A_path_has_names_that_every_console_takes(string? text, bool expected) =>
        Assert.Equal(expected, ConsolePath.TryParse(text, out _));

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_name_has_at_most_255_characters(int length, bool expected) =>
        Assert.Equal(expected, ConsolePath.TryParse("etc/" + new string('a', length), out _));

    [Theory]
    [InlineData(1023, true)]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void A_path_has_at_most_1024_characters(int length, bool expected)
    {
        var text = string.Join('/', Enumerable.Repeat(new string('a', 99), 11))[..length];
        Assert.Equal(expected, ConsolePath.TryParse(text.TrimEnd('/').PadRight(length, 'a'), out _));
    }

    [Fact]
    public void A_path_knows_its_name_and_folder()
    {
        var path = ConsolePath.Parse("etc/certs/host.pem");
        Assert.Equal(("host.pem", "etc/certs", "etc"), (path.Name, path.Folder?.Text, path.Folder?.Folder?.Text));
        Assert.Null(ConsolePath.Parse("etc").Folder);
        Assert.Throws<ArgumentException>(() => path.Join("../x"));
    }
}

namespace Provisioner.Tests.House;

public sealed class TopLevelTests
{
    [Fact]
    public void The_top_level_holds_exactly_seven_names_beside_dot_files_and_what_tests_leave() =>
        Assert.Equal(
            ["Provisioner.sln", "README.md", "media", "procedures", "publish.ps1", "src", "tests"],
            Directory.EnumerateFileSystemEntries(Repository.Top).Select(path => Path.GetFileName(path)!)
                .Where(name => name[0] != '.' && name is not ("TestResults" or "out")).Order(StringComparer.Ordinal));
}

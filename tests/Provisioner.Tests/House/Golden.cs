namespace Provisioner.Tests.House;

/// <summary>Files in <c>tests/golden</c> that hold what the program must give. <c>PROVISIONER_GOLDEN=update</c> writes them anew.</summary>
internal static class Golden
{
    public static void Match(string name, string actual)
    {
        var path = Path.Combine(Repository.Top, "tests", "golden", name);
        if (Environment.GetEnvironmentVariable("PROVISIONER_GOLDEN") == "update")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}

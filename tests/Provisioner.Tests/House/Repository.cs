using System.Runtime.CompilerServices;

namespace Provisioner.Tests.House;

/// <summary>Where the sources lie, for tests that read them.</summary>
internal static class Repository
{
    public static string Top { get; } = FindTop(AppContext.BaseDirectory);

    public static string Core => Path.Combine(Top, "src", "Provisioner.Core");

    public static string Shell => Path.Combine(Top, "src", "Provisioner");

    public static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FindTop(string folder) =>
        File.Exists(Path.Combine(folder, "Provisioner.sln")) ? folder : FindTop(Path.GetDirectoryName(folder)!);
}

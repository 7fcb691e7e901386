using Provisioner.Core.Problems;

namespace Provisioner.Tests.EndToEnd;

/// <summary>A console as it can be compared: every file and folder with its bytes and permissions, the state folder left out.</summary>
internal static class Tree
{
    private static readonly string[] StateFolders = ["var/lib/provisioner", "ProgramData/Provisioner"];

    /// <param name="times">Times of last change of files too.</param>
    public static string Of(string root, bool times = false) => string.Join('\n',
        from path in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let name = Path.GetRelativePath(root, path)
        where name is not ("var" or "var/lib" or "ProgramData") && !StateFolders.Any(folder => name.StartsWith(folder, StringComparison.Ordinal))
        select new FileInfo(path).LinkTarget is { } target ? $"{name} -> {target}"
            : Directory.Exists(path) ? $"{name}/ {Mode(path)}"
            : $"{name} {Mode(path)} {Sha256.Of(File.ReadAllBytes(path))}{(times ? $" {File.GetLastWriteTimeUtc(path):O}" : "")}");

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)), File.GetUnixFileMode(folder));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            if (new FileInfo(file).LinkTarget is { } target)
            {
                File.CreateSymbolicLink(copy, target);
            }
            else
            {
                File.Copy(file, copy);
            }
        }
    }

    /// <summary>Every file's bytes, for looking for what must not be there.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Files(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => (Path.GetRelativePath(root, file), File.ReadAllBytes(file)));

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}

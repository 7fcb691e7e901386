using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Finds what lies on a stick. No link is followed, and the system's own folders are passed over.</summary>
internal static class StickScan
{
    /// <summary>Bytes of the largest signed file: a program for one kind of computer.</summary>
    public const int Largest = 256 * 1024 * 1024;

    private const int MostFiles = 20_000, MostDeep = 8;

    /// <summary>Every file, the signed ones read once.</summary>
    /// <param name="seen">Is handed each signed file's bytes.</param>
    public static IEnumerable<FoundFile> Files(Stick stick, Action<string, byte[]> seen) => Paths(stick, "", 0).Take(MostFiles).Select(path =>
    {
        var bytes = Manifest.IsPath(path) ? Read(stick, path) : null;
        if (bytes is not null)
        {
            seen(path, bytes);
        }

        return new FoundFile(path, bytes is null ? null : Sha256.Of(bytes));
    });

    /// <returns><c>null</c>: a link, or too large.</returns>
    private static byte[]? Read(Stick stick, string path)
    {
        var full = Path.Combine([stick.Folder, .. path.Split('/')]);
        try
        {
            return stick.Disk.Look(full)?.Kind != StandingKind.File ? null : stick.Disk.Read(full, path.StartsWith("BIN/", StringComparison.Ordinal) ? Largest : SmallFile);
        }
        catch (FileTooLargeException)
        {
            return null;
        }
    }

    /// <summary>Bytes of the largest file that is not a program.</summary>
    private const int SmallFile = 4 * 1024 * 1024;

    private static IEnumerable<string> Paths(Stick stick, string prefix, int depth)
    {
        var folder = Path.Combine([stick.Folder, .. prefix.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
        foreach (var name in Names(stick, folder))
        {
            var path = prefix + name;
            if (stick.Disk.Look(Path.Combine(folder, name))?.Kind != StandingKind.Folder)
            {
                yield return path;
            }
            else if (depth < MostDeep && !ManifestCheck.IsForeign(path + "/"))
            {
                foreach (var below in Paths(stick, path + "/", depth + 1))
                {
                    yield return below;
                }
            }
        }
    }

    /// <summary>A folder that may not be looked into belongs to the system, unless it is one of the office's.</summary>
    private static ImmutableArray<string> Names(Stick stick, string folder)
    {
        try
        {
            return stick.Disk.List(folder);
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}

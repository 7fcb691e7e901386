using System.Collections.Frozen;
using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>A file that lies on a stick.</summary>
/// <param name="Path">From the stick's top, joined by <c>/</c>.</param>
/// <param name="Digest"><c>null</c>: no file of its own but a link, or larger than any file of its kind; or not looked into.</param>
public sealed record FoundFile(string Path, Sha256? Digest);

/// <summary>Holds the files of a stick against its manifest. What Windows and hospital IT leave elsewhere does not matter.</summary>
public static class ManifestCheck
{
    /// <summary>Endings of what computers start, or start by themselves.</summary>
    private static readonly FrozenSet<string> Started = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".bat", ".cmd", ".com", ".cpl", ".desktop", ".dll", ".exe", ".hta", ".inf", ".jar", ".js", ".jse", ".lnk", ".msi", ".pif", ".ps1", ".py",
        ".scr", ".sh", ".so", ".url", ".vbe", ".vbs", ".wsf");

    /// <summary>Top folders into which nobody looks: the system's own, and the one for what IT brings.</summary>
    private static readonly ImmutableArray<string> Foreign = ["SYSTEM VOLUME INFORMATION/", "$RECYCLE.BIN/", "CERTS/IN/"];

    /// <summary>Everything that is not as the office left it, by name: changed, removed, or added.</summary>
    public static ImmutableArray<Problem> Check(Manifest manifest, IEnumerable<FoundFile> found)
    {
        var listed = manifest.Files.ToDictionary(file => file.Key, file => file.Value, StringComparer.OrdinalIgnoreCase);
        var (seen, problems) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), ImmutableArray.CreateBuilder<Problem>());
        foreach (var file in found.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            _ = seen.Add(file.Path);
            var code = !listed.TryGetValue(file.Path, out var digest) ? Unlisted(file.Path) : digest == file.Digest ? null : "STICK-022";
            if (code is not null)
            {
                problems.Add(Problem.Of(code, ("file", file.Path)));
            }
        }

        problems.AddRange(manifest.Files.Keys.Where(path => !seen.Contains(path)).Select(path => Problem.Of("STICK-023", ("file", path))));
        return problems.ToImmutable();
    }

    /// <summary>Whether nobody need look at what is there.</summary>
    public static bool IsForeign(string path) => Foreign.Any(folder => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase));

    private static string? Unlisted(string path) => path switch
    {
        _ when path.Equals(Manifest.File, StringComparison.OrdinalIgnoreCase) || path.Equals(Manifest.SignatureFile, StringComparison.OrdinalIgnoreCase) => null,
        _ when Manifest.IsInSignedFolder(path) => "STICK-024",
        _ when !IsForeign(path) && Started.Contains(System.IO.Path.GetExtension(path)) => "STICK-025",
        _ => null,
    };
}

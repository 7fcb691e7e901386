namespace Provisioner.Stores;

/// <summary>Where symbolic links and junctions lead.</summary>
internal static class Links
{
    private static readonly StringComparison Case = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The place with every link on the way followed, those that lead nowhere included.</summary>
    /// <param name="path">Absolute.</param>
    public static string Real(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var place = root;
        foreach (var name in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            place = Path.Combine(place, name);
            if (TargetOf(place) is { } target)
            {
                place = Real(target);
            }
        }

        return place;
    }

    public static bool IsLink(string path) => TargetOf(path) is not null;

    /// <summary>Both with links followed.</summary>
    public static bool IsWithin(string root, string place) =>
        place.Equals(root, Case) || place.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, Case);

    private static string? TargetOf(string path)
    {
        var link = new FileInfo(path);
        return link.LinkTarget is null ? null : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, link.LinkTarget));
    }
}

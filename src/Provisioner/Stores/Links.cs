namespace Provisioner.Stores;

/// <summary>Where symbolic links and junctions lead.</summary>
internal static class Links
{
    /// <summary>As many as Linux follows.</summary>
    private const int Most = 40;

    private static readonly StringComparison Case = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The place with every link on the way followed, those that lead nowhere included.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="IOException">They lead in a circle.</exception>
    public static string Real(IDisk disk, string path)
    {
        var pending = new Stack<string>();
        return Real(disk, Enter(path, pending), pending, path);
    }

    /// <summary>The same for a place that is real already, and one name in it.</summary>
    /// <exception cref="IOException">They lead in a circle.</exception>
    public static string Real(IDisk disk, string place, string name) => Real(disk, place, new([name]), Path.Combine(place, name));

    private static string Real(IDisk disk, string place, Stack<string> pending, string path)
    {
        for (var followed = 0; pending.TryPop(out var name);)
        {
            var next = name == ".." ? Path.GetDirectoryName(place) ?? place : Path.Combine(place, name);
            if (name == ".." || disk.Look(next) is not { Target: { } target })
            {
                place = next;
            }
            else if (++followed > Most)
            {
                throw new IOException(path);
            }
            else if (Path.IsPathRooted(target))
            {
                place = Enter(target, pending);
            }
            else
            {
                Push(target, pending);
            }
        }

        return place;
    }

    /// <summary>Both with links followed.</summary>
    public static bool IsWithin(string root, string place) =>
        place.Equals(root, Case) || place.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, Case);

    /// <summary>Answers the root of an absolute path; its names are pending.</summary>
    private static string Enter(string path, Stack<string> pending)
    {
        var root = Path.GetPathRoot(path)!;
        Push(path[root.Length..], pending);
        return root;
    }

    private static void Push(string path, Stack<string> pending)
    {
        foreach (var name in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (name != ".")
            {
                pending.Push(name);
            }
        }
    }
}

using Provisioner.Core.Problems;
using Provisioner.Runs;

namespace Provisioner.Stores;

/// <summary>The laptop's folders for scanners that are worked on by hand, one for each.</summary>
/// <param name="IsOne">The folder is itself that of the only scanner; else each has one in it, by its serial number.</param>
internal sealed record HandFolders(string Root, bool IsOne)
{
    /// <param name="console">As the command line names it, where it does: an empty folder, or one that stands for such a scanner
    /// already, is taken; a scanner's disk never is. Else they lie with the user's data.</param>
    public static HandFolders For(string? console, IDisk disk) => console is not null && IsFree(console, disk) ? new(console, true)
        : new(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data ? data : Path.GetTempPath(), "Provisioner", "by-hand"), false);

    /// <param name="serial">Of any characters: what a folder's name cannot have is replaced, and told apart by its digest.</param>
    public string Of(string serial)
    {
        var name = string.Concat(serial.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
        return IsOne ? Root : Path.Combine(Root, name == serial ? name : $"{name}-{Sha256.Of(System.Text.Encoding.UTF8.GetBytes(serial)).ToString()[..8]}");
    }

    /// <summary>Those that stand for a scanner; what cannot be read is none.</summary>
    public IEnumerable<HandFolder> All(IDisk disk) =>
        from path in IsOne ? [Root] : Guarded.Get<IReadOnlyList<string>>(Root, () => disk.List(Root)).TryGet(out var names, out _) ? names.Select(name => Path.Combine(Root, name)) : []
        let found = Find(path, disk)
        where found is not null
        select found;

    private static HandFolder? Find(string path, IDisk disk) =>
        ConsoleFiles.Open(path, disk).TryGet(out var console, out _) && StateFolder.Find(console, disk).TryGet(out var found, out _)
        && found.Folder is { } state && state.Scanner().TryGet(out var scanner, out _) && scanner.Identity is { } identity
            ? new(state, identity)
            : null;

    private static bool IsFree(string console, IDisk disk) =>
        Find(console, disk) is not null || (Guarded.Get<IReadOnlyList<string>>(console, () => disk.List(console)).TryGet(out var names, out _) && names.Count == 0);
}

/// <summary>The laptop's folder for one scanner.</summary>
internal sealed record HandFolder(StateFolder State, ConsoleIdentity Scanner);

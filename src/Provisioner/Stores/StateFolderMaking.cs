using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Creates the state folder and looks at what leads to it.</summary>
internal static class StateFolderMaking
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <returns><c>null</c> when the folder is there, ours alone, and no link leads to it.</returns>
    public static Problem? Make(string root, string folder, IDisk disk)
    {
        var place = root;
        foreach (var name in Path.GetRelativePath(root, folder).Split(Path.DirectorySeparatorChar))
        {
            place = Path.Combine(place, name);
            if (disk.IsLink(place))
            {
                return Problem.Of("CONS-003", ("folder", place));
            }

            disk.CreateFolder(place, ownerOnly: place == folder);
            if (place != folder && AnybodyWrites(disk, place))
            {
                return Problem.Of("CONS-004", ("folder", place));
            }
        }

        return OthersLook(disk, folder) ? Problem.Of("CONS-004", ("folder", folder)) : Claim(folder, disk);
    }

    /// <summary>Only its owner may set a folder's permissions: that we may, shows that it is ours.</summary>
    private static Problem? Claim(string folder, IDisk disk)
    {
        disk.Stamp(folder, new(Owner));
        return null;
    }

    private static bool AnybodyWrites(IDisk disk, string folder) => disk.Look(folder)?.Mode is { } mode
        && (mode & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) == UnixFileMode.OtherWrite;

    private static bool OthersLook(IDisk disk, string folder) => disk.Look(folder)?.Mode is { } mode && (mode & Others) != 0;
}

using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Gives a file new bytes by way of another beside it: at every instant its name has the old bytes or the new ones.
/// What an interrupted attempt left has a name of its own, the same at every attempt, and goes with the next.</summary>
internal static class Beside
{
    /// <summary>The name written first. Short, so that it fits wherever the file's own name does; a dot, so that services pass it over.</summary>
    public static string NameFor(string place) => Path.Combine(
        Path.GetDirectoryName(place)!, ".pv-" + Sha256.Of(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(place))).ToString()[..16]);

    /// <summary>Removes what an interrupted attempt left.</summary>
    public static void Clear(IDisk disk, string place)
    {
        var beside = NameFor(place);
        if (disk.Look(beside) is { Kind: not StandingKind.Folder })
        {
            disk.Delete(beside);
        }
    }

    /// <param name="stamp">Given before the file takes its name; <c>null</c> leaves what creation gave.</param>
    public static void Replace(IDisk disk, string place, ReadOnlySpan<byte> bytes, bool ownerOnly, FileStamp? stamp = null)
    {
        var beside = NameFor(place);
        Clear(disk, place);
        disk.Create(beside, bytes, ownerOnly);
        if (stamp is { } given)
        {
            disk.Stamp(beside, given);
        }

        disk.Rename(beside, place);
    }
}

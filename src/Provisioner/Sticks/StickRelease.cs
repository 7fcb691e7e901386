using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>The end of work with a stick: only when everything on it is on the medium may it be said that it can be unplugged.</summary>
/// <param name="IsSafe">Files and folders are flushed, and the medium reported no loss.</param>
/// <param name="Problems">Why not; and keys that IT put on the stick without a password, of which somebody should be reminded.</param>
internal sealed record StickRelease(bool IsSafe, ImmutableArray<Problem> Problems)
{
    public static StickRelease Of(Stick stick)
    {
        var flushed = Guarded.Do(stick.Folder, () => stick.Disk.FlushAll(stick.Folder));
        return flushed is null
            ? new(true, Reminders(stick))
            : new(false, [flushed, Problem.Of("STICK-063", ("folder", stick.Folder))]);
    }

    private static ImmutableArray<Problem> Reminders(Stick stick) => LooseKeys.Find(stick).TryGet(out var keys, out _)
        ? [.. keys.Plain.Select(key => Problem.Of("STICK-064", ("file", key.Name)))]
        : [];
}

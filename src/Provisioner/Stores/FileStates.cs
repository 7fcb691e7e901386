using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>What a file gets besides its bytes. Each is left as it is where it is <c>null</c>.</summary>
/// <param name="Mode">Linux only, otherwise nothing.</param>
/// <param name="Modified">Time of last change, UTC.</param>
/// <param name="Nanoseconds">0 to 99, beyond <paramref name="Modified"/>'s resolution.</param>
/// <param name="Owner">Linux only, otherwise nothing.</param>
internal readonly record struct FileStamp(UnixFileMode? Mode = null, DateTimeOffset? Modified = null, int Nanoseconds = 0, FileOwner? Owner = null)
{
    public static FileStamp Of(FileState state) => new((UnixFileMode?)state.Mode, state.Modified, state.Nanoseconds, state.Owner);
}

/// <summary>Reads what is to be put back with a file's bytes.</summary>
internal static class FileStates
{
    private const int NanosecondsPerTick = 100;

    /// <param name="place">Of a file, no link.</param>
    /// <exception cref="FileNotFoundException">It went between.</exception>
    public static FileState Of(IDisk disk, string place, ReadOnlySpan<byte> bytes) => disk.Look(place) is { } seen
        ? new(Sha256.Of(bytes), (int?)seen.Mode, seen.Modified) { Nanoseconds = seen.Nanoseconds, Owner = seen.Owner }
        : throw new FileNotFoundException(place);

    /// <summary>As <see cref="IDisk.Look"/>, of the machine.</summary>
    public static Standing? Look(string path)
    {
        var info = new FileInfo(path);
        if ((int)info.Attributes == -1)
        {
            return null;
        }

        var kind = info.LinkTarget is not null ? StandingKind.Link
            : info.Attributes.HasFlag(FileAttributes.Directory) ? StandingKind.Folder
            : UnixFile.IsSpecial(path) ? StandingKind.Special
            : StandingKind.File;
        var more = UnixFile.Look(path);
        return new(
            kind,
            info.LinkTarget,
            OperatingSystem.IsWindows() ? null : info.UnixFileMode,
            new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero),
            (more?.Nanoseconds ?? 0) % NanosecondsPerTick,
            more?.Owner,
            more?.Names ?? 1);
    }

    public static void Stamp(string path, FileStamp stamp)
    {
        if (stamp.Owner is { } owner && OperatingSystem.IsLinux())
        {
            UnixFile.Own(path, owner);
        }

        if (stamp.Mode is { } mode && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        if (stamp.Modified is { } time)
        {
            SetTime(path, time, stamp.Nanoseconds);
        }
    }

    private static void SetTime(string path, DateTimeOffset time, int nanoseconds)
    {
        if (!OperatingSystem.IsLinux())
        {
            File.SetLastWriteTimeUtc(path, time.UtcDateTime);
            return;
        }

        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var (seconds, rest) = (Math.DivRem(ticks, TimeSpan.TicksPerSecond).Quotient, ticks % TimeSpan.TicksPerSecond);
        (seconds, rest) = rest < 0 ? (seconds - 1, rest + TimeSpan.TicksPerSecond) : (seconds, rest);
        UnixFile.SetTime(path, seconds, ((int)rest * NanosecondsPerTick) + nanoseconds);
    }
}

using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Reads what is to be put back with a file's bytes.</summary>
internal static class FileStates
{
    public static FileState Of(string place, ReadOnlySpan<byte> bytes) => new(
        Sha256.Of(bytes),
        OperatingSystem.IsWindows() ? null : (int)File.GetUnixFileMode(place),
        new DateTimeOffset(File.GetLastWriteTimeUtc(place), TimeSpan.Zero));
}

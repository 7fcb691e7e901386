using System.Collections.Immutable;
using Provisioner.Core.Changes;

namespace Provisioner.Stores;

/// <summary>All that is seen of a stick or a console's files, and every alteration, passes here; the latter one durable act at a
/// time: what a call did is on the medium when it returns. Tests kill, fill and tear between and within the acts.</summary>
/// <remarks>All calls throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the machine refuses.</remarks>
internal interface IDisk
{
    /// <summary>The whole file, or <c>null</c> when there is none.</summary>
    /// <exception cref="FileTooLargeException">It has more than <paramref name="most"/> bytes.</exception>
    byte[]? Read(string path, int most = 16 * 1024 * 1024);

    /// <summary>What stands at a path, a link itself not followed; <c>null</c> when nothing does.</summary>
    Standing? Look(string path);

    /// <summary>Names of all that lies directly in a folder, in ordinal order.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    ImmutableArray<string> List(string folder);

    /// <summary>Creates the file (never one that exists), writes it and flushes it. Owner only when asked: from the first instant.</summary>
    void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly = false);

    /// <summary>Writes within an existing file at an offset, or at its end, and flushes. One write call.</summary>
    void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes);

    /// <summary>An existing file to write in for a long time, held so that its bytes go into this very file or nowhere.</summary>
    IOpenFile Open(string path) => new NamedFile(this, path);

    /// <summary>Creates a symbolic link, never one that exists, then flushes the folder.</summary>
    /// <param name="target">As it is to be written; need not exist.</param>
    void CreateLink(string path, string target);

    /// <summary>Takes the name of an existing file or a new one in the same folder, then flushes the folder.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file, then flushes its folder. A file that is not there is no fault.</summary>
    void Delete(string path);

    /// <summary>Creates one folder whose parent exists. One that exists is no fault.</summary>
    void CreateFolder(string path, bool ownerOnly = false);

    /// <summary>Removes an empty folder.</summary>
    void DeleteFolder(string path);

    /// <summary>Gives a file or folder its owner, permissions and time of last change.</summary>
    void Stamp(string path, FileStamp stamp);

    /// <summary>Whether whoever runs this program may give a file to that owner.</summary>
    bool MayGiveTo(FileOwner owner) => true;

    /// <summary>Takes an exclusive lock by the system, held until disposed or the process ends; <c>null</c> when another holds it.</summary>
    IDisposable? TryLock(string path);

    /// <summary>Everything below the folder, names included, is on the medium when it returns. A medium that was taken away, or
    /// that lost what was written before, refuses here.</summary>
    void FlushAll(string folder);
}

internal enum StandingKind
{
    File,
    Folder,
    Link,

    /// <summary>A pipe, a socket, a device: never opened.</summary>
    Special,
}

/// <summary>What stands at a path.</summary>
/// <param name="Target">Of a link, as written in it.</param>
/// <param name="Mode">Unix permissions; <c>null</c> on Windows.</param>
/// <param name="Modified">Time of last change, UTC.</param>
/// <param name="Nanoseconds">0 to 99, beyond <paramref name="Modified"/>'s resolution.</param>
/// <param name="Owner"><c>null</c> on Windows, and where the system does not say.</param>
/// <param name="Names">How many names (hard links) lead to the file; 1 where the system does not say.</param>
internal readonly record struct Standing(
    StandingKind Kind, string? Target, UnixFileMode? Mode, DateTimeOffset Modified, int Nanoseconds = 0, FileOwner? Owner = null, int Names = 1);

/// <summary>Questions that follow links.</summary>
internal static class Standings
{
    public static bool IsFolder(this IDisk disk, string path) => disk.Look(Links.Real(disk, path))?.Kind == StandingKind.Folder;

    public static bool IsFile(this IDisk disk, string path) =>
        disk.Look(Links.Real(disk, path))?.Kind is StandingKind.File or StandingKind.Special;

    public static bool IsLink(this IDisk disk, string path) => disk.Look(path)?.Kind == StandingKind.Link;

    /// <summary>Names of the files in a folder, in ordinal order.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IEnumerable<string> Files(this IDisk disk, string folder) =>
        disk.List(folder).Where(name => disk.IsFile(Path.Combine(folder, name)));
}

/// <summary>A file that stays open until disposed.</summary>
internal interface IOpenFile : IDisposable
{
    /// <summary>As <see cref="IDisk.WriteAt"/>. On return the bytes are on the medium, in the file that the name still leads to.</summary>
    /// <exception cref="FileReplacedException">The name leads elsewhere now, e.g. because another stick is plugged in.</exception>
    void WriteAt(long offset, ReadOnlySpan<byte> bytes);
}

/// <summary>The name of a file leads to another one, or to none, while the file is held open.</summary>
internal sealed class FileReplacedException(string path) : IOException($"{path} is another file now");

/// <summary>Found by its name at every write: for disks that have nothing better.</summary>
internal sealed class NamedFile(IDisk disk, string path) : IOpenFile
{
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes) => disk.WriteAt(path, offset, bytes);

    public void Dispose()
    {
    }
}

/// <summary>A file is larger than the caller reads.</summary>
internal sealed class FileTooLargeException(string path, int most) : IOException($"{path} has more than {most} bytes");

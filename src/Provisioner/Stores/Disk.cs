using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Provisioner.Core.Changes;

namespace Provisioner.Stores;

/// <summary>The machine's own disk. <c>Flush(true)</c> is fsync on Linux and FlushFileBuffers on Windows; folders are flushed
/// on Linux, where a name is otherwise not durable.</summary>
internal sealed partial class Disk : IDisk
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public byte[]? Read(string path, int most = 16 * 1024 * 1024)
    {
        try
        {
            if (UnixFile.IsSpecial(path))
            {
                return null;
            }

            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(handle);
            return length > most ? throw new FileTooLargeException(path, most) : ReadAll(handle, (int)length);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Standing? Look(string path) => FileStates.Look(path);

    public ImmutableArray<string> List(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly = false)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        using (var stream = new FileStream(path, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        FlushFolder(Path.GetDirectoryName(path)!);
    }

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        RandomAccess.Write(handle, bytes, offset);
        RandomAccess.FlushToDisk(handle);
    }

    public IOpenFile Open(string path) => new OpenFile(path);

    public void CreateLink(string path, string target)
    {
        _ = File.CreateSymbolicLink(path, target);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    public void Rename(string from, string to)
    {
        if (OperatingSystem.IsWindows() && File.Exists(to))
        {
            WindowsAccess.Copy(to, from);
        }

        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    public void Delete(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (Directory.Exists(folder))
        {
            File.Delete(path);
            FlushFolder(folder);
        }
    }

    public void CreateFolder(string path, bool ownerOnly = false)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        _ = ownerOnly && !OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path, OwnerFolder)
            : Directory.CreateDirectory(path);
        if (ownerOnly && OperatingSystem.IsWindows())
        {
            WindowsAccess.OwnerOnly(path);
        }

        FlushFolder(Path.GetDirectoryName(path)!);
    }

    public void DeleteFolder(string path)
    {
        Directory.Delete(path, recursive: false);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    public void Stamp(string path, FileStamp stamp) => FileStates.Stamp(path, stamp);

    public bool MayGiveTo(FileOwner owner) => Environment.IsPrivilegedProcess || UnixFile.Self is not { } self || self == owner.User;

    public IDisposable? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (fault.HResult is HeldLinux or HeldWindows)
        {
            return null;
        }
    }

    public void FlushAll(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", Inside).Prepend(folder))
        {
            if (OperatingSystem.IsLinux())
            {
                Flush(path, path == folder);
            }
            else if (File.Exists(path) && !path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            {
                using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(handle);
            }
        }
    }

    private static readonly EnumerationOptions Inside = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>One file or folder; with the whole file system that it is on, where the system can.</summary>
    /// <exception cref="IOException">The medium reports a loss. One that knows no flushing of folders is taken as it is.</exception>
    private static void Flush(string path, bool wholly)
    {
        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw new IOException(path, Marshal.GetLastPInvokeError());
        }

        try
        {
            if ((Fsync(descriptor) != 0 || (wholly && SyncFileSystem(descriptor) != 0)) && Marshal.GetLastPInvokeError() is not (InvalidArgument or NotKnown) and var error)
            {
                throw new IOException(path, error);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private const int InvalidArgument = 22, NotKnown = 38;

    /// <summary>EWOULDBLOCK, and a sharing violation.</summary>
    private const int HeldLinux = 11, HeldWindows = unchecked((int)0x80070020);

    private static byte[] ReadAll(SafeFileHandle handle, int length)
    {
        var bytes = new byte[length];
        var done = 0;
        while (done < length && RandomAccess.Read(handle, bytes.AsSpan(done), done) is > 0 and var read)
        {
            done += read;
        }

        return done == length ? bytes : bytes[..done];
    }

    /// <summary>.NET cannot open a folder; fsync needs its descriptor. A file system that refuses is taken as it is.</summary>
    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(folder.Length == 0 ? "." : folder, OpenDirectory);
        if (descriptor >= 0)
        {
            _ = Fsync(descriptor);
            _ = Close(descriptor);
        }
    }

    private const int OpenDirectory = 0x10000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Provisioner.Core.Changes;

namespace Provisioner.Stores;

/// <summary>What .NET does not say of a file on Linux: its owner, and its time below 100 nanoseconds.</summary>
internal static partial class UnixFile
{
    private const int CurrentFolder = -100, NoFollow = 0x100, OfDescriptor = 0x1000, NotPermitted = 1, NoAccess = 13;
    private const uint BasicStats = 0x7ff;
    private const long Omit = 0x3ffffffe;

    /// <summary>Who runs this program; <c>null</c> where the system does not say.</summary>
    public static uint? Self => OperatingSystem.IsLinux() ? EffectiveUser() : null;

    /// <summary>Owner, nanoseconds of the time of last change, and how many names lead there, links not followed; <c>null</c> where the
    /// system does not say.</summary>
    public static (FileOwner Owner, int Nanoseconds, int Names)? Look(string path)
    {
        if (CallNumber is not { } number)
        {
            return null;
        }

        // struct statx (statx(2)): names at 16, user at 20, group at 24, time of last change at 112: seconds, then nanoseconds.
        var found = new byte[256];
        return Statx(number, CurrentFolder, path, NoFollow, BasicStats, found) != 0
            ? null
            : (new(BinaryPrimitives.ReadUInt32LittleEndian(found.AsSpan(20)), BinaryPrimitives.ReadUInt32LittleEndian(found.AsSpan(24))),
                BinaryPrimitives.ReadInt32LittleEndian(found.AsSpan(120)), BinaryPrimitives.ReadInt32LittleEndian(found.AsSpan(16)));
    }

    public static void Own(string path, FileOwner owner)
    {
        if (Look(path)?.Owner != owner)
        {
            Check(ChangeOwner(path, owner.User, owner.Group), path);
        }
    }

    /// <param name="nanoseconds">Of the second.</param>
    public static void SetTime(string path, long seconds, int nanoseconds) =>
        Check(SetTimes(CurrentFolder, path, [0, Omit, seconds, nanoseconds], 0), path);

    /// <summary>Neither a file nor a folder: opening a pipe would wait for ever.</summary>
    public static bool IsSpecial(string path)
    {
        // struct statx: type and permissions at 28.
        var found = new byte[256];
        return CallNumber is { } number && Statx(number, CurrentFolder, path, 0, BasicStats, found) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(found.AsSpan(28)) & 0xF000) is not (0x8000 or 0x4000);
    }

    /// <summary>Which file a name leads to; <c>null</c> where there is none, or the system does not say.</summary>
    public static FileIdentity? Identify(string path) => Identify(CurrentFolder, path, 0);

    public static FileIdentity? Identify(SafeFileHandle handle) => OperatingSystem.IsLinux() ? Identify((int)handle.DangerousGetHandle(), "", OfDescriptor) : null;

    private static FileIdentity? Identify(int folder, string path, int flags)
    {
        // struct statx: number of the inode at 32, device at 136: major, then minor.
        var found = new byte[256];
        return CallNumber is { } number && Statx(number, folder, path, flags, BasicStats, found) == 0
            ? new(BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(136)), BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(32)))
            : null;
    }

    private static int? CallNumber => !OperatingSystem.IsLinux() ? null : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 332,
        Architecture.Arm64 => 291,
        _ => null,
    };

    private static void Check(int result, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        if (result != 0)
        {
            throw error is NotPermitted or NoAccess
                ? new UnauthorizedAccessException(path)
                : new IOException(path, error);
        }
    }

    // By number, because the C library of the oldest systems that we serve has no name for it.
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Statx(nint number, int folder, string path, int flags, uint mask, [Out] byte[] found);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetTimes(int folder, string path, [In] long[] times, int flags);
}

/// <summary>One file on one device, whatever its name.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong File);

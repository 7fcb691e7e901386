using Provisioner.Commands;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Turns what the machine refuses into a problem, in one place. No exception text reaches a screen.</summary>
internal static class Faults
{
    private const int NoSpaceLinux = 0x1C, ReadOnlyLinux = 0x1E;
    private const int DiskFullWindows = unchecked((int)0x80070070), WriteProtectWindows = unchecked((int)0x80070013);

    /// <summary>Whether the exception is the machine's refusal rather than a bug.</summary>
    public static bool IsMachine(Exception fault) => fault is IOException or UnauthorizedAccessException;

    public static Problem Of(Exception fault, string path)
    {
        Diagnostics.Refused(fault, path);
        return Named(fault, path);
    }

    private static Problem Named(Exception fault, string path) => fault switch
    {
        FileTooLargeException => Problem.Of("DISK-003", ("file", path)),
        FileReplacedException => Problem.Of("DISK-007", ("file", path)),
        UnauthorizedAccessException => Problem.Of("DISK-004", ("file", path)),
        IOException { HResult: NoSpaceLinux or DiskFullWindows } => Problem.Of("DISK-001", ("file", path)),
        IOException { HResult: ReadOnlyLinux or WriteProtectWindows } => Problem.Of("DISK-002", ("file", path)),
        FileNotFoundException or DirectoryNotFoundException => Problem.Of("DISK-005", ("file", path)),
        _ => Problem.Of("DISK-006", ("file", path)),
    };
}

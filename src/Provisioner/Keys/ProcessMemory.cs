using System.Globalization;
using System.Runtime.InteropServices;

namespace Provisioner.Keys;

/// <summary>Keeps keys and passphrases in this process's memory from other programs of the machine, as far as a process can:
/// no core dump, no look from outside without the machine's administrator, no door for .NET's own tools. It cannot keep the
/// native libraries, swap or hibernation from having copies. On Windows it does nothing: there the launcher shuts the door.</summary>
internal static partial class ProcessMemory
{
    private const int CoreFile = 4, SetDumpable = 4;

    /// <summary>As the first act of the process. What the machine refuses stays as it was.</summary>
    public static void Guard()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _ = SetLimit(CoreFile, [0, 0]);
        _ = Control(SetDumpable, 0, 0, 0, 0);
        ShutDoor();
    }

    /// <summary>The runtime has opened a socket by which its tools read all memory, unless <c>DOTNET_EnableDiagnostics=0</c>.
    /// Without its name nobody finds it.</summary>
    private static void ShutDoor()
    {
        var folder = Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } own ? own : "/tmp";
        try
        {
            foreach (var socket in Directory.EnumerateFiles(folder, string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{Environment.ProcessId}-*")))
            {
                File.Delete(socket);
            }
        }
        catch (Exception refused) when (Stores.Faults.IsMachine(refused))
        {
            // The door stays as it is.
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, [In] nuint[] softThenHard);

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}

using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>How much room a medium has.</summary>
internal static class FreeSpace
{
    /// <summary>Bytes that this user may still write; <c>null</c> where the system does not say.</summary>
    /// <param name="folder">Its nearest folder that exists is asked.</param>
    public static long? Of(string folder)
    {
        var place = Path.GetFullPath(folder);
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { } above)
        {
            place = above;
        }

        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(place)! : place).AvailableFreeSpace;
        }
        catch (Exception fault) when (Faults.IsMachine(fault) || fault is ArgumentException)
        {
            return null;
        }
    }
}

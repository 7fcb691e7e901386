using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What the system says of the medium that a stick is.</summary>
/// <param name="FileSystem">As the system calls it, e.g. <c>vfat</c>, <c>exfat</c>, <c>NTFS</c>.</param>
/// <param name="Label"><c>null</c>: it has none, or the system does not say.</param>
internal sealed record Medium(string FileSystem, string? Label)
{
    private const string Mounts = "/proc/self/mountinfo", Labels = "/dev/disk/by-label";

    /// <summary>FAT32 and exFAT: what every console reads and writes.</summary>
    public bool IsUsual => FileSystem.ToUpperInvariant() is "VFAT" or "MSDOS" or "FAT" or "FAT16" or "FAT32" or "EXFAT" or "FUSEBLK";

    /// <summary><c>null</c>: the folder is not the top of a medium but a folder on one, as in training.</summary>
    public static Medium? Of(string folder)
    {
        try
        {
            return OperatingSystem.IsWindows() ? OnWindows(folder) : OnLinux(folder);
        }
        catch (Exception fault) when (Faults.IsMachine(fault) || fault is ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A line of <c>mountinfo</c> (proc(5)): number, parent, device, root, mount point, options..., <c>-</c>, type, source.</summary>
    /// <param name="mountPoint">With links followed.</param>
    public static (string FileSystem, string Source)? Find(IEnumerable<string> mounts, string mountPoint) => (
        from line in mounts
        let words = line.Split(' ')
        let dash = Array.IndexOf(words, "-")
        where dash > 5 && words.Length > dash + 2 && Plain(words[4]) == mountPoint
        select ((string, string)?)(words[dash + 1], Plain(words[dash + 2]))).LastOrDefault();

    private static Medium? OnWindows(string folder)
    {
        if (Path.GetPathRoot(folder) != folder)
        {
            return null;
        }

        var drive = new DriveInfo(folder);
        return new(drive.DriveFormat, drive.VolumeLabel is { Length: > 0 } label ? label : null);
    }

    private static Medium? OnLinux(string folder)
    {
        if (Path.GetDirectoryName(folder) is null || Find(File.ReadLines(Mounts), folder) is not var (type, source))
        {
            return null;
        }

        var label = Directory.Exists(Labels) ? Directory.EnumerateFileSystemEntries(Labels).FirstOrDefault(link => File.ResolveLinkTarget(link, true)?.FullName == source) : null;
        return new(type, label is null ? null : Plain(Path.GetFileName(label)));
    }

    /// <summary>Spaces and their like are written as three octal digits, in labels as two hexadecimal ones.</summary>
    private static string Plain(string text) => text.Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\x20", " ", StringComparison.Ordinal);
}

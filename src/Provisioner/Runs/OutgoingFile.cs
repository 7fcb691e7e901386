using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>A file that leaves the scanner on the stick, named after scanner and day, never over another.</summary>
internal static class OutgoingFile
{
    /// <summary>A name that is free, relative to the stick.</summary>
    /// <param name="folder">Relative to the stick, e.g. <c>KEYS/OUT</c>.</param>
    public static string FreeName(RunSetup setup, string folder, string ending)
    {
        var stem = $"{folder}/{EntryName.From(setup.Identity.Serial).Text}-{setup.Now:yyyyMMdd}";
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? stem + ending : $"{stem}-{n}{ending}")
            .First(name => setup.Disk.Look(PathOf(setup, name)) is null);
    }

    /// <summary>Whole and flushed on return.</summary>
    /// <param name="name">As <see cref="FreeName"/> gave it.</param>
    public static Problem? Write(RunSetup setup, string name, byte[] bytes) => Guarded.Do(name, () =>
    {
        var place = PathOf(setup, name);
        setup.Disk.CreateFolder(Path.GetDirectoryName(place)!);
        Beside.Replace(setup.Disk, place, bytes, ownerOnly: true);
    });

    /// <summary>Whether the file lies there with these very bytes. What an interrupted attempt left is taken away.</summary>
    public static Checked<bool> IsThere(RunSetup setup, string name, Sha256 digest, int most) => Guarded.Get<bool>(name, () =>
    {
        Beside.Clear(setup.Disk, PathOf(setup, name));
        return setup.Disk.Read(PathOf(setup, name), most) is { } bytes && Sha256.Of(bytes) == digest;
    });

    public static Problem? Delete(RunSetup setup, string name) => Guarded.Do(name, () => setup.Disk.Delete(PathOf(setup, name)));

    private static string PathOf(RunSetup setup, string name) => Path.Combine([setup.Stick.Folder, .. name.Split('/')]);
}

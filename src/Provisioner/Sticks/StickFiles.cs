using System.Reflection;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What the program brings along for every stick: the procedures and the files of the top folder, embedded so that
/// one file can prepare a stick anywhere.</summary>
internal static class StickFiles
{
    private const string Procedures = "procedures/", Root = "stick/";

    private const UnixFileMode Script =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Names in the top folder, e.g. <c>VERIFY.SH</c>.</summary>
    public static IEnumerable<string> RootNames => Embedded(Root).Select(resource => resource[Root.Length..].Split('/')[0]).Distinct();

    public static void Write(string folder, IDisk disk)
    {
        foreach (var resource in Embedded(Procedures))
        {
            Put(resource, Path.Combine(folder, "PROCS"), resource[Procedures.Length..], disk);
        }

        foreach (var resource in Embedded(Root))
        {
            Put(resource, folder, resource[Root.Length..], disk);
        }
    }

    private static IEnumerable<string> Embedded(string prefix) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Select(name => name.Replace('\\', '/'))
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !Path.GetFileName(name).StartsWith('.'))
        .Order(StringComparer.Ordinal);

    private static void Put(string resource, string folder, string name, IDisk disk)
    {
        var parts = name.Split('/');
        foreach (var parent in parts[..^1])
        {
            folder = Path.Combine(folder, parent);
            disk.CreateFolder(folder);
        }

        var path = Path.Combine(folder, parts[^1]);
        disk.Create(path, Bytes(resource));
        if (name.EndsWith(".SH", StringComparison.Ordinal))
        {
            disk.Stamp(path, new(Mode: Script));
        }
    }

    private static byte[] Bytes(string resource)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().First(candidate => candidate.Replace('\\', '/') == resource);
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

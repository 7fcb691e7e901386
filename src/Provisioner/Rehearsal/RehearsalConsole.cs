using System.Reflection;

namespace Provisioner.Rehearsal;

/// <summary>The files of a rehearsal console, as they lie in the program.</summary>
internal static class RehearsalConsole
{
    private const string Prefix = "consoles/";

    /// <summary>Writes an MR console's files below the folder; files that are there already stay.</summary>
    public static void Make(string folder)
    {
        foreach (var (name, place) in new[] { ("system.json", "usr/g/config/system.json"), ("network.json", "usr/g/config/network.json") })
        {
            var path = Path.Combine([folder, .. place.Split('/')]);
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = File.Create(path);
                using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}ge-mr/{name}")!;
                resource.CopyTo(file);
            }
        }
    }
}

using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>The office's own folders of procedures and job files.</summary>
internal static class SourceFolder
{
    /// <summary>Bytes of the largest file that can be of use; more is a fault of the folder.</summary>
    private const int Most = 256 * 1024;

    /// <summary>By path within the folder, two levels deep: <c>ge-mr/renew.yaml</c>, <c>modalities/ge-mr.yaml</c>.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static KeyValuePair<string, ReadOnlyMemory<byte>>[] Procedures(string folder, IDisk disk) =>
    [
        .. from below in disk.List(folder)
           where disk.IsFolder(Path.Combine(folder, below))
           from file in Files(Path.Combine(folder, below), disk)
           select KeyValuePair.Create($"{below}/{file.Key}", file.Value),
    ];

    /// <summary>By name.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static KeyValuePair<string, ReadOnlyMemory<byte>>[] Jobs(string folder, IDisk disk) => [.. Files(folder, disk)];

    private static IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Files(string folder, IDisk disk) =>
        from name in disk.Files(folder)
        where Path.GetExtension(name).Equals(".yaml", StringComparison.OrdinalIgnoreCase)
        let bytes = disk.Read(Path.Combine(folder, name), Most)
        where bytes is not null
        select KeyValuePair.Create(name, (ReadOnlyMemory<byte>)bytes);
}

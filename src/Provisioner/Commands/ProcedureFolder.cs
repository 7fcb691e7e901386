using System.Reflection;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Commands;

/// <summary>Where procedures lie: within the program, in a folder, or in one file that an author is writing.</summary>
internal static class ProcedureFolder
{
    private const string Prefix = "procedures/";

    /// <summary>More than any file of its kind may have: the reader then refuses it by its size.</summary>
    private const int Most = 256 * 1024 + 1;

    /// <summary>The procedures that the program carries, for demos and for preparing sticks.</summary>
    public static Shelf Embedded { get; } = Shelf.Read(EmbeddedFiles());

    /// <summary>The files that the program carries, by name relative to the folder.</summary>
    public static IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> EmbeddedFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => KeyValuePair.Create(name[Prefix.Length..].Replace('\\', '/'), (ReadOnlyMemory<byte>)Bytes(assembly.GetManifestResourceStream(name)!)));
    }

    /// <summary>The files of a folder, two levels deep.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Files(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')
        where name.Count(c => c == '/') == 1
        select KeyValuePair.Create(name, (ReadOnlyMemory<byte>)Bytes(File.OpenRead(file)));

    /// <summary>One file, with the scanner types that lie beside its folder before those of the program.</summary>
    public static Checked<Procedure> ReadProcedure(string file)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "..", Shelf.ModalityFolder);
        var types = Directory.Exists(beside)
            ? Directory.EnumerateFiles(beside, "*.yaml").Select(type => KeyValuePair.Create($"{Shelf.ModalityFolder}/{Path.GetFileName(type)}", (ReadOnlyMemory<byte>)Bytes(File.OpenRead(type))))
            : [];
        return ProcedureFile.Read(file, Bytes(File.OpenRead(file)), Embedded.With(types).Modalities);
    }

    public static Checked<Modality> ReadModality(string file) => ModalityFile.Read(file, Bytes(File.OpenRead(file)));

    private static byte[] Bytes(Stream from)
    {
        using (from)
        {
            var bytes = new byte[Most];
            return bytes[..from.ReadAtLeast(bytes, Most, throwOnEndOfStream: false)];
        }
    }
}

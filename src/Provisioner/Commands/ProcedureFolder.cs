using System.Collections.Immutable;
using System.Reflection;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Runs;

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

    /// <summary>The folder itself, or, of a stick, the one in which its procedures lie.</summary>
    public static string OfStick(string folder) => File.Exists(Sticks.Stick.GenesisOf(folder)) ? Path.Combine(folder, "PROCS") : folder;

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

    /// <summary>Procedures with the very bytes of their files: those of a folder, one file, one of the program's by its id, or all of these.</summary>
    /// <param name="named"><c>null</c>: all of the program's.</param>
    public static Checked<ImmutableArray<Shelved>> Shelve(string? named)
    {
        var files = named is not null && Directory.Exists(named) ? Files(named) : EmbeddedFiles();
        if (named is not null && File.Exists(named))
        {
            return ReadProcedure(named).Then(procedure => OfFile(named, procedure));
        }

        var bytes = files.ToDictionary(file => file.Key, file => file.Value);
        var shelf = Shelf.Read(bytes);
        ImmutableArray<Shelved> all =
        [
            .. from procedure in shelf.Procedures.Values
               where named is null || Directory.Exists(named) || procedure.Id == named
               orderby procedure.Id
               select new Shelved(procedure, procedure.ScannerType!, bytes[$"{procedure.Id}.yaml"], bytes[$"{Shelf.ModalityFolder}/{procedure.Modality}.yaml"]),
        ];
        return !shelf.Problems.IsEmpty ? shelf.Problems
            : all.IsEmpty && named is not null ? shelf.Find(named).Problems
            : all;
    }

    private static Checked<ImmutableArray<Shelved>> OfFile(string file, Procedure procedure)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "..", Shelf.ModalityFolder, $"{procedure.Modality}.yaml");
        var type = File.Exists(beside) ? Bytes(File.OpenRead(beside)) : EmbeddedFiles().First(one => one.Key == $"{Shelf.ModalityFolder}/{procedure.Modality}.yaml").Value;
        return ImmutableArray.Create(new Shelved(procedure, procedure.ScannerType!, Bytes(File.OpenRead(file)), type));
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

using System.Collections.Immutable;
using System.Reflection;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Where the office takes from what it puts on a stick, besides what the program brings along.</summary>
internal sealed record StickSources
{
    /// <summary>Folder of procedures, each in place of the program's own of the same name; <c>null</c>: only the program's own.</summary>
    public string? Procedures { get; init; }

    /// <summary>Folder of job files; <c>null</c>: none.</summary>
    public string? Jobs { get; init; }

    /// <summary>For which system there is one; none in tests and rehearsals.</summary>
    public ImmutableArray<StickProgram> Programs { get; init; } = [];
}

/// <summary>Every file that the office signs, gathered and checked before any of it is written: so that what is signed is what was
/// meant, and not what a stick gives back.</summary>
/// <param name="Files">By path on the stick.</param>
internal sealed record StickContents(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files)
{
    private const string Procedures = "procedures/", Root = "stick/", ProceduresFolder = "PROCS/", JobsFolder = "JOBS/", ProgramsFolder = "BIN/";

    /// <summary>Name of the bill of materials of the programs.</summary>
    public const string Materials = "SBOM.JSON";

    /// <summary>Names of the top folder's files that every stick has, e.g. <c>VERIFY.SH</c>.</summary>
    public static IEnumerable<string> RootNames => Embedded(Root).Select(file => file.Name.Split('/')[0]).Distinct().Append(Materials);

    /// <summary>Bytes of all files together.</summary>
    public long Size => Files.Values.Sum(file => (long)file.Length);

    /// <summary>What the program brings along, so that one file can prepare a stick anywhere, and what the office adds; not checked yet.</summary>
    public static Checked<StickContents> Of(StickSources sources, IDisk disk)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var own = Embedded(Procedures).Select(file => KeyValuePair.Create(file.Name, (ReadOnlyMemory<byte>)file.Bytes)).ToArray();
        return Guarded.Get<StickContents>(sources.Procedures ?? sources.Jobs ?? "", () =>
        {
            var added = sources.Procedures is { } folder ? SourceFolder.Procedures(folder, disk) : [];
            var jobs = sources.Jobs is { } named ? SourceFolder.Jobs(named, disk) : [];
            foreach (var (name, bytes) in Embedded(Root))
            {
                files[name] = bytes;
            }

            foreach (var (name, bytes) in own.Concat(added))
            {
                files[ProceduresFolder + name] = bytes;
            }

            foreach (var (name, bytes) in jobs)
            {
                files[JobsFolder + name] = bytes;
            }

            foreach (var (name, bytes) in sources.Programs)
            {
                files[name] = bytes;
            }

            return new StickContents(files.ToImmutable()).WithMaterials();
        });
    }

    /// <summary>With the bill of materials of exactly these programs; without programs there is none.</summary>
    public StickContents WithMaterials()
    {
        ImmutableArray<StickProgram> programs = [.. Files.Where(file => file.Key.StartsWith(ProgramsFolder, StringComparison.Ordinal)).Select(file => new StickProgram(file.Key, file.Value.ToArray()))];
        return new(programs.IsEmpty ? Files.Remove(Materials) : Files.SetItem(Materials, Sbom.Write(programs, Runs.OpenFields.Version)));
    }

    /// <summary>Itself, where every procedure and every job in it is fit for a scanner and can be found on a stick.</summary>
    public Checked<StickContents> Checked()
    {
        var shelf = Shelf.Read(In(ProceduresFolder));
        ImmutableArray<Problem> problems = [.. shelf.Problems, .. Misnamed(Files.Keys), .. StickJobs.Read(In(JobsFolder), shelf).Problems];
        return problems.IsEmpty ? this : problems;
    }

    /// <summary>What the office signs of it.</summary>
    public Manifest ToManifest(Genesis genesis, int issue)
    {
        var list = Manifest.List();
        list.AddRange(Files.Select(file => KeyValuePair.Create(file.Key, Sha256.Of(file.Value.Span))));
        return new() { Stick = genesis.Stick, Issue = issue, NotAfter = genesis.NotAfter, IsRehearsal = genesis.IsRehearsal, Files = list.ToImmutable() };
    }

    /// <summary>Whether the file is to be startable where the file system knows such a thing.</summary>
    public static bool IsStarted(string path) => path.EndsWith(".SH", StringComparison.Ordinal) || path.StartsWith("BIN/LINUX/", StringComparison.Ordinal);

    private IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> In(string folder) =>
        Files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).Select(file => KeyValuePair.Create(file.Key[folder.Length..], file.Value));

    private static IEnumerable<Problem> Misnamed(IEnumerable<string> paths) =>
        paths.GroupBy(path => path, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1 || !Manifest.IsPath(same.Key))
            .Select(same => Problem.Of("STICK-035", ("file", same.Last())));

    private static IEnumerable<(string Name, byte[] Bytes)> Embedded(string prefix) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(resource => resource.Replace('\\', '/').StartsWith(prefix, StringComparison.Ordinal) && !Path.GetFileName(resource).StartsWith('.'))
        .Select(resource => (resource.Replace('\\', '/')[prefix.Length..], Bytes(resource)))
        .OrderBy(file => file.Item1, StringComparer.Ordinal);

    private static byte[] Bytes(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

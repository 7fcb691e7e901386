using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Finds the programs for a stick: this one itself, and that for the other system where it lies beside.</summary>
internal static class StickPrograms
{
    /// <summary>Where each lies on a stick, and in what <c>publish</c> makes.</summary>
    private static readonly (string Name, string Published)[] Known =
        [("BIN/LINUX/provisioner", "linux-x64/provisioner"), ("BIN/WIN/provisioner.exe", "win-x64/provisioner.exe")];

    /// <summary>Bytes of the largest program that is read.</summary>
    private const int Most = 128 * 1024 * 1024;

    public static IEnumerable<string> Names => Known.Select(program => program.Name);

    /// <param name="own">Path of this program's file.</param>
    /// <returns>None when this is no one-file program (started by <c>dotnet</c>): then there is nothing to copy.</returns>
    public static ImmutableArray<StickProgram> Find(string? own, IDisk disk)
    {
        if (own is null || disk.Read(own, Most) is not { } bytes || !Bundle.IsOne(bytes))
        {
            return [];
        }

        var here = Path.GetDirectoryName(own)!;
        return
        [
            .. from program in Known
               let found = Path.GetExtension(program.Name) == Path.GetExtension(own)
                   ? bytes
                   : Beside(program.Name, program.Published, here).Select(place => disk.Read(place, Most)).FirstOrDefault(read => read is not null && Bundle.IsOne(read))
               where found is not null
               select new StickProgram(program.Name, found),
        ];
    }

    /// <param name="folder">As publish makes it.</param>
    public static ImmutableArray<StickProgram> In(string folder, IDisk disk) =>
    [
        .. from program in Known
           let bytes = disk.Read(Path.Combine(folder, program.Published), Most)
           where bytes is not null && Bundle.IsOne(bytes)
           select new StickProgram(program.Name, bytes),
    ];

    /// <summary>What somebody should know before a stick goes out with these programs.</summary>
    public static ImmutableArray<Problem> Remarks(ImmutableArray<StickProgram> programs, string version) =>
    [
        .. Names.Except(programs.Select(program => program.Name)).Select(name => Problem.Of("STICK-065", ("file", name))),
        .. from program in programs
           let found = ProgramParts.Read(program.Bytes)?.Parts.FirstOrDefault(part => part.Name == "provisioner")?.Version
           where found != version
           select Problem.Of("STICK-066", ("file", program.Name), ("found", found ?? "-"), ("version", version)),
    ];

    private static IEnumerable<string> Beside(string name, string published, string here) =>
    [
        Path.Combine(here, Path.GetFileName(name)),
        Path.Combine(here, "..", published),
        Path.Combine(here, "..", name["BIN/".Length..]),
    ];
}

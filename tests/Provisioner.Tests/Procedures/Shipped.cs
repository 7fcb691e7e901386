using Provisioner.Core.Procedures;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Procedures;

/// <summary>The files of the folder <c>procedures/</c>, as they are in the sources.</summary>
internal static class Shipped
{
    public static string Folder { get; } = Path.Combine(Repository.Top, "procedures");

    public static IReadOnlyList<string> ModalityFiles { get; } = Files("modalities");

    public static IReadOnlyList<string> ProcedureFiles { get; } =
        [.. Directory.GetDirectories(Folder).Select(Path.GetFileName).Where(name => name is not ("modalities" or "schema")).Order(StringComparer.Ordinal).SelectMany(name => Files(name!))];

    public static IReadOnlyDictionary<string, Modality> Modalities { get; } =
        ModalityFiles.Select(file => ModalityFile.Read(file, Bytes(file)).Value).ToDictionary(modality => modality.Id, StringComparer.Ordinal);

    public static Procedure SecureClient { get; } = Procedure("ge-mr/secure-client");

    /// <summary>By its id.</summary>
    public static Procedure Procedure(string id) => ProcedureFile.Read($"{id}.yaml", Bytes($"{id}.yaml"), Modalities).Value;

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static string[] Files(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Folder, folder), "*.yaml").Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)];
}

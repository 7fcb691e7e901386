using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What is to be verified: a stick, and of it perhaps only one file.</summary>
/// <param name="Only">Name of the one file that was asked for; <c>null</c>: all.</param>
internal sealed record AskedEvidence(StickEvidence Stick, string? Only);

/// <summary>Finds and reads sticks for verification: a stick, its <c>LOGS</c>, one file of it, or a folder of many sticks.</summary>
internal static class EvidenceReader
{
    /// <param name="officeFile">Beside it may lie <c>REVOKED/name</c> of sticks that are not to be trusted any more.</param>
    public static Checked<ImmutableArray<AskedEvidence>> Read(IEnumerable<string> paths, string? officeFile, IDisk disk)
    {
        var found = ImmutableArray.CreateBuilder<AskedEvidence>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var path in paths)
        {
            var places = Places(Path.GetFullPath(path)).ToArray();
            if (places.Length == 0)
            {
                problems.Add(Problem.Of("LOG-050", ("path", path)));
            }

            foreach (var (folder, logs, only) in places)
            {
                if (Read(folder, logs, officeFile, disk).TryGet(out var evidence, out var why))
                {
                    found.Add(new(evidence, only));
                }
                else
                {
                    problems.AddRange(why);
                }
            }
        }

        return problems.Count > 0 ? problems.ToImmutable() : found.ToImmutable();
    }

    private static IEnumerable<(string Stick, string Logs, string? Only)> Places(string path) =>
        File.Exists(path) ? OfFile(path)
        : !Directory.Exists(path) ? []
        : IsStick(path) ? [(path, Path.Combine(path, "LOGS"), null)]
        : IsLogs(path) ? [(Path.GetDirectoryName(path)!, path, null)]
        : Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).Where(IsStick).Select(stick => (stick, Path.Combine(stick, "LOGS"), (string?)null));

    private static IEnumerable<(string, string, string?)> OfFile(string path) =>
        Path.GetExtension(path) == LogFolder.Ending && FileNumber.TryRead(Path.GetFileNameWithoutExtension(path), out _)
            && Path.GetDirectoryName(path) is { } logs && Path.GetDirectoryName(logs) is { } stick
            ? [(stick, logs, Path.GetFileNameWithoutExtension(path))]
            : [];

    private static bool IsStick(string folder) => Directory.Exists(Path.Combine(folder, "LOGS"));

    private static bool IsLogs(string folder) =>
        File.Exists(Stick.GenesisOf(Path.GetDirectoryName(folder) ?? folder)) || Directory.EnumerateFiles(folder, "R*" + LogFolder.Ending).Any();

    private static Checked<StickEvidence> Read(string folder, string logs, string? officeFile, IDisk disk) =>
        LogFolder.Read(logs, disk).Then(files => Guarded.Get<StickEvidence>(folder, () => new StickEvidence
        {
            Place = folder,
            Issues = [.. Stick.ReadIssues(folder, disk).Select((_, at) => Signed(folder, Stick.GenesisOf(folder, at + 1), disk)!)],
            Checkpoint = Signed(folder, Stick.CheckpointOf(folder, disk), disk),
            Revocations = [.. Revocations(folder, officeFile, disk)],
            Files = files,
        }));

    private static IEnumerable<SignedFile> Revocations(string folder, string? officeFile, IDisk disk)
    {
        var beside = officeFile is null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(officeFile))!, "REVOKED");
        var others = Directory.Exists(beside) ? Directory.EnumerateFiles(beside).Where(file => StickName.IsName(Path.GetFileName(file))) : [];
        return others.Order(StringComparer.Ordinal).Prepend(Path.Combine(Stick.IdOf(folder), "REVOKED"))
            .Select(path => Signed(folder, path, disk)).OfType<SignedFile>();
    }

    private static SignedFile? Signed(string folder, string path, IDisk disk) => disk.Read(path, Genesis.Most) is { } content
        ? new(Path.GetRelativePath(folder, path).Replace('\\', '/'), content, disk.Read(Stick.SignatureOf(path), OfficeCertificate.Most))
        : null;
}

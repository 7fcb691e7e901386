using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>Finds and reads what is to be inspected: files, folders with all below them, archives.</summary>
internal sealed class InspectionDesk(IDisk disk, ImmutableArray<Secret> passwords, IProgress<double> progress, CancellationToken cancelled)
{
    /// <summary>Most files of one inspection; a whole disk named by mistake ends here.</summary>
    public const int MostFiles = 20_000;

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 16 };

    public ImmutableArray<ReadFile> Read(IReadOnlyList<string> paths) => [.. paths.Distinct().SelectMany(Read)];

    private IEnumerable<ReadFile> Read(string path) => Directory.Exists(path) ? Found(path) : One(path);

    /// <summary>What is of no use is passed over; where nothing is left, that is said.</summary>
    private ImmutableArray<ReadFile> Found(string folder)
    {
        ImmutableArray<ReadFile> found =
            [.. Directory.EnumerateFiles(folder, "*", Below).Order(StringComparer.Ordinal).Take(MostFiles).SelectMany(file => One(file)).Where(CertificateFile.IsOfUse)];
        return found.IsEmpty ? [new ReadFile(folder, FileEncoding.Unknown, [], [Problem.Of("CERT-024", ("folder", folder))])] : found;
    }

    private ImmutableArray<ReadFile> One(string path)
    {
        cancelled.ThrowIfCancellationRequested();
        var read = Guarded.Get<byte[]>(path, () => disk.Read(path, CertificateFile.MostBytes) is { } bytes ? bytes : Problem.Of("DISK-005", ("file", path)));
        return read.TryGet(out var bytes, out var problems)
            ? CertificateFile.ReadAll(path, bytes, passwords, new ReadingBudget(progress: progress, cancelled: cancelled))
            : [new ReadFile(path, FileEncoding.Unknown, [], problems)];
    }
}

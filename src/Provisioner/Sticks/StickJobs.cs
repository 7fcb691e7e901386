using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Sticks;

/// <summary>The job files of a stick.</summary>
/// <param name="Procedures">Those that the rows name, by id.</param>
internal sealed record StickJobs(ImmutableArray<JobsFile> Files, IReadOnlyDictionary<string, Procedure> Procedures)
{
    public const string Folder = "JOBS";

    /// <summary>Every job file that lies on a stick, signed or not.</summary>
    /// <param name="find">A procedure by its id; <c>null</c> when there is none.</param>
    /// <param name="known">Ids of all that there are.</param>
    public static Checked<StickJobs> Read(SignedFiles files, Func<string, Procedure?> find, IReadOnlyCollection<string> known) => Read(
        files.In(Folder).Select(path => KeyValuePair.Create(path[(Folder.Length + 1)..], (ReadOnlyMemory<byte>)files.Bytes(path)!)), find, known);

    public static Checked<StickJobs> Read(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> jobs, Shelf shelf) =>
        Read(jobs, id => shelf.Procedures.GetValueOrDefault(id), [.. shelf.Procedures.Keys]);

    private static Checked<StickJobs> Read(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> jobs, Func<string, Procedure?> find, IReadOnlyCollection<string> known)
    {
        var found = new Dictionary<string, Procedure>(StringComparer.Ordinal);
        var read = jobs.Select(file => JobsFile.Read(file.Key, file.Value.Span, Find, known)).ToArray();
        ImmutableArray<Problem> problems = [.. read.SelectMany(file => file.Problems)];
        return problems.IsEmpty ? new StickJobs([.. read.Select(file => file.Value)], found) : problems;

        Procedure? Find(string id)
        {
            if (!found.TryGetValue(id, out var procedure) && find(id) is { } read)
            {
                found[id] = procedure = read;
            }

            return procedure;
        }
    }
}

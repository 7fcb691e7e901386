using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>A procedure with its scanner type, and the very bytes of both files.</summary>
internal sealed record Shelved(Procedure Procedure, Modality Modality, ReadOnlyMemory<byte> ProcedureBytes, ReadOnlyMemory<byte> ModalityBytes)
{
    /// <summary>The manifest that lists both; <c>null</c>: nobody signed them, or the run began earlier.</summary>
    public TrustedManifest? Signed { get; init; }

    /// <summary>OPEN of a run that goes on; <c>null</c>: it begins.</summary>
    public JournalRecord? Opening { get; init; }
}

/// <summary>The procedures of a stick's <c>PROCS</c>: each file is read once, held against the manifest, and those bytes are used.</summary>
internal sealed class ProcedureShelf(Stick stick, IDisk disk)
{
    /// <summary>A procedure file is small; more is hostile.</summary>
    public const int Most = 256 * 1024;

    private Checked<SignedFiles>? _files;

    /// <summary>What lies on the stick, read once.</summary>
    public Checked<SignedFiles> Files => _files ??= SignedFiles.Read(stick);

    /// <summary>The office's rows on the stick, whoever signed them.</summary>
    public Checked<StickJobs> Jobs => Files.Then(files => StickJobs.Read(files, id => Take(files, id) is { IsGood: true } taken ? taken.Value.Procedure : null, [.. Ids(files)]));

    /// <summary>For a run that begins. A real one takes only what the office signed, from a stick on which nothing was altered; in
    /// training everything runs, and what the office did not sign says so on every page.</summary>
    /// <param name="id">E.g. <c>ge-mr/secure-client</c>.</param>
    public Checked<Shelved> Take(string id, DateTimeOffset now) => Files.Then(files =>
        !stick.Genesis.IsRehearsal && files.Refusals(now) is { IsEmpty: false } refusals ? refusals : Take(files, id));

    /// <summary>The version that lies there, whoever wrote it: for a run that knows its own by the digest.</summary>
    public Checked<Shelved> Find(string id) => Modality(id) is { } modality
        ? Read($"modalities/{modality}.yaml", id).Then(modalityBytes => Read($"{id}.yaml", id)
            .Then(procedureBytes => Parse(id, procedureBytes, modality, modalityBytes)))
        : Shelf.Unknown(id, []);

    /// <summary>As the run's own OPEN says of it.</summary>
    public static Shelved AsBegun(Shelved shelved, JournalRecord opening) =>
        shelved with { Procedure = shelved.Procedure with { IsUnsigned = opening[ManifestSeen.UnsignedField] is not null } };

    /// <summary>From bytes that were kept when a run began.</summary>
    public static Checked<Shelved> Parse(string id, ReadOnlyMemory<byte> procedureBytes, string modality, ReadOnlyMemory<byte> modalityBytes)
    {
        var asked = (id, modality, Sha256.Of(procedureBytes.Span), Sha256.Of(modalityBytes.Span));
        if (!Known.TryGetValue(asked, out var parsed))
        {
            if (Known.Count >= MostKnown)
            {
                Known.Clear();
            }

            Known[asked] = parsed = ParseAnew(id, procedureBytes, modality, modalityBytes);
        }

        return parsed;
    }

    /// <summary>The same bytes say the same: a stick with fifty runs of one procedure reads it once.</summary>
    private static readonly ConcurrentDictionary<(string, string, Sha256, Sha256), Checked<Shelved>> Known = [];

    private const int MostKnown = 64;

    private static Checked<Shelved> ParseAnew(string id, ReadOnlyMemory<byte> procedureBytes, string modality, ReadOnlyMemory<byte> modalityBytes) =>
        ModalityFile.Read($"modalities/{modality}.yaml", modalityBytes.Span).Then(type =>
            ProcedureFile.Read($"{id}.yaml", procedureBytes.Span, ImmutableDictionary<string, Modality>.Empty.Add(type.Id, type))
                .Select(procedure => new Shelved(procedure, type, procedureBytes, modalityBytes)));

    private static Checked<Shelved> Take(SignedFiles files, string id)
    {
        if (Modality(id) is not { } modality || files.Bytes($"PROCS/{id}.yaml") is not { } bytes || files.Bytes($"PROCS/modalities/{modality}.yaml") is not { } type)
        {
            return Shelf.Unknown(id, Ids(files));
        }

        var signed = files.IsSigned($"PROCS/{id}.yaml") && files.IsSigned($"PROCS/modalities/{modality}.yaml");
        return Parse(id, bytes, modality, type).Select(shelved => shelved with
        {
            Signed = signed ? files.Trusted : null,
            Procedure = shelved.Procedure with { IsUnsigned = !signed },
        });
    }

    private static string? Modality(string id) =>
        Core.Changes.ConsolePath.TryParse(id, out _) && id.Split('/') is [var modality, _] && modality != Shelf.ModalityFolder ? modality : null;

    private static IEnumerable<string> Ids(SignedFiles files) => files.In("PROCS").Select(path => Path.ChangeExtension(path["PROCS/".Length..], null))
        .Where(name => !name.StartsWith(Shelf.ModalityFolder, StringComparison.Ordinal));

    private Checked<byte[]> Read(string name, string id)
    {
        var file = Path.Combine([stick.Procedures, .. name.Split('/')]);
        return Guarded.Get<byte[]>(name, () => disk.Read(file, Most) is { } bytes ? bytes : Shelf.Unknown(id, []));
    }
}

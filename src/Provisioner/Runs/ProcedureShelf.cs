using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>A procedure with its scanner type, and the very bytes of both files.</summary>
internal sealed record Shelved(Procedure Procedure, Modality Modality, ReadOnlyMemory<byte> ProcedureBytes, ReadOnlyMemory<byte> ModalityBytes);

/// <summary>The procedures of a stick's <c>PROCS</c>: each file is read once, and those bytes are used.</summary>
internal sealed class ProcedureShelf(Stick stick, IDisk disk)
{
    /// <summary>A procedure file is small; more is hostile.</summary>
    public const int Most = 256 * 1024;

    /// <param name="id">E.g. <c>ge-mr/secure-client</c>.</param>
    public Checked<Shelved> Take(string id) =>
        Core.Changes.ConsolePath.TryParse(id, out var path) && id.Split('/') is [var modality, _]
            ? Read($"modalities/{modality}.yaml", id).Then(modalityBytes => Read($"{path}.yaml", id)
                .Then(procedureBytes => Parse(id, procedureBytes, modality, modalityBytes)))
            : Problem.Of("RUN-002", ("procedure", id));

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

    private Checked<byte[]> Read(string name, string id)
    {
        var file = Path.Combine([stick.Procedures, .. name.Split('/')]);
        return Guarded.Get<byte[]>(name, () => disk.Read(file, Most) is { } bytes ? bytes : Problem.Of("RUN-002", ("procedure", id)));
    }
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Gathers changes, their bytes and how they look, in order.</summary>
internal sealed class PlanBuilder
{
    private readonly ImmutableArray<Change>.Builder _changes = ImmutableArray.CreateBuilder<Change>();
    private readonly ImmutableDictionary<Sha256, ReadOnlyMemory<byte>>.Builder _bytes = ImmutableDictionary.CreateBuilder<Sha256, ReadOnlyMemory<byte>>();
    private readonly ImmutableArray<Difference>.Builder _differences = ImmutableArray.CreateBuilder<Difference>();
    private readonly ImmutableArray<ConsolePath> _missing;
    private readonly bool _ownerOnly;

    /// <param name="missing">Folders to create before the first file, the outermost first.</param>
    /// <param name="ownerOnly">The innermost of them will hold private keys.</param>
    public PlanBuilder(ImmutableArray<ConsolePath> missing, bool ownerOnly = false) => (_missing, _ownerOnly) = (missing, ownerOnly);

    /// <summary>Goes on with a plan that is there.</summary>
    public PlanBuilder(Plan plan)
        : this([])
    {
        _changes.AddRange(plan.Changes);
        _bytes.AddRange(plan.Bytes);
        _differences.AddRange(plan.Differences);
    }

    /// <summary>A file gets these bytes; nothing is planned when it has them.</summary>
    public void Write(HeldFile? held, ConsolePath path, ReadOnlyMemory<byte> bytes, bool ownerOnly, ImmutableArray<string> lines)
    {
        var after = Sha256.Of(bytes.Span);
        if (held?.State.Digest == after)
        {
            return;
        }

        CreateFolders();
        _bytes[after] = bytes;
        Add(new Change.WriteFile(held?.Path ?? path, held?.State, after, ownerOnly), held is null ? $"{path} (new)" : path.Text, lines);
    }

    public void Remove(HeldFile held, ImmutableArray<string> lines) =>
        Add(new Change.RemoveFile(held.Path, held.State), $"{held.Path} (removed)", lines);

    /// <summary>What is no file.</summary>
    /// <param name="before">What stands for it now; <c>null</c> when it is not there.</param>
    /// <param name="after">What will; <c>null</c> when it goes.</param>
    public void Put(ConsolePath path, ItemKind kind, byte[]? before, byte[]? after, ImmutableArray<string> lines)
    {
        var (was, will) = (Digest(before), Digest(after));
        if (was == will)
        {
            return;
        }

        if (after is not null)
        {
            _bytes[will!.Value] = after;
        }

        Add(new Change.PutItem(path, kind, was, will), was is null ? $"{path} (new)" : will is null ? $"{path} (removed)" : path.Text, lines);
    }

    public Plan Build(Placed? placed = null) => new()
    {
        Changes = _changes.ToImmutable(),
        Bytes = _bytes.ToImmutable(),
        Differences = _differences.ToImmutable(),
        Placed = placed,
    };

    private void CreateFolders()
    {
        if (_changes.Count > 0)
        {
            return;
        }

        foreach (var folder in _missing)
        {
            Add(new Change.CreateFolder(folder, _ownerOnly && folder == _missing[^1]), $"{folder}/ (new folder)", []);
        }
    }

    private static Sha256? Digest(byte[]? bytes) => bytes is null ? null : Sha256.Of(bytes);

    private void Add(Change change, string heading, ImmutableArray<string> lines)
    {
        _changes.Add(change);
        _differences.Add(new(heading, lines));
    }
}

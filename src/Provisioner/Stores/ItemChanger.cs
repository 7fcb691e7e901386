using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>As <see cref="Changer"/>, for what is no file.</summary>
internal sealed class ItemChanger(IItemSource source, StateFolder state)
{
    /// <summary>Keeps what the change will replace.</summary>
    public Problem? BackUp(Change.PutItem change) => With(change, items =>
        items.Read(change.Path) is var now && Digest(now) != change.Before ? Changer.Altered(change.Path)
        : now is not null ? state.BackUp(now)
        : null);

    public Problem? Apply(Change.PutItem change) => With(change, items => Look(items, change) switch
    {
        Place.Elsewise => Changer.Altered(change.Path),
        _ when change.After is { } after => Put(items, change, after, state.StagedBytes),
        _ => Remove(items, change),
    });

    public Checked<Place> Probe(Change.PutItem change) => source.For(change.Kind) is { } items
        ? Guarded.Get<Place>(change.Path.Text, () => Look(items, change))
        : Missing(change);

    public Problem? Undo(Change.PutItem change) => With(change, items => Look(items, change) switch
    {
        Place.Elsewise => Changer.Altered(change.Path),
        _ when change.Before is { } before => Put(items, change, before, state.BackUpBytes),
        _ => Remove(items, change),
    });

    private static Problem? Put(IItems items, Change.PutItem change, Sha256 wanted, Func<Sha256, Checked<ReadOnlyMemory<byte>>> kept)
    {
        if (Digest(items.Read(change.Path)) == wanted)
        {
            items.Tidy(change.Path);
            return null;
        }

        if (!kept(wanted).TryGet(out var bytes, out var problems))
        {
            return problems[0];
        }

        items.Put(change.Path, bytes.Span);
        return ReadBack(items, change, wanted);
    }

    private static Problem? Remove(IItems items, Change.PutItem change)
    {
        items.Remove(change.Path);
        return ReadBack(items, change, null);
    }

    private static Problem? ReadBack(IItems items, Change.PutItem change, Sha256? wanted) =>
        Digest(items.Read(change.Path)) == wanted ? null : Problem.Of("CONS-008", ("file", change.Path.Text));

    private static Place Look(IItems items, Change.PutItem change)
    {
        var now = Digest(items.Read(change.Path));
        return now == change.After ? Place.After : now == change.Before ? Place.Before : Place.Elsewise;
    }

    private Problem? With(Change.PutItem change, Func<IItems, Problem?> act)
    {
        Problem? found = null;
        return source.For(change.Kind) is { } items
            ? Guarded.Do(change.Path.Text, () => found = act(items)) ?? found
            : Missing(change);
    }

    private static Problem Missing(Change.PutItem change) => Problem.Of("CONS-009", ("item", change.Path.Text));

    private static Sha256? Digest(byte[]? bytes) => bytes is null ? null : Sha256.Of(bytes);
}

using System.Diagnostics;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Makes planned changes on a console, looks whether they are in place, and puts them back. Every method can be
/// repeated after an interruption at any instant, and then ends as if there had been none.</summary>
internal sealed class Changer(ConsoleFiles console, StateFolder state, IDisk disk, IItemSource? items = null)
{
    private readonly ItemChanger _items = new(items ?? new ItemSource(console, disk), state);

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PlainFile = OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode PlainFolder = PlainFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Stages the plan's bytes and backs up what it will replace. On return both are flushed, and no change is made.</summary>
    /// <returns><c>null</c>: done. A problem: nothing was changed; a file differs from the plan, or the state folder cannot be written.</returns>
    public Problem? Prepare(Plan plan) =>
        plan.Changes.Select(BackUp).FirstOrDefault(problem => problem is not null) ?? state.Stage(plan);

    /// <summary>Makes the change. One that is in place already stays so.</summary>
    /// <returns><c>null</c>: in place, flushed and read back. A problem: it is as before, or as somebody else made it.</returns>
    public Problem? Apply(Change change) => change is Change.PutItem item ? _items.Apply(item) : At(change.Path, place => change switch
    {
        Change.WriteFile write => Write(write, place),
        Change.RemoveFile remove => Remove(remove, place),
        Change.CreateFolder create => Create(create, place),
        _ => throw new UnreachableException(),
    });

    /// <summary>Whether the change is in place. Nothing is altered.</summary>
    public Checked<Place> Probe(Change change) => change is Change.PutItem item ? _items.Probe(item) : console.Locate(change.Path).Then(place => Guarded.Get<Place>(change.Path.Text, () => change switch
    {
        Change.WriteFile write => Look(place, write.Before?.Digest, write.After),
        Change.RemoveFile remove => Look(place, remove.Before.Digest, null),
        Change.CreateFolder => disk.IsFolder(place) ? Place.After : disk.IsFile(place) ? Place.Elsewise : Place.Before,
        _ => throw new UnreachableException(),
    }));

    /// <summary>Puts back what was there: bytes, permissions, time. What was never made stays as it is, and leftovers of an
    /// interrupted attempt go, so it is also right after a probe that found the change not in place.</summary>
    /// <returns><c>null</c>: as before. A folder that is not empty stays, and is no problem.</returns>
    public Problem? Undo(Change change) => change is Change.PutItem item ? _items.Undo(item) : At(change.Path, place => change switch
    {
        Change.WriteFile write => PutBack(change, place, write.Before, write.After),
        Change.RemoveFile remove => PutBack(change, place, remove.Before, null),
        Change.CreateFolder => RemoveFolder(place),
        _ => throw new UnreachableException(),
    });

    private Problem? BackUp(Change change) => change switch
    {
        Change.WriteFile { Before: { } before } => BackUp(change.Path, before),
        Change.RemoveFile remove => BackUp(change.Path, remove.Before),
        Change.PutItem item => _items.BackUp(item),
        _ => null,
    };

    private Problem? BackUp(ConsolePath path, FileState before) =>
        !console.Read(path).TryGet(out var contents, out var problems) ? problems[0]
        : contents.Held is { } held && held.State.Digest == before.Digest ? Unkept(path, before) ?? state.BackUp(held.Bytes)
        : Altered(path);

    /// <summary>What could not come back as it was is refused before anything is altered.</summary>
    private Problem? Unkept(ConsolePath path, FileState before) => console.Locate(path).TryGet(out var place, out var problems)
        ? before.Owner is { } owner && !disk.MayGiveTo(owner) ? Problem.Of("CONS-010", ("file", path.Text), ("user", $"{owner.User}"))
            : disk.Look(place) is { Names: > 1 and var names } ? Problem.Of("CONS-011", ("file", path.Text), ("count", $"{names - 1}"))
            : null
        : problems[0];

    private Problem? Write(Change.WriteFile write, string place)
    {
        switch (Look(place, write.Before?.Digest, write.After))
        {
            case Place.Elsewise:
                return Altered(write.Path);
            case Place.After:
                Beside.Clear(disk, place);
                return null;
            default:
                return state.StagedBytes(write.After).TryGet(out var bytes, out var problems)
                    ? Replace(write, place, bytes)
                    : problems[0];
        }
    }

    private Problem? Replace(Change.WriteFile write, string place, ReadOnlyMemory<byte> bytes)
    {
        var stamp = write.Before is { } before
            ? FileStamp.Of(before) with { Modified = null }
            : new(write.OwnerOnly ? OwnerFile : PlainFile, Owner: OwnerBelow(Path.GetDirectoryName(place)!));
        Beside.Replace(disk, place, bytes.Span, ownerOnly: true, stamp);
        return ReadBack(write.Path, place, write.After);
    }

    private Problem? Remove(Change.RemoveFile remove, string place)
    {
        if (Look(place, remove.Before.Digest, null) == Place.Elsewise)
        {
            return Altered(remove.Path);
        }

        Beside.Clear(disk, place);
        disk.Delete(place);
        return ReadBack(remove.Path, place, null);
    }

    private Problem? Create(Change.CreateFolder create, string place)
    {
        if (disk.IsFile(place))
        {
            return Altered(create.Path);
        }

        if (!disk.IsFolder(place))
        {
            disk.CreateFolder(place, create.OwnerOnly);
        }

        disk.Stamp(place, new(create.OwnerOnly ? OwnerFolder : PlainFolder, Owner: OwnerBelow(Path.GetDirectoryName(place)!)));
        return null;
    }

    private Problem? PutBack(Change change, string place, FileState? before, Sha256? after)
    {
        Beside.Clear(disk, place);
        return (Look(place, before?.Digest, after), before) switch
        {
            (Place.Elsewise, _) => Altered(change.Path),
            (Place.Before, null) => null,
            (Place.Before, { } was) => Stamp(place, was),
            (_, null) => Take(change.Path, place),
            (_, { } was) => Restore(change.Path, place, was),
        };
    }

    private Problem? Restore(ConsolePath path, string place, FileState before)
    {
        if (!state.BackUpBytes(before.Digest).TryGet(out var bytes, out var problems))
        {
            return problems[0];
        }

        Beside.Replace(disk, place, bytes.Span, ownerOnly: true, FileStamp.Of(before));
        return ReadBack(path, place, before.Digest);
    }

    /// <summary>Nothing is asked of a medium that turned read-only where nothing differs.</summary>
    private Problem? Stamp(string place, FileState before)
    {
        if (disk.Read(place) is not { } bytes || FileStates.Of(disk, place, bytes) != before)
        {
            disk.Stamp(place, FileStamp.Of(before));
        }

        return null;
    }

    private Problem? Take(ConsolePath path, string place)
    {
        disk.Delete(place);
        return ReadBack(path, place, null);
    }

    private Problem? RemoveFolder(string place)
    {
        if (disk.IsFolder(place) && disk.List(place).IsEmpty)
        {
            disk.DeleteFolder(place);
        }

        return null;
    }

    /// <summary>What is new belongs to whom its folder belongs, so that a service reads it as it reads the rest. Only the
    /// system's administrator can give files away; for others <c>null</c>.</summary>
    private FileOwner? OwnerBelow(string folder) => Environment.IsPrivilegedProcess ? disk.Look(folder)?.Owner : null;

    private Problem? ReadBack(ConsolePath path, string place, Sha256? expected) =>
        Digest(place) == expected ? null : Problem.Of("CONS-008", ("file", path.Text));

    private Place Look(string place, Sha256? before, Sha256? after)
    {
        var now = Digest(place);
        return now == after ? Place.After : now == before ? Place.Before : Place.Elsewise;
    }

    private Sha256? Digest(string place) => disk.Read(place) is { } bytes ? Sha256.Of(bytes) : null;

    private Problem? At(ConsolePath path, Func<string, Problem?> act)
    {
        Problem? found = null;
        return console.Locate(path).TryGet(out var place, out var problems)
            ? Guarded.Do(path.Text, () => found = act(place)) ?? found
            : problems[0];
    }

    internal static Problem Altered(ConsolePath path) => Problem.Of("CONS-007", ("file", path.Text));
}

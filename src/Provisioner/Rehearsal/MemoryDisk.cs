using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>A disk in memory: stick and console of a rehearsal. Every act is durable when it returns, is recorded, and can be done
/// again on a copy. Not for several threads at once; copies are independent.</summary>
internal sealed class MemoryDisk : IDisk
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PlainFile = OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode PlainFolder = PlainFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly Dictionary<string, Node> _nodes;
    private readonly HashSet<string> _locked = [];
    private readonly List<DiskAct> _acts = [];

    public MemoryDisk() => _nodes = [];

    private MemoryDisk(MemoryDisk from) =>
        (_nodes, Seals, State) = (new(from._nodes), from.Seals, from.State);

    /// <summary>What was done on this copy, in order.</summary>
    public IReadOnlyList<DiskAct> Acts => _acts;

    /// <summary>Groups written to journals since the beginning, those of copied disks included: time goes by with them.</summary>
    public int Seals { get; private set; }

    /// <summary>Names all that lies here: equal for disks that hold the same.</summary>
    public UInt128 State { get; private set; }

    /// <summary>Asked before each act; may throw, as a medium or the power does. Told <c>null</c> for a look or a read.</summary>
    public Action<MemoryDisk, string, DiskAct?>? Before { get; init; }

    /// <summary>Told after each act.</summary>
    public Action<MemoryDisk, DiskAct>? After { get; init; }

    /// <summary>Time that new files carry.</summary>
    public DateTimeOffset Now => RehearsalClock.At(Seals);

    /// <summary>All that lies here now, nothing recorded, no lock held.</summary>
    public MemoryDisk Copy(Action<MemoryDisk, string, DiskAct?>? before = null, Action<MemoryDisk, DiskAct>? after = null) =>
        new(this) { Before = before, After = after };

    /// <summary>Names what lies at some of the paths, as <see cref="State"/> names all.</summary>
    /// <param name="at">Names it as seen: e.g. without its time.</param>
    public UInt128 Part(Func<string, bool> counts, Func<Node, Node>? at = null)
    {
        var sum = UInt128.Zero;
        foreach (var (path, node) in _nodes)
        {
            sum += counts(path) ? Named(path, at?.Invoke(node) ?? node) : 0;
        }

        return sum;
    }

    /// <summary>Everything below a folder, by its path from there; the order is that of the paths.</summary>
    public IEnumerable<KeyValuePair<string, Node>> Below(string folder) => _nodes
        .Where(node => node.Key.Length > folder.Length && node.Key[folder.Length] == Path.DirectorySeparatorChar && node.Key.StartsWith(folder, StringComparison.Ordinal))
        .Select(node => KeyValuePair.Create(node.Key[(folder.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/'), node.Value))
        .OrderBy(node => node.Key, StringComparer.Ordinal);

    public byte[]? Read(string path, int most = 16 * 1024 * 1024)
    {
        Before?.Invoke(this, path, null);
        var node = Find(path);
        if (node?.Kind == StandingKind.Link)
        {
            node = Find(Links.Real(this, path));
        }

        return node switch
        {
            { Kind: StandingKind.File } when node.Held.Length > most => throw new FileTooLargeException(path, most),
            { Kind: StandingKind.File } => node.Bytes,
            { Kind: StandingKind.Folder } => throw new UnauthorizedAccessException(path),
            _ => null,
        };
    }

    public Standing? Look(string path)
    {
        Before?.Invoke(this, path, null);
        return Path.GetPathRoot(path) == path ? new(StandingKind.Folder, null, PlainFolder, RehearsalClock.At(0))
            : Find(path) is { } node ? new(node.Kind, node.Target, node.Mode, node.Modified, node.Nanoseconds, node.Owner)
            : null;
    }

    public ImmutableArray<string> List(string folder)
    {
        Before?.Invoke(this, folder, null);
        var place = Trimmed(folder);
        return Find(place) is { Kind: StandingKind.Folder }
            ? [.. _nodes.Keys.Where(path => IsIn(place, path)).Select(path => path[(place.Length + 1)..]).Order(StringComparer.Ordinal)]
            : throw new DirectoryNotFoundException(folder);
    }

    public void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly = false) => Do(new DiskAct.Create(path, FileContent.Kept(bytes), ownerOnly));

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes) => Do(new DiskAct.WriteAt(path, offset, bytes.ToArray()));

    public void CreateLink(string path, string target) => Do(new DiskAct.Link(path, target));

    public void Rename(string from, string to) => Do(new DiskAct.Rename(from, to));

    public void Delete(string path)
    {
        if (Find(path) is not null)
        {
            Do(new DiskAct.Delete(path));
        }
    }

    public void CreateFolder(string path, bool ownerOnly = false)
    {
        if (Find(path) is not { Kind: StandingKind.Folder })
        {
            Do(new DiskAct.Folder(path, ownerOnly));
        }
    }

    public void DeleteFolder(string path) => Do(new DiskAct.DeleteFolder(path));

    public void Stamp(string path, FileStamp stamp) => Do(new DiskAct.Stamp(path, stamp));

    public IDisposable? TryLock(string path) => _locked.Add(path) ? new Held(() => _locked.Remove(path)) : null;

    /// <summary>Nothing waits to be written: an act is durable when it returns.</summary>
    public void FlushAll(string folder)
    {
    }

    /// <summary>Does the act and records it.</summary>
    public void Do(DiskAct act)
    {
        Before?.Invoke(this, act.Path, act);
        Perform(act);
        _acts.Add(act);
        After?.Invoke(this, act);
    }

    /// <summary>What the power left of an act.</summary>
    public void Perform(DiskAct act)
    {
        switch (act)
        {
            case DiskAct.Create create:
                Refuse(Find(create.Path) is not null || !IsFolder(Path.GetDirectoryName(create.Path)!), create.Path);
                Put(create.Path, new(StandingKind.File, create.OwnerOnly ? OwnerFile : PlainFile, Now) { Held = FileContent.Of(create.Bytes), Content = Mix(1, create.Bytes.Span) });
                break;
            case DiskAct.WriteAt write:
                Write(write);
                break;
            case DiskAct.Link link:
                Refuse(Find(link.Path) is not null, link.Path);
                Put(link.Path, new(StandingKind.Link, PlainFile, Now) { Target = link.Target, Content = Mix(2, Encoding.UTF8.GetBytes(link.Target)) });
                break;
            case DiskAct.Rename rename:
                var moved = Find(rename.Path) ?? throw new FileNotFoundException(rename.Path);
                Put(rename.Path, null);
                Put(rename.To, moved);
                break;
            case DiskAct.Delete delete:
                Put(delete.Path, null);
                break;
            case DiskAct.Folder folder:
                Refuse(Find(folder.Path) is not null || !IsFolder(Path.GetDirectoryName(folder.Path)!), folder.Path);
                Put(folder.Path, new(StandingKind.Folder, folder.OwnerOnly ? OwnerFolder : PlainFolder, Now));
                break;
            case DiskAct.DeleteFolder folder:
                Refuse(Below(folder.Path).Any(), folder.Path);
                Put(folder.Path, null);
                break;
            case DiskAct.Stamp stamp:
                Stamped(stamp);
                break;
            case DiskAct.ByHand { Shown: null } nothing:
                Put(nothing.Path, null);
                break;
            case DiskAct.ByHand { Shown: { } shown } hand:
                Put(hand.Path, new(StandingKind.File, PlainFile, RehearsalClock.At(0)) { Held = FileContent.Of(Encoding.UTF8.GetBytes(shown)), Content = Mix(4, Encoding.UTF8.GetBytes(shown)) });
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Write(DiskAct.WriteAt write)
    {
        var node = Find(write.Path) is { Kind: StandingKind.File } file ? file : throw new FileNotFoundException(write.Path);
        Put(write.Path, node with { Held = node.Held.With((int)write.Offset, write.Bytes), Modified = Now, Content = Mix((ulong)node.Content ^ (ulong)(node.Content >> 64) ^ ((ulong)write.Offset << 20), write.Bytes.Span) });
        Seals += write.Path.EndsWith(Sticks.LogFolder.Ending, StringComparison.Ordinal) && write.Bytes.Span[0] == 'R' ? 1 : 0;
    }

    private void Stamped(DiskAct.Stamp stamp)
    {
        var node = Find(stamp.Path) ?? throw new FileNotFoundException(stamp.Path);
        var given = stamp.Given;
        Put(stamp.Path, node with
        {
            Mode = given.Mode ?? node.Mode,
            Owner = given.Owner ?? node.Owner,
            Modified = given.Modified ?? node.Modified,
            Nanoseconds = given.Modified is null ? node.Nanoseconds : given.Nanoseconds,
        });
    }

    /// <summary>Directly.</summary>
    private static bool IsIn(string folder, string path) => path.Length > folder.Length + 1 && path[folder.Length] == Path.DirectorySeparatorChar
        && path.StartsWith(folder, StringComparison.Ordinal) && path.IndexOf(Path.DirectorySeparatorChar, folder.Length + 1) < 0;

    private bool IsFolder(string path) => Path.GetPathRoot(path) == path || Find(path) is { Kind: StandingKind.Folder };

    private Node? Find(string path) => _nodes.GetValueOrDefault(Trimmed(path));

    private static string Trimmed(string path) => Path.EndsInDirectorySeparator(path) && Path.GetPathRoot(path) != path ? path[..^1] : path;

    private void Put(string path, Node? node)
    {
        if (_nodes.TryGetValue(path, out var old))
        {
            State -= Named(path, old);
            _ = _nodes.Remove(path);
        }

        if (node is not null)
        {
            State += Named(path, node);
            _nodes[path] = node;
        }
    }

    private static UInt128 Named(string path, Node node)
    {
        Span<byte> all = stackalloc byte[60 + Encoding.UTF8.GetMaxByteCount(path.Length)];
        BinaryPrimitives.WriteUInt128LittleEndian(all, node.Content);
        BinaryPrimitives.WriteInt64LittleEndian(all[16..], node.Modified.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(all[24..], ((int?)node.Mode ?? -1) | (node.Nanoseconds << 16));
        BinaryPrimitives.WriteUInt32LittleEndian(all[28..], node.Owner?.User ?? uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(all[32..], node.Owner?.Group ?? uint.MaxValue);
        all[36] = (byte)node.Kind;
        return Mix(3, all[..(37 + Encoding.UTF8.GetBytes(path, all[37..]))]);
    }

    private static UInt128 Mix(ulong seed, ReadOnlySpan<byte> bytes)
    {
        var name = FileContent.Name(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(name) + (UInt128)seed * 0x9E3779B97F4A7C15;
    }

    private static void Refuse(bool when, string path)
    {
        if (when)
        {
            throw new IOException(path);
        }
    }

    /// <summary>What lies at a path.</summary>
    /// <param name="Modified">Time of last change, UTC.</param>
    internal sealed record Node(StandingKind Kind, UnixFileMode? Mode, DateTimeOffset Modified)
    {
        public FileContent Held { get; init; } = FileContent.Empty;

        public byte[] Bytes => Held.Whole;

        public string? Target { get; init; }

        public int Nanoseconds { get; init; }

        public Core.Changes.FileOwner? Owner { get; init; } = new Core.Changes.FileOwner(0, 0);

        /// <summary>Names how its content came about: equal for equal contents that came about alike.</summary>
        public UInt128 Content { get; init; }
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}

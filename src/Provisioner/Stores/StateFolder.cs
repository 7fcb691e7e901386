using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>The console's state folder: back-ups, staged bytes, receipts, kept procedures, the lock. Owner only. Everything in
/// it is named by its digest and checked against it when read: a torn or altered file is as good as none.</summary>
internal sealed class StateFolder
{
    /// <summary>Bytes of the largest receipt that is read or written.</summary>
    public const int LargestReceipt = 8 * 1024;

    /// <summary>Receipts kept; the oldest goes when there are more.</summary>
    public const int MostReceipts = 64;

    private const string Staged = "staged", BackUps = "backup", ReceiptFolder = "receipts", OpenRuns = "open", Procedures = "procedures", ScannerFile = "scanner", CarriedFolder = "carried";
    private readonly IDisk _disk;

    private StateFolder(string folder, IDisk disk) => (Folder, _disk) = (folder, disk);

    /// <summary>Absolute.</summary>
    public string Folder { get; }

    /// <summary>Relative to the console's root; left out where consoles are compared.</summary>
    public static ConsolePath PathOn(ConsoleFiles console) =>
        ConsolePath.Parse(console.IsWindows ? "ProgramData/Provisioner" : "var/lib/provisioner");

    /// <summary>Opens the folder, and creates it where it is not there.</summary>
    /// <returns>A problem when it cannot be written, a link is on the way, or others may look into it: then nothing may be changed.</returns>
    public static Checked<StateFolder> Open(ConsoleFiles console, IDisk disk)
    {
        var folder = Path.Combine(console.Root, PathOn(console).Text.Replace('/', Path.DirectorySeparatorChar));
        return Guarded.Get<StateFolder>(folder, () => StateFolderMaking.Make(console.Root, folder, disk) is { } problem
            ? problem
            : new StateFolder(folder, disk).WithRooms());
    }

    /// <summary>The folder as it is, for reading; nothing is created. <see cref="FoundState.Folder"/> is <c>null</c> when the console has none.</summary>
    public static Checked<FoundState> Find(ConsoleFiles console, IDisk disk)
    {
        var folder = Path.Combine(console.Root, PathOn(console).Text.Replace('/', Path.DirectorySeparatorChar));
        return Guarded.Get<FoundState>(folder, () => new FoundState(disk.IsFolder(folder) ? new StateFolder(folder, disk) : null));
    }

    /// <summary>Whether a console has one; nothing is created.</summary>
    public static bool Exists(ConsoleFiles console) => console.Disk.IsFolder(Path.Combine(console.Root, PathOn(console).Text));

    /// <summary>Locks the console against another run of this program, until disposed or the process ends.</summary>
    public Checked<ConsoleLock> Lock() => Guarded.Get<ConsoleLock>(Folder, () =>
        _disk.TryLock(LockFile) is { } held ? new ConsoleLock(held) : Problem.Of("CONS-005"));

    /// <summary>Writes every byte that the plan needs, flushed.</summary>
    public Problem? Stage(Plan plan) => FirstOf(plan.Bytes.Values.Select(bytes => Keep(Staged, bytes)));

    /// <summary>The staged bytes of that digest; a problem when they are not there whole.</summary>
    public Checked<ReadOnlyMemory<byte>> StagedBytes(Sha256 digest) => Find(Staged, digest);

    /// <summary>Removes everything staged: private keys lie there in plain. Repeatable.</summary>
    public Problem? DropStaged() => Guarded.Do(Folder, () =>
    {
        foreach (var name in _disk.Files(Path.Combine(Folder, Staged)).ToArray())
        {
            _disk.Delete(InRoom(Staged, name));
        }
    });

    /// <summary>Keeps bytes that a change will replace, flushed. They stay until removed by an explicit step.</summary>
    public Problem? BackUp(ReadOnlyMemory<byte> bytes) => Keep(BackUps, bytes);

    /// <summary>The back-up of that digest; a problem when it is not there whole.</summary>
    public Checked<ReadOnlyMemory<byte>> BackUpBytes(Sha256 digest) => Find(BackUps, digest);

    /// <summary>Digests of the back-ups that are there.</summary>
    public Checked<ImmutableArray<Sha256>> ListBackUps() => Guarded.Get<ImmutableArray<Sha256>>(Folder, () =>
        Value(Names(BackUps)
            .Select(name => Sha256.TryParse(name, out var digest) ? digest : (Sha256?)null).OfType<Sha256>().Order().ToImmutableArray()));

    /// <summary>Removes one back-up: an explicit step. Repeatable.</summary>
    public Problem? RemoveBackUp(Sha256 digest) => Guarded.Do(Folder, () => _disk.Delete(InRoom(BackUps, digest.ToString())));

    /// <summary>Everything that lies in it, the lock left out.</summary>
    public Checked<StateContents> Contents() => Guarded.Get<StateContents>(Folder, () => new StateContents([.. Below("").Where(file => file.Place != LockFile)]));

    /// <summary>Removes the folder itself, whose files were removed before; the lock goes with it.</summary>
    /// <exception cref="IOException">Something else still lies in it.</exception>
    public void Remove()
    {
        foreach (var room in _disk.List(Folder).Select(name => Path.Combine(Folder, name)).Where(room => _disk.Look(room)?.Kind == StandingKind.Folder))
        {
            _disk.DeleteFolder(room);
        }

        _disk.Delete(LockFile);
        _disk.DeleteFolder(Folder);
    }

    /// <summary>Takes the folder away that was made for a run which did not begin, and those that were made to hold it. Where anything else
    /// lies in it by now, such as a note of a refused sign-on, it stays.</summary>
    /// <param name="made">What was not there before: <see cref="ConsoleFiles.MissingFolders"/>.</param>
    public Problem? TakeBack(ConsoleFiles console, ImmutableArray<ConsolePath> made) => made.IsEmpty ? null : Contents().TryGet(out var contents, out var problems)
        ? Guarded.Do(Folder, () =>
        {
            if (contents.Files.All(file => file.Name == ScannerFile || file.Name.StartsWith(Procedures + "/", StringComparison.Ordinal)))
            {
                foreach (var file in contents.Files)
                {
                    _disk.Delete(file.Place);
                }

                Remove();
                foreach (var folder in made.Reverse().Skip(1).Select(folder => Path.Combine(console.Root, folder.Text)).TakeWhile(folder => _disk.List(folder).IsEmpty))
                {
                    _disk.DeleteFolder(folder);
                }
            }
        })
        : problems[0];

    /// <summary>Keeps the procedure's very bytes, so that a run can go on with the version that it began with.</summary>
    public Problem? KeepProcedure(ReadOnlyMemory<byte> bytes) => Keep(Procedures, bytes);

    public Checked<ReadOnlyMemory<byte>> Procedure(Sha256 digest) => Find(Procedures, digest);

    /// <summary>Which scanner a laptop's folder stands for; <see cref="FoundScanner.Identity"/> is <c>null</c> where nobody said.</summary>
    public Checked<FoundScanner> Scanner() => Guarded.Get<FoundScanner>(Folder, () =>
        _disk.Read(Path.Combine(Folder, ScannerFile), LargestReceipt) is { } bytes && Encoding.UTF8.GetString(bytes).Split('\n') is [var serial, var host, ..]
            ? new FoundScanner(new(serial, host))
            : new FoundScanner(null));

    public Problem? KeepScanner(Runs.ConsoleIdentity identity) => Guarded.Do(Folder, () =>
    {
        var bytes = Encoding.UTF8.GetBytes($"{identity.Serial}\n{identity.Host}\n");
        if (!bytes.AsSpan().SequenceEqual(_disk.Read(Path.Combine(Folder, ScannerFile), LargestReceipt)))
        {
            Beside.Replace(_disk, Path.Combine(Folder, ScannerFile), bytes, ownerOnly: true);
        }
    });

    /// <summary>Where a stick's log goes on while the stick is away; made where it is not there.</summary>
    public Checked<string> CarriedRoom(string stick) => Guarded.Get<string>(Folder, () =>
    {
        _disk.CreateFolder(Path.Combine(Folder, CarriedFolder), ownerOnly: true);
        _disk.CreateFolder(CarriedOf(stick), ownerOnly: true);
        return CarriedOf(stick);
    });

    /// <summary>Logs of that stick which went on here.</summary>
    public Checked<ImmutableArray<string>> Carried(string stick) => Guarded.Get<ImmutableArray<string>>(Folder, () =>
        Value(_disk.IsFolder(CarriedOf(stick)) ? _disk.Files(CarriedOf(stick)).Order(StringComparer.Ordinal).Select(name => Path.Combine(CarriedOf(stick), name)).ToImmutableArray() : []));

    private string CarriedOf(string stick) => Path.Combine(Folder, CarriedFolder, EntryName.From(stick).Text.ToLowerInvariant());

    /// <summary>Receipts by stick. Hostile input: whoever could write here could write anything; each must verify by itself.</summary>
    public Checked<ImmutableArray<StickReceipt>> Receipts() => Guarded.Get<ImmutableArray<StickReceipt>>(Folder, () =>
        Value(Names(ReceiptFolder)
            .Where(name => EntryName.TryParse(name, out _)).Take(MostReceipts)
            .Select(name => new StickReceipt(name, _disk.Read(InRoom(ReceiptFolder, name), LargestReceipt)!)).ToImmutableArray()));

    /// <summary>Writes the stick's receipt in place of its last one, flushed.</summary>
    /// <param name="stick">Name of the stick.</param>
    /// <param name="bytes">At most <see cref="LargestReceipt"/>.</param>
    public Problem? WriteReceipt(string stick, ReadOnlyMemory<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, LargestReceipt);
        var name = FileOf(stick);
        return Guarded.Do(Folder, () =>
        {
            DropOldest(name);
            Beside.Replace(_disk, InRoom(ReceiptFolder, name), bytes.Span, ownerOnly: true);
        });
    }

    /// <summary>Runs that have changes in place, one a stick.</summary>
    public Checked<ImmutableArray<OpenMark>> OpenMarks() => Guarded.Get<ImmutableArray<OpenMark>>(Folder, () =>
        Value(Names(OpenRuns).Where(name => EntryName.TryParse(name, out _))
            .Select(name => OpenMark.Read(name, _disk.Read(InRoom(OpenRuns, name), OpenMark.Most))).ToImmutableArray()));

    /// <summary>Marks a run as having changes in place, flushed. Repeatable.</summary>
    public Problem? Mark(OpenMark mark)
    {
        var place = InRoom(OpenRuns, FileOf(mark.Stick));
        return Guarded.Do(place, () =>
        {
            if (_disk.Read(place, OpenMark.Most) is not { } now || !now.AsSpan().SequenceEqual(mark.ToBytes()))
            {
                Beside.Replace(_disk, place, mark.ToBytes(), ownerOnly: true);
            }
        });
    }

    /// <summary>Takes the stick's mark away. Repeatable.</summary>
    public Problem? Unmark(string stick)
    {
        var place = InRoom(OpenRuns, FileOf(stick));
        return Guarded.Do(place, () =>
        {
            if (_disk.Look(place) is not null)
            {
                _disk.Delete(place);
            }
        });
    }

    private static string FileOf(string stick) => EntryName.From(stick).Text.ToLowerInvariant();

    private string LockFile => Path.Combine(Folder, "lock");

    private IEnumerable<string> Names(string room) => _disk.IsFolder(Path.Combine(Folder, room)) ? _disk.Files(Path.Combine(Folder, room)) : [];

    /// <summary>Files below, links not followed.</summary>
    private IEnumerable<StateFile> Below(string prefix)
    {
        foreach (var name in _disk.List(Path.Combine(Folder, prefix)))
        {
            var (named, place) = (prefix + name, Path.Combine(Folder, prefix, name));
            var kind = _disk.Look(place)?.Kind;
            foreach (var file in kind == StandingKind.Folder ? Below(named + "/") : [new(named, place, kind == StandingKind.File ? _disk.Read(place)?.Length ?? 0 : 0)])
            {
                yield return file;
            }
        }
    }

    private StateFolder WithRooms()
    {
        foreach (var room in (string[])[Staged, BackUps, ReceiptFolder, Procedures, OpenRuns])
        {
            _disk.CreateFolder(Path.Combine(Folder, room), ownerOnly: true);
        }

        return this;
    }

    private void DropOldest(string keep)
    {
        var others = _disk.Files(Path.Combine(Folder, ReceiptFolder)).Where(name => name != keep)
            .OrderByDescending(name => _disk.Look(InRoom(ReceiptFolder, name))?.Modified).Skip(MostReceipts - 1).ToArray();
        foreach (var name in others)
        {
            _disk.Delete(InRoom(ReceiptFolder, name));
        }
    }

    private Problem? Keep(string room, ReadOnlyMemory<byte> bytes)
    {
        var digest = Sha256.Of(bytes.Span);
        var place = InRoom(room, digest.ToString());
        return Guarded.Do(place, () =>
        {
            if (!IsWhole(_disk.Read(place), digest))
            {
                _disk.Delete(place);
                _disk.Create(place, bytes.Span, ownerOnly: true);
            }
        }) ?? Guarded.Get<Sha256>(place, () => IsWhole(_disk.Read(place), digest) ? digest : Problem.Of("CONS-006", ("file", place))).Problems.FirstOrDefault();
    }

    private Checked<ReadOnlyMemory<byte>> Find(string room, Sha256 digest)
    {
        var place = InRoom(room, digest.ToString());
        return Guarded.Get<ReadOnlyMemory<byte>>(place, () =>
            _disk.Read(place) is { } bytes && IsWhole(bytes, digest) ? (ReadOnlyMemory<byte>)bytes : Problem.Of("CONS-006", ("file", place)));
    }

    private string InRoom(string room, string name) => Path.Combine(Folder, room, name);

    private static bool IsWhole(byte[]? bytes, Sha256 digest) => bytes is not null && Sha256.Of(bytes) == digest;

    private static Problem? FirstOf(IEnumerable<Problem?> done) => done.FirstOrDefault(problem => problem is not null);

    private static Checked<T> Value<T>(T value)
        where T : notnull => value;
}

/// <param name="Name">Relative to the state folder, with <c>/</c>.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record StateFile(string Name, string Place, long Bytes);

/// <summary>What this program left on a console.</summary>
internal sealed record StateContents(ImmutableArray<StateFile> Files)
{
    private static readonly string[] Rooms = ["backup/", "open/", "procedures/", "receipts/", "scanner", "staged/"];

    public int BackUps => Count("backup/");

    public int Procedures => Count("procedures/");

    public int Receipts => Count("receipts/");

    /// <summary>Of a change that is being made, or was cut off.</summary>
    public int Staged => Count("staged/");

    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>What another version of the program put there.</summary>
    public IEnumerable<StateFile> Unknown => Files.Where(file => !Rooms.Any(room => file.Name.StartsWith(room, StringComparison.Ordinal)));

    private int Count(string room) => Files.Count(file => file.Name.StartsWith(room, StringComparison.Ordinal));
}

/// <param name="Folder"><c>null</c> when the console has none.</param>
internal sealed record FoundState(StateFolder? Folder);

/// <param name="Identity"><c>null</c>: the folder stands for no scanner yet.</param>
internal sealed record FoundScanner(Runs.ConsoleIdentity? Identity);

/// <summary>What a stick left on the console.</summary>
internal sealed record StickReceipt(string Stick, ReadOnlyMemory<byte> Bytes);

/// <summary>Held by one process at a time, by the system's own means.</summary>
internal sealed class ConsoleLock(IDisposable held) : IDisposable
{
    public void Dispose() => held.Dispose();
}

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Where an interrupted run goes on: its name, the number of the part to be opened, the head of the part before.</summary>
internal sealed record NextPart(string Run, int Part, Head After)
{
    public static NextPart Of(RunHistory run) => new(run.Run, run.NextPart, run.Head);
}

/// <summary>The journal of a run while it is being written. After the first write or flush that fails it refuses everything.</summary>
internal sealed class StickJournal : IDisposable
{
    private readonly StickJournalStart _start;
    private readonly Stick _stick;
    private readonly IDisk _disk;
    private string _logs;
    private readonly TimeProvider _clock;
    private readonly IDisposable _lock;
    private IOpenFile _file;
    private JournalState _state;
    private ISealKey? _key;
    private long _began;
    private Problem? _refusal;

    private StickJournal(StickJournalStart start, Stick stick, IDisk disk, TimeProvider clock, IDisposable held)
    {
        (_start, _stick, _disk, _clock, _lock) = (start, stick, disk, clock, held);
        (_file, _state, _key, _began) = (start.File, start.Appended.State, start.Next, start.Began);
        (Part, Newest, _logs) = (start.Part, start.Appended.Seal, stick.Logs);
    }

    /// <summary>Name of the run: that of its first part's file.</summary>
    public string Run => _start.Run;

    /// <summary>From 1; one more whenever a file was full.</summary>
    public int Part { get; private set; }

    /// <summary>This part's file name without ending.</summary>
    public string File => _state.File;

    /// <summary>The newest seal; OPEN's at first.</summary>
    public SealedAt Newest { get; private set; }

    /// <summary>Verifies the stick, takes its lock unless the same object holds it, finds the wanted epoch key and deletes every
    /// other, decrypts it, writes the next one, appends OPEN and flushes, deletes the used one. On return OPEN is durable.</summary>
    /// <param name="passphrase">Not kept.</param>
    /// <param name="openFields">STICK, FILE, RUN, PART, AFTER, PREV and <c>e=</c> are filled in; give the rest: codes, CONSOLE..,
    /// ENGINEER, PROGRAM.., PROC.., MODE, WIT.</param>
    /// <param name="next">The run that goes on; <c>null</c> for a new one.</param>
    public static Checked<StickJournal> Open(
        Stick stick, IDisk disk, Secret passphrase, ImmutableArray<JournalField> openFields, TimeProvider clock, NextPart? next = null)
    {
        if (!stick.Lock().TryGet(out var held, out var problems))
        {
            return problems;
        }

        try
        {
            if (StickJournalStart.Begin(stick, disk, passphrase, openFields, clock, next).TryGet(out var start, out problems))
            {
                return new StickJournal(start, stick, disk, clock, held);
            }
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            problems = [Faults.Of(fault, stick.Folder)];
        }

        held.Dispose();
        return problems;
    }

    /// <summary>One group: these records and their seal, in one write, flushed. On return they are durable. What the file has no
    /// room for goes into the next part, which is opened for it.</summary>
    /// <returns>A problem, and nothing is written, when a record is too long for any file.</returns>
    public Checked<SealedAt> Append(params ReadOnlySpan<JournalEntry> entries)
    {
        if (_refusal is { } refusal)
        {
            return refusal;
        }

        ImmutableArray<JournalEntry> group = [.. entries];
        if (JournalWriter.Measure(group) is not { } bytes)
        {
            return Problem.Of("LOG-013", ("file", File));
        }

        return JournalWriter.HasRoom(_state, bytes) ? Seal(group) : GoOn().Then(_ => Seal(group));
    }

    /// <summary>CLOSE, whose seal names no further key. Afterwards nothing can be appended.</summary>
    /// <param name="fields">OUTCOME, PROOF..; LEN is filled in.</param>
    public Checked<SealedAt> Close(ImmutableArray<JournalField> fields) => _refusal is { } refusal
        ? refusal
        : Write(JournalWriter.Close(_state, fields, _clock.GetUtcNow(), _clock.GetElapsedTime(_began), _key!), null);

    /// <summary>Goes on in a copy of its file in another folder, which has all that is sealed when this returns. The stick's own
    /// file is not held open any more.</summary>
    public Problem? MoveTo(string folder)
    {
        if (_refusal is { } refusal)
        {
            return refusal;
        }

        var number = FileNumber.Read(File);
        var (here, there) = (LogFolder.PathOf(_logs, number), LogFolder.PathOf(folder, number));
        Problem? found = null;
        var problem = Guarded.Do(there, () =>
        {
            var bytes = _disk.Read(here) ?? [];
            Beside.Replace(_disk, there, bytes, ownerOnly: true);
            found = _disk.Read(there).AsSpan().SequenceEqual(bytes) ? null : Problem.Of("DISK-006", ("file", there));
        }) ?? found;
        return problem ?? MoveIn(folder);
    }

    /// <summary>Goes on in a folder that has all of its file.</summary>
    public Problem? MoveIn(string folder) => Guarded.Do(folder, () =>
    {
        var moved = _disk.Open(LogFolder.PathOf(folder, FileNumber.Read(File)));
        _file.Dispose();
        (_file, _logs) = (moved, folder);
    });

    /// <summary>Destroys the key in memory and gives the lock back. Without CLOSE the run is interrupted.</summary>
    public void Dispose()
    {
        _refusal ??= Problem.Of("LOG-012", ("file", File));
        _key?.Dispose();
        _state.Dispose();
        _file.Dispose();
        _lock.Dispose();
    }

    private Checked<SealedAt> Seal(ImmutableArray<JournalEntry> group)
    {
        var next = _stick.Seals.Create();
        return Write(JournalWriter.Append(_state, group, _clock.GetUtcNow(), _clock.GetElapsedTime(_began), _key!, next.Public), next);
    }

    /// <summary>The file is full: OPEN of the next part, sealed by the ladder. The epoch key waits for the next run.</summary>
    private Checked<SealedAt> GoOn()
    {
        var number = FileNumber.Read(File) + 1;
        var path = LogFolder.PathOf(_logs, number);
        var next = _stick.Seals.Create();
        var full = (File: _file, State: _state);
        try
        {
            _disk.Create(path, Filler(JournalWriter.Step));
            _file = _disk.Open(path);
            full.File.Dispose();
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Failed(fault, path, next);
        }

        var head = Newest.Head.ToString();
        var open = _start.OpenAs(FileNumber.Write(number), Part + 1, head, head, RunRecords.Continued(_start.Fields));
        (_state, _began) = (JournalState.Begin(_stick.Name, FileNumber.Write(number)), _clock.GetTimestamp());
        full.State.Dispose();
        Part++;
        return Write(JournalWriter.Append(_state, [open], _clock.GetUtcNow(), TimeSpan.Zero, _key!, next.Public, _start.NextEpoch), next);
    }

    private Checked<SealedAt> Write(Appended appended, ISealKey? next)
    {
        try
        {
            if (appended.Length > _state.Length)
            {
                _file.WriteAt(_state.Length, Filler(appended.Length - _state.Length));
            }

            _file.WriteAt(appended.Offset, appended.Block);
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Failed(fault, LogFolder.PathOf(_logs, FileNumber.Read(File)), next);
        }

        _key!.Dispose();
        (_key, _state, Newest) = (next, appended.State, appended.Seal);
        _refusal = next is null ? Problem.Of("LOG-012", ("file", File)) : null;
        return Newest;
    }

    /// <summary>From now on everything is refused: what was not confirmed may be missing.</summary>
    private Checked<SealedAt> Failed(Exception fault, string path, ISealKey? next)
    {
        next?.Dispose();
        _refusal = Problem.Of("LOG-011", ("file", File));
        return ImmutableArray.Create(Faults.Of(fault, path), _refusal);
    }

    /// <summary>Not to be altered.</summary>
    internal static byte[] Filler(long bytes) => bytes == JournalWriter.Step ? Step : Filled(bytes);

    private static readonly byte[] Step = Filled(JournalWriter.Step);

    private static byte[] Filled(long bytes)
    {
        var filler = new byte[bytes];
        Array.Fill(filler, (byte)'\n');
        return filler;
    }
}

/// <summary>The order of opening (DESIGN.md, "Ladder"): write the next epoch key, append OPEN and flush, delete the used one.
/// After a crash anywhere between, the key that the newest sealed OPEN names is the wanted one, and every other is deleted.</summary>
internal sealed record StickJournalStart
{
    /// <summary>OPEN is durable in it.</summary>
    public required IOpenFile File { get; init; }

    public required Appended Appended { get; init; }

    /// <summary>Makes the next seal.</summary>
    public required ISealKey Next { get; init; }

    /// <summary>Opens the next run's file.</summary>
    public required VerifyingKey NextEpoch { get; init; }

    /// <summary>Time stamp of OPEN.</summary>
    public required long Began { get; init; }

    public required string Stick { get; init; }

    public required string Run { get; init; }

    public required int Part { get; init; }

    /// <summary>What the caller says in OPEN.</summary>
    public required ImmutableArray<JournalField> Fields { get; init; }

    public static Checked<StickJournalStart> Begin(
        Stick stick, IDisk disk, Secret passphrase, ImmutableArray<JournalField> fields, TimeProvider clock, NextPart? next)
    {
        if (next is null && clock.GetUtcNow() > stick.Genesis.NotAfter)
        {
            return Problem.Of("STICK-005", ("stick", stick.Name), ("until", RecordLine.Utc(stick.Genesis.NotAfter)));
        }

        return StickHistory.Read(stick).Then(history =>
            WantedKey(stick, disk, history.Ledger.WantedEpoch, passphrase).Then<StickJournalStart>(opening =>
            {
                using (opening)
                {
                    return Open(stick, disk, passphrase, fields, clock, next, history.Ledger, opening);
                }
            }));
    }

    private static StickJournalStart Open(
        Stick stick, IDisk disk, Secret passphrase, ImmutableArray<JournalField> fields, TimeProvider clock, NextPart? next, StickLedger ledger, ISealKey opening)
    {
        using var nextEpoch = stick.Seals.Create();
        disk.Create(KeyPath(stick, nextEpoch.Public), stick.Seals.Protect(nextEpoch, passphrase, stick.Genesis.IsRehearsal), ownerOnly: true);

        var file = FileNumber.Write(ledger.NextNumber);
        var path = LogFolder.PathOf(stick.Logs, ledger.NextNumber);
        disk.Create(path, StickJournal.Filler(JournalWriter.Step));

        var (run, part, after) = next is null ? (file, 1, "-") : (next.Run, next.Part, next.After.ToString());
        var entry = Named(fields, stick.Name, file, run, part, after, ledger.Previous);
        var key = stick.Seals.Create();
        var began = clock.GetTimestamp();
        var appended = JournalWriter.Append(
            JournalState.Begin(stick.Name, file), [entry], clock.GetUtcNow(), TimeSpan.Zero, opening, key.Public, nextEpoch.Public);
        var held = Sealed(disk.Open(path), appended);
        disk.Delete(KeyPath(stick, opening.Public));
        return new()
        {
            File = held,
            Appended = appended,
            Next = key,
            NextEpoch = nextEpoch.Public,
            Began = began,
            Stick = stick.Name,
            Run = run,
            Part = part,
            Fields = fields,
        };
    }

    /// <summary>OPEN of a later part of the same run.</summary>
    public JournalEntry OpenAs(string file, int part, string after, string previous, ImmutableArray<JournalField> fields) =>
        Named(fields, Stick, file, Run, part, after, previous);

    private static IOpenFile Sealed(IOpenFile file, Appended appended)
    {
        try
        {
            file.WriteAt(appended.Offset, appended.Block);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Codes first, then what names the file, then what the caller knows.</summary>
    private static JournalEntry Named(
        ImmutableArray<JournalField> given, string stick, string file, string run, int part, string after, string previous) => new(
        JournalWriter.Opening,
        [
            .. given.Where(field => JournalEntry.CodeKeys.Contains(field.Key)),
            new("STICK", stick), new("FILE", file), new("RUN", run), new("PART", part.ToString(CultureInfo.InvariantCulture)),
            new("AFTER", after), new("PREV", previous),
            .. given.Where(field => !JournalEntry.CodeKeys.Contains(field.Key)),
        ]);

    private static Checked<ISealKey> WantedKey(Stick stick, IDisk disk, VerifyingKey wanted, Secret passphrase)
    {
        if (disk.Read(KeyPath(stick, wanted)) is not { } bytes)
        {
            return Problem.Of("STICK-012", ("file", SealKey.FileOf(wanted)));
        }

        return stick.Seals.Unprotect(bytes, wanted, passphrase, stick.Genesis.IsRehearsal).Select(key =>
        {
            DeleteOthers(stick, disk, SealKey.FileOf(wanted));
            return key;
        });
    }

    private static void DeleteOthers(Stick stick, IDisk disk, string wanted)
    {
        foreach (var name in disk.Files(stick.Id).Where(name => name != wanted && name.EndsWith(".KEY", StringComparison.Ordinal)))
        {
            disk.Delete(Path.Combine(stick.Id, name));
        }
    }

    private static string KeyPath(Stick stick, VerifyingKey key) => Path.Combine(stick.Id, SealKey.FileOf(key));
}

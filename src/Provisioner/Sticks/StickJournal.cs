using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
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
    private readonly IDisk _disk;
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly IDisposable _lock;
    private readonly ISeals _seals;
    private JournalState _state;
    private ISealKey? _key;
    private Problem? _refusal;

    private StickJournal(StickJournalStart start, IDisk disk, ISeals seals, TimeProvider clock, IDisposable held)
    {
        (_disk, _seals, _clock, _lock) = (disk, seals, clock, held);
        (_path, _state, _key, _began) = (start.Path, start.Appended.State, start.Next, start.Began);
        (Run, Part, Newest) = (start.Run, start.Part, start.Appended.Seal);
    }

    /// <summary>Name of the run: that of its first part's file.</summary>
    public string Run { get; }

    /// <summary>From 1.</summary>
    public int Part { get; }

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
                return new StickJournal(start, disk, stick.Seals, clock, held);
            }
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            problems = [Faults.Of(fault, stick.Folder)];
        }

        held.Dispose();
        return problems;
    }

    /// <summary>One group: these records and their seal, in one write, flushed. On return they are durable.</summary>
    public Checked<SealedAt> Append(params ReadOnlySpan<JournalEntry> entries)
    {
        if (_refusal is { } refusal)
        {
            return refusal;
        }

        var next = _seals.Create();
        var appended = JournalWriter.Append(
            _state, [.. entries], _clock.GetUtcNow(), _clock.GetElapsedTime(_began), _key!, next.Public);
        return Write(appended, next);
    }

    /// <summary>CLOSE, whose seal names no further key. Afterwards nothing can be appended.</summary>
    /// <param name="fields">OUTCOME, PROOF..; LEN is filled in.</param>
    public Checked<SealedAt> Close(ImmutableArray<JournalField> fields) => _refusal is { } refusal
        ? refusal
        : Write(JournalWriter.Close(_state, fields, _clock.GetUtcNow(), _clock.GetElapsedTime(_began), _key!), null);

    /// <summary>Destroys the key in memory and gives the lock back. Without CLOSE the run is interrupted.</summary>
    public void Dispose()
    {
        _refusal ??= Problem.Of("LOG-012", ("file", File));
        _key?.Dispose();
        _state.Dispose();
        _lock.Dispose();
    }

    private Checked<SealedAt> Write(Appended appended, ISealKey? next)
    {
        try
        {
            if (appended.Length > _state.Length)
            {
                _disk.WriteAt(_path, _state.Length, Filler(appended.Length - _state.Length));
            }

            _disk.WriteAt(_path, appended.Offset, appended.Block);
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            next?.Dispose();
            _refusal = Problem.Of("LOG-011", ("file", File));
            return ImmutableArray.Create(Faults.Of(fault, _path), _refusal);
        }

        _key!.Dispose();
        (_key, _state, Newest) = (next, appended.State, appended.Seal);
        _refusal = next is null ? Problem.Of("LOG-012", ("file", File)) : null;
        return Newest;
    }

    internal static byte[] Filler(long bytes)
    {
        var filler = new byte[bytes];
        Array.Fill(filler, (byte)'\n');
        return filler;
    }
}

/// <summary>The order of opening (DESIGN.md, "Ladder"): write the next epoch key, append OPEN and flush, delete the used one.
/// After a crash anywhere between, the key that the newest sealed OPEN names is the wanted one, and every other is deleted.</summary>
internal sealed record StickJournalStart(string Path, Appended Appended, ISealKey Next, long Began, string Run, int Part)
{
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
        var entry = new JournalEntry(JournalWriter.Opening, Named(fields, stick.Name, file, run, part, after, ledger.Previous));
        var key = stick.Seals.Create();
        var began = clock.GetTimestamp();
        var appended = JournalWriter.Append(
            JournalState.Begin(stick.Name, file), [entry], clock.GetUtcNow(), TimeSpan.Zero, opening, key.Public, nextEpoch.Public);
        disk.WriteAt(path, appended.Offset, appended.Block);
        disk.Delete(KeyPath(stick, opening.Public));
        return new(path, appended, key, began, run, part);
    }

    /// <summary>Codes first, then what names the file, then what the caller knows.</summary>
    private static ImmutableArray<JournalField> Named(
        ImmutableArray<JournalField> given, string stick, string file, string run, int part, string after, string previous) =>
    [
        .. given.Where(field => JournalEntry.CodeKeys.Contains(field.Key)),
        new("STICK", stick), new("FILE", file), new("RUN", run), new("PART", part.ToString(CultureInfo.InvariantCulture)),
        new("AFTER", after), new("PREV", previous),
        .. given.Where(field => !JournalEntry.CodeKeys.Contains(field.Key)),
    ];

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
            disk.Delete(System.IO.Path.Combine(stick.Id, name));
        }
    }

    private static string KeyPath(Stick stick, VerifyingKey key) => System.IO.Path.Combine(stick.Id, SealKey.FileOf(key));
}

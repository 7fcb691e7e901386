using System.Globalization;
using System.Security.Cryptography;
using Provisioner.Core.Journal;
using Provisioner.Keys;

namespace Provisioner.Tests.Journal;

/// <summary>A stick's journals in memory, written as the program writes them, with all keys at hand to forge with.</summary>
internal sealed class WrittenStick
{
    private static readonly DateTimeOffset Began = new(2026, 5, 4, 9, 30, 47, 123, TimeSpan.Zero);

    private readonly SealKey _first = SealKey.Create();
    private readonly List<SignedFile> _issues = [];
    private readonly List<Genesis> _trusted = [];
    private readonly List<int> _ends = [];

    public WrittenStick(TestOffice? office = null, bool isRehearsal = true, string name = "PS-TEST", TimeSpan? lasts = null)
    {
        Genesis = new()
        {
            Stick = name,
            Engineer = "fe-042",
            FirstEpoch = _first.Public,
            Issue = 1,
            NotAfter = Began + (lasts ?? TimeSpan.FromDays(365)),
            IsRehearsal = isRehearsal,
        };
        Epoch = _first;
        Keys.Add(_first);
        Trust(Genesis, office);
    }

    public Genesis Genesis { get; }

    /// <summary>Opens the next file.</summary>
    public SealKey Epoch { get; private set; }

    public List<JournalBytes> Files { get; } = [];

    public string Previous { get; private set; } = "-";

    /// <summary>Every epoch key so far; the program would have destroyed them.</summary>
    public List<SealKey> Keys { get; } = [];

    public StickEvidence Evidence => new() { Place = "stick", Issues = [.. _issues], Files = [.. Files] };

    public StickLedger Ledger => StickLedger.Read(new() { Issues = [.. _trusted] }, Files);

    /// <summary>Another stick with the same history so far, which can go another way.</summary>
    public WrittenStick Copy() => new(this);

    private WrittenStick(WrittenStick from)
    {
        (_first, Genesis, Epoch, Previous) = (from._first, from.Genesis, from.Epoch, from.Previous);
        Files.AddRange(from.Files);
        Keys.AddRange(from.Keys);
        _issues.AddRange(from._issues);
        _trusted.AddRange(from._trusted);
        _ends.AddRange(from._ends);
    }

    /// <summary>The next file is opened with this key, whoever made it.</summary>
    public void Steal(SealKey key) => Epoch = key;

    /// <summary>The next file names this one as the one before.</summary>
    public void GoOnAfter(string file) => Previous = Ledger.Files.First(known => known.Name == file).AsPrevious;

    /// <summary>The passphrase was lost: a new GENESIS with a new first key, from the next file on.</summary>
    public void Renew(TestOffice office)
    {
        Epoch = SealKey.Create();
        Keys.Add(Epoch);
        Trust(Genesis with { FirstEpoch = Epoch.Public, Issue = _trusted.Count + 1, First = Files.Count + 1, Previous = Previous }, office);
    }

    /// <summary>Of the last group of a file only some sectors were written.</summary>
    /// <param name="keep">Whether a sector of the group, from 0, was written.</param>
    public void Tear(int number, Func<int, bool> keep)
    {
        var bytes = Files[number - 1].Bytes.ToArray();
        var groups = JournalGrammar.Read("R0000001", bytes).Groups;
        var (start, end) = ((int)groups[^1].Offset, _ends[number - 1]);
        for (var at = start; at < end; at += JournalWriter.Sector)
        {
            if (!keep((at - start) / JournalWriter.Sector))
            {
                bytes.AsSpan(at, JournalWriter.Sector).Fill((byte)'\n');
            }
        }

        Replace(number, bytes);
        Previous = Ledger.Previous;
    }

    private void Trust(Genesis genesis, TestOffice? office)
    {
        _trusted.Add(genesis);
        var name = _trusted.Count == 1 ? "ID/GENESIS" : $"ID/GENESIS.{_trusted.Count}";
        _issues.Add(new(name, genesis.ToBytes(), office?.Sign(genesis.ToBytes())));
    }

    /// <summary>One more file: OPEN, these groups, CLOSE where asked.</summary>
    public WrittenFile Write(IEnumerable<JournalEntry[]>? groups = null, bool close = true, RunHistory? part = null, params (string, string)[] open)
    {
        var file = new WrittenFile(this, part, null, null, open);
        foreach (var group in groups ?? [[Intent("one")], [Intent("two"), Intent("three")], [Intent(new string('x', 700))]])
        {
            file.Append(group);
        }

        if (close)
        {
            file.Close();
        }

        Keep(file);
        return file;
    }

    public void Keep(WrittenFile file)
    {
        Files.Add(new(Files.Count + 1, file.Bytes));
        _ends.Add(file.End);
        Epoch = file.NextEpoch;
        Keys.Add(Epoch);
        Previous = Ledger.Previous;
    }

    public void Replace(int number, byte[] bytes) => Files[number - 1] = new(number, bytes);

    public static JournalEntry Intent(string what) => JournalEntry.Of("INTENT", ("EV", "110113/110129"), ("STEP", "3"), ("WHAT", what));

    public static DateTimeOffset At(int line) => Began.AddSeconds(line);
}

/// <summary>One file while it is being written.</summary>
internal sealed class WrittenFile
{
    private JournalState _state;
    private SealKey? _key;

    /// <param name="full">The file before, of the same program, which had no room left.</param>
    public WrittenFile(WrittenStick stick, RunHistory? part = null, WrittenFile? full = null, SealKey? epoch = null, params (string Key, string Value)[] open)
    {
        NextEpoch = epoch ?? full?.NextEpoch ?? SealKey.Create();
        Name = FileNumber.Write(stick.Files.Count + 1);
        var entry = new JournalEntry("OPEN",
        [
            new("STICK", stick.Genesis.Stick), new("FILE", Name), new("RUN", part?.Run ?? Name),
            new("PART", (part?.NextPart ?? 1).ToString(CultureInfo.InvariantCulture)),
            new("AFTER", part?.Head.ToString() ?? "-"), new("PREV", stick.Previous),
            .. open.Select(pair => new JournalField(pair.Key, pair.Value)),
        ]);
        _key = SealKey.Create();
        var appended = JournalWriter.Append(
            JournalState.Begin(stick.Genesis.Stick, Name), [entry], WrittenStick.At(0), TimeSpan.Zero, full?._key ?? stick.Epoch, _key.Public, NextEpoch.Public);
        _state = appended.State;
        Put(appended);
    }

    public string Name { get; }

    public byte[] Bytes { get; private set; } = [];

    public SealKey NextEpoch { get; }

    public List<SealedAt> Seals { get; } = [];

    /// <summary>Where the last group ends: behind it is filler.</summary>
    public int End { get; private set; }

    public void Append(params JournalEntry[] entries)
    {
        var next = SealKey.Create();
        Put(JournalWriter.Append(_state, [.. entries], WrittenStick.At(_state.Lines), TimeSpan.FromMilliseconds(_state.Lines * 10), _key!, next.Public));
        _key = next;
    }

    public void Close(params (string Key, string Value)[] fields)
    {
        Put(JournalWriter.Close(
            _state, [.. fields.Select(pair => new JournalField(pair.Key, pair.Value))], WrittenStick.At(_state.Lines), TimeSpan.FromSeconds(9), _key!));
        _key = null;
    }

    /// <summary>As if only so many groups had been written: where a forger would go on.</summary>
    public JournalState StateAfter(int groups)
    {
        var seal = Seals[groups - 1];
        var end = (int)(seal.Offset + seal.SealLine.Length + JournalWriter.Sector) / JournalWriter.Sector * JournalWriter.Sector;
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Bytes.AsSpan(0, end));
        var lines = int.Parse(seal.SealLine.Split(' ')[1], CultureInfo.InvariantCulture);
        return new("PS-TEST", Name, end, lines, Bytes.Length, TimeSpan.FromSeconds(1), isClosed: false, hash);
    }

    private void Put(Appended appended)
    {
        var bytes = new byte[appended.Length];
        Array.Fill(bytes, (byte)'\n');
        Bytes.CopyTo(bytes, 0);
        appended.Block.CopyTo(bytes, appended.Offset);
        (Bytes, _state) = (bytes, appended.State);
        Seals.Add(appended.Seal);
        End = (int)(appended.Offset + appended.Block.Length);
    }
}

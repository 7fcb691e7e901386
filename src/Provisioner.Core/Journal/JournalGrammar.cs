using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>One group as it stands in a file; its signature is not yet verified.</summary>
internal sealed record JournalGroup(long Offset, ImmutableArray<JournalRecord> Records, SealLine Seal, long SealOffset, Head Head, string SealText)
{
    public bool Closes => Seal.Next is null;
}

/// <summary>A file read by the grammar alone: groups up to the first byte that no program can have written.</summary>
internal sealed record JournalText
{
    public required string Name { get; init; }

    public required byte[] Bytes { get; init; }

    public required ImmutableArray<JournalGroup> Groups { get; init; }

    public required JournalEnding Ending { get; init; }

    public required ImmutableArray<Problem> Problems { get; init; }
}

/// <summary>Reads a journal's bytes. Everything has one spelling: line numbers, times, values, base64, DER, padding.</summary>
internal ref struct JournalGrammar
{
    private readonly string _name;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly IncrementalHash _hash;
    private readonly ImmutableArray<JournalGroup>.Builder _groups;
    private long _hashed;
    private int _lines;
    private TimeSpan _since;

    private JournalGrammar(string name, ReadOnlySpan<byte> bytes, IncrementalHash hash)
    {
        _name = name;
        _bytes = bytes;
        _hash = hash;
        _groups = ImmutableArray.CreateBuilder<JournalGroup>();
    }

    public static JournalText Read(string name, byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new JournalGrammar(name, bytes, hash);
        var (ending, problems) = reader.ReadGroups();
        return new()
        {
            Name = name,
            Bytes = bytes,
            Groups = reader._groups.ToImmutable(),
            Ending = ending,
            Problems = problems,
        };
    }

    private (JournalEnding, ImmutableArray<Problem>) ReadGroups()
    {
        if (_bytes.Length > JournalWriter.Most)
        {
            return (JournalEnding.Damaged, [Problem.Of("LOG-003", ("file", _name), ("most", Number(JournalWriter.Most)))]);
        }

        var at = 0;
        while (at < _bytes.Length && _bytes[at] != (byte)'\n')
        {
            if (!TryReadGroup(at, out var end, out var wrong))
            {
                return JournalTail.IsTorn(_bytes, at, _lines)
                    ? (JournalEnding.Torn, [])
                    : (JournalEnding.Damaged, [At("LOG-001", wrong)]);
            }

            at = end;
            if (_groups[^1].Closes)
            {
                return Closed(at);
            }
        }

        return Unclosed(at);
    }

    private readonly (JournalEnding, ImmutableArray<Problem>) Closed(int end)
    {
        var filler = _bytes[end..].IndexOfAnyExcept((byte)'\n');
        var length = _groups[^1].Records[^1][JournalWriter.FinalLength];
        return (filler, length == Number(_bytes.Length)) switch
        {
            ( >= 0, _) => (JournalEnding.Damaged, [At("LOG-004", end + filler)]),
            (_, false) => (JournalEnding.Shortened, [Problem.Of("LOG-005", ("file", _name), ("said", length ?? ""), ("found", Number(_bytes.Length)))]),
            _ => (JournalEnding.Closed, []),
        };
    }

    private readonly (JournalEnding, ImmutableArray<Problem>) Unclosed(int end)
    {
        var filler = _bytes[end..].IndexOfAnyExcept((byte)'\n');
        if (filler >= 0)
        {
            return JournalTail.IsTorn(_bytes, end, _lines) ? (JournalEnding.Torn, []) : (JournalEnding.Damaged, [At("LOG-001", end + filler)]);
        }

        return end > _bytes.Length / JournalWriter.Step * JournalWriter.Step
            ? (JournalEnding.Shortened, [Problem.Of("LOG-006", ("file", _name), ("found", Number(_bytes.Length)))])
            : (JournalEnding.Open, []);
    }

    /// <param name="wrong">Byte of the first line that is not as written.</param>
    private bool TryReadGroup(int start, out int end, out int wrong)
    {
        var records = ImmutableArray.CreateBuilder<JournalRecord>();
        var (at, lines, since) = (start, _lines, _since);
        (end, wrong) = (0, start);
        while (TryReadLine(at, start, out var line))
        {
            wrong = at;
            var next = at + line.Length + 1;
            if (SealLine.TryRead(line, out var seal, out var signed))
            {
                end = next + Padding(next);
                wrong = next;
                return seal.Number == lines + 1 && records.Count > 0 && seal.Next is null == (records[^1].Event == JournalWriter.Closing)
                    && IsFiller(next, end) && Take(start, records.ToImmutable(), seal, at, signed, line, since);
            }

            if (!RecordLine.TryRead(line, out var record) || !Fits(record, lines, since, records))
            {
                return false;
            }

            records.Add(record);
            (lines, since, at) = (record.Number, record.Since, next);
        }

        wrong = at;
        return false;
    }

    private bool Take(int start, ImmutableArray<JournalRecord> records, SealLine seal, int sealAt, int signed, string line, TimeSpan since)
    {
        _hash.AppendData(_bytes[(int)_hashed..(sealAt + signed)]);
        _hashed = sealAt + signed;
        var head = new Head(new(_hash.GetCurrentHash()));
        _groups.Add(new(start, records, seal, sealAt, head, line));
        (_lines, _since) = (seal.Number, since);
        return true;
    }

    private static bool Fits(JournalRecord record, int lines, TimeSpan since, ImmutableArray<JournalRecord>.Builder before) =>
        record.Number == lines + 1
        && record.Since >= since
        && (record.Event == JournalWriter.Opening) == (record.Number == 1)
        && record.NextEpoch is not null == (record.Number == 1)
        && (before.Count == 0 || before[^1].Event != JournalWriter.Closing);

    private readonly bool TryReadLine(int at, int group, out string line)
    {
        var rest = _bytes[at..Math.Min(_bytes.Length, group + JournalWriter.LargestGroup)];
        var length = rest.IndexOf((byte)'\n');
        line = length > 0 ? Encoding.Latin1.GetString(rest[..length]) : "";
        return length > 0;
    }

    private static int Padding(int end) => (JournalWriter.Sector - (end % JournalWriter.Sector)) % JournalWriter.Sector;

    private readonly bool IsFiller(int from, int to) => to <= _bytes.Length && !_bytes[from..to].ContainsAnyExcept((byte)'\n');

    private readonly Problem At(string code, int offset) => Problem.Of(code, ("file", _name), ("byte", Number(offset)), ("line", Number(_lines + 1)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

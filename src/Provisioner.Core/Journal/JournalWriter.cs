using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>How far a file has been written. Facts and a hash of the bytes so far; an append answers the next state.</summary>
public sealed class JournalState : IDisposable
{
    internal JournalState(string stick, string file, long offset, int lines, long length, TimeSpan since, bool isClosed, IncrementalHash hash)
    {
        (Stick, File, Offset, Lines, Length, Since, IsClosed, Hash) = (stick, file, offset, lines, length, since, isClosed, hash);
    }

    public string Stick { get; }

    /// <summary>Without ending, e.g. <c>R0000017</c>.</summary>
    public string File { get; }

    /// <summary>Where the next group goes: a multiple of <see cref="JournalWriter.Sector"/>.</summary>
    public long Offset { get; }

    /// <summary>Lines so far.</summary>
    public int Lines { get; }

    /// <summary>Preallocated bytes.</summary>
    public long Length { get; }

    /// <summary>Of the newest record.</summary>
    public TimeSpan Since { get; }

    public bool IsClosed { get; }

    internal IncrementalHash Hash { get; }

    /// <summary>Before OPEN, in a file preallocated with one step.</summary>
    public static JournalState Begin(string stick, string file) =>
        new(stick, file, 0, 0, JournalWriter.Step, TimeSpan.Zero, false, IncrementalHash.CreateHash(HashAlgorithmName.SHA256));

    public void Dispose() => Hash.Dispose();
}

/// <summary>One group ready to be written.</summary>
/// <param name="State">What holds once the block is on the medium.</param>
/// <param name="Offset">Where the block goes.</param>
/// <param name="Block">A multiple of <see cref="JournalWriter.Sector"/> bytes.</param>
/// <param name="Length">Bytes that the file must have first, filled with LF; never less than before.</param>
public sealed record Appended(JournalState State, long Offset, byte[] Block, long Length, SealedAt Seal);

/// <summary>Makes groups: <c>R</c> lines, one <c>S</c> line, LF up to a whole sector (DESIGN.md, "Journal").</summary>
public static class JournalWriter
{
    /// <summary>Groups begin and end on multiples of this.</summary>
    public const int Sector = 512;

    /// <summary>Files grow in these steps of LF.</summary>
    public const int Step = 256 * 1024;

    /// <summary>Largest file; then a next part.</summary>
    public const int Most = 4 * 1024 * 1024;

    /// <summary>Largest group: one step.</summary>
    public const int LargestGroup = Step;

    /// <summary>The event that begins every file, and the one that ends it.</summary>
    public const string Opening = "OPEN", Closing = "CLOSE";

    /// <summary>CLOSE's field with the file's length, filler included.</summary>
    public const string FinalLength = "LEN";

    /// <summary>Bytes kept free for CLOSE.</summary>
    private const int Reserve = 16 * 1024;

    /// <summary>Characters of an <c>S</c> line, its end included: number, key, signature.</summary>
    private const int LongestSeal = 256;

    /// <summary>Characters of an <c>R</c> line up to its first field, and of one character of a value: three octets, each percent-encoded.</summary>
    private const int LongestStart = 128, LongestOfCharacter = 9;

    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(10_000);

    /// <summary>One group. Takes <paramref name="state"/>: it must not be used again.</summary>
    /// <param name="now">The machine's clock; cut to milliseconds.</param>
    /// <param name="since">Monotonic time since OPEN; cut to milliseconds, never less than the newest record's.</param>
    /// <param name="key">The key that the seal before named, or the epoch key for OPEN.</param>
    /// <param name="next">The key of the next seal.</param>
    /// <param name="nextEpoch">With OPEN only: the key that opens the next file.</param>
    /// <exception cref="ArgumentException">The entries do not fit the file, or <see cref="Measure"/> gave nothing: a bug in the caller.</exception>
    public static Appended Append(
        JournalState state, ImmutableArray<JournalEntry> entries, DateTimeOffset now, TimeSpan since, ISealKey key, VerifyingKey next, VerifyingKey? nextEpoch = null)
    {
        var opens = state.Lines == 0;
        if (entries.IsEmpty || opens != nextEpoch is not null || (entries[0].Event == Opening) != opens
            || entries.Skip(opens ? 1 : 0).Any(entry => entry.Event is Opening or Closing))
        {
            throw new ArgumentException("these entries cannot stand here", nameof(entries));
        }

        return Group(state, entries, now, since, key, next, nextEpoch, 0);
    }

    /// <summary>The last group: CLOSE, with the file's final length in <c>LEN=</c>. Takes <paramref name="state"/>.</summary>
    /// <exception cref="ArgumentException">Nothing is open, or <c>LEN</c> is given: a bug in the caller.</exception>
    public static Appended Close(JournalState state, ImmutableArray<JournalField> fields, DateTimeOffset now, TimeSpan since, ISealKey key)
    {
        var length = LengthFor(state, Reserve);
        var close = new JournalEntry(Closing, [.. fields, new(FinalLength, length.ToString(CultureInfo.InvariantCulture))]);
        return state.Lines > 0
            ? Group(state, [close], now, since, key, null, null, length)
            : throw new ArgumentException("nothing is open", nameof(state));
    }

    private static Appended Group(
        JournalState state, ImmutableArray<JournalEntry> entries, DateTimeOffset now, TimeSpan since, ISealKey key, VerifyingKey? next, VerifyingKey? nextEpoch, long length)
    {
        ObjectDisposedException.ThrowIf(state.IsClosed, state);
        var cut = Max(Cut(since), state.Since);
        var text = Lines(state, entries, Cut(now), cut, nextEpoch);
        var number = state.Lines + entries.Length + 1;
        var sealOffset = state.Offset + text.Length;
        text.Append(SealLine.Covered(number, next));
        var body = Encoding.ASCII.GetBytes(text.ToString());
        state.Hash.AppendData(body);
        var head = new Head(new(state.Hash.GetCurrentHash()));
        var signature = SealSignature.Write(key.Sign(head.Digest));
        var block = Padded(Encoding.ASCII.GetBytes($"{text} s={signature}\n"));
        state.Hash.AppendData(block.AsSpan(body.Length));
        var after = new JournalState(
            state.Stick, state.File, state.Offset + block.Length, number, Math.Max(length, LengthFor(state, block.Length)), cut, next is null, state.Hash);
        var line = $"{SealLine.Covered(number, next)} s={signature}";
        return new(after, state.Offset, block, after.Length, new(state.Stick, state.File, sealOffset, head, line, key.Public));
    }

    /// <summary>Whether a group of so many bytes and a CLOSE still fit the largest file.</summary>
    public static bool HasRoom(JournalState state, int bytes) => state.Offset + bytes + Reserve <= Most;

    /// <summary>Most bytes that a group of these entries takes, wherever it stands.</summary>
    /// <returns><c>null</c>: no file takes it, as one of its lines, or all of it, is too long.</returns>
    public static int? Measure(ImmutableArray<JournalEntry> entries)
    {
        var most = LongestSeal + entries.Sum(entry => (long)LongestStart + entry.Fields.Sum(field => field.Key.Length + 2 + (LongestOfCharacter * (long)field.Value.Length)));
        return most <= Reserve ? (int)most : Spelled(entries);
    }

    /// <summary>Long entries are written to know how long they are.</summary>
    private static int? Spelled(ImmutableArray<JournalEntry> entries)
    {
        var group = (long)LongestSeal;
        foreach (var entry in entries)
        {
            var line = RecordLine.Write(Record(entry, int.MaxValue, DateTimeOffset.MaxValue, LongestRun, null)).Length + 1;
            group = line > RecordLine.Longest ? long.MaxValue : Math.Min(group + line, LargestGroup + 1L);
        }

        var length = (group + Sector - 1) / Sector * Sector;
        return group <= LargestGroup && length <= LargestGroup ? (int)length : null;
    }

    private static long LengthFor(JournalState state, int bytes) =>
        Math.Max(state.Length, (state.Offset + bytes + Step - 1) / Step * Step);

    private static StringBuilder Lines(JournalState state, ImmutableArray<JournalEntry> entries, DateTimeOffset now, TimeSpan since, VerifyingKey? epoch)
    {
        var text = new StringBuilder(512);
        for (var i = 0; i < entries.Length; i++)
        {
            var line = RecordLine.Write(Record(entries[i], state.Lines + i + 1, now, since, i == 0 ? epoch : null));
            text.Append(line.Length <= RecordLine.Longest ? line : throw new ArgumentException($"a line of {line.Length}", nameof(entries))).Append('\n');
        }

        return text;
    }

    private static JournalRecord Record(JournalEntry entry, int number, DateTimeOffset now, TimeSpan since, VerifyingKey? epoch) => new()
    {
        Number = number,
        Utc = now,
        Since = since,
        Event = entry.Event,
        Fields = entry.Fields,
        NextEpoch = epoch,
    };

    private static byte[] Padded(byte[] group)
    {
        var length = (group.Length + Sector - 1) / Sector * Sector;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LargestGroup);
        var block = new byte[length];
        group.CopyTo(block, 0);
        block.AsSpan(group.Length).Fill((byte)'\n');
        return block;
    }

    private static DateTimeOffset Cut(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond)).ToUniversalTime();

    private static TimeSpan Cut(TimeSpan time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond));

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}

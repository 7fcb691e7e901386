using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>How a file ends.</summary>
public enum JournalEnding
{
    /// <summary>With CLOSE; nothing can follow.</summary>
    Closed,

    /// <summary>After a good seal, without CLOSE.</summary>
    Open,

    /// <summary>With a group of which only some sectors were written when the power or the stick went.</summary>
    Torn,

    /// <summary>Cut off: shorter than CLOSE or the preallocation says.</summary>
    Shortened,

    /// <summary>Otherwise than the program can have left it.</summary>
    Damaged,
}

/// <summary>One verified <c>S</c> line.</summary>
/// <param name="Number">The line's number.</param>
/// <param name="Offset">Byte at which the line begins.</param>
/// <param name="Line">The whole line without its end.</param>
/// <param name="Key">The key that made it.</param>
/// <param name="Next">The key that makes the next seal; <c>null</c> after CLOSE (<c>n=-</c>).</param>
public sealed record JournalSeal(int Number, long Offset, Head Head, string Line, VerifyingKey Key, VerifyingKey? Next);

/// <summary>A file of <c>LOGS</c>, verified from its first byte. Holds sealed records only.</summary>
public sealed record JournalFile
{
    /// <summary>Without ending, e.g. <c>R0000017</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Length in bytes, filler included.</summary>
    public required long Length { get; init; }

    public required ImmutableArray<JournalRecord> Records { get; init; }

    public required ImmutableArray<JournalSeal> Seals { get; init; }

    public required JournalEnding Ending { get; init; }

    /// <summary>Over the whole file; <c>null</c> where a head names it: a file that ends with a good seal.</summary>
    public Sha256? Digest { get; init; }

    /// <summary>Why it is damaged or shortened, with byte and line; empty otherwise.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }

    /// <summary>The head of the last good seal; <c>null</c> when not even OPEN is sealed.</summary>
    public Head? Head => Seals.IsEmpty ? null : Seals[^1].Head;

    /// <summary>The OPEN record; <c>null</c> when it is not sealed.</summary>
    public JournalRecord? Opening => Records.IsEmpty ? null : Records[0];

    /// <summary>Reads and verifies a whole file.</summary>
    /// <param name="opening">The epoch key that must have made the first seal.</param>
    public static JournalFile Read(string name, byte[] bytes, VerifyingKey opening) =>
        Ladder.Climb(JournalGrammar.Read(name, bytes), opening);

    /// <summary>What the next file's <c>PREV=</c> says of this one: its head, or length and digest of a torn one.</summary>
    public string AsPrevious => Digest is { } digest
        ? string.Create(CultureInfo.InvariantCulture, $"torn:{Length}:{digest}")
        : Head!.Value.ToString();
}

/// <summary>All parts of one run, in order.</summary>
public sealed record RunHistory
{
    /// <summary>Name of the first part's file, e.g. <c>R0000017</c>.</summary>
    public required string Run { get; init; }

    /// <summary>Those on the stick; the first may have been taken off with the office's word.</summary>
    public required ImmutableArray<JournalFile> Parts { get; init; }

    /// <summary>Number of the part that would go on from here, from 2.</summary>
    public required int NextPart { get; init; }

    /// <summary>No job on a scanner, but work on the stick itself, or the taking away of what was left on a console.</summary>
    public bool IsMaintenance => Parts[0].Opening?["PURPOSE"] is Maintenance.Clean or Maintenance.Uninstall;

    /// <summary>The last part is closed.</summary>
    public bool IsComplete => Parts[^1].Ending == JournalEnding.Closed;

    /// <summary>Sealed records of all parts, oldest first: what a run is folded from.</summary>
    public IEnumerable<JournalRecord> Records => Parts.SelectMany(part => part.Records);

    /// <summary>Head of the last part: <c>AFTER=</c> of the next.</summary>
    public Head Head => Parts[^1].Head!.Value;
}

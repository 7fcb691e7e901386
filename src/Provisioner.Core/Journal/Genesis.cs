using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>What the office certifies of a stick (<c>ID/GENESIS</c>; its signature is <c>ID/GENESIS.P7S</c>).</summary>
public sealed record Genesis
{
    /// <summary>Most bytes of the file.</summary>
    public const int Most = 4096;

    /// <summary>Words of <c>USE=</c>.</summary>
    public const string Real = "real", Rehearsal = "rehearsal";

    private static readonly string[] Keys = ["KIND", "STICK", "ENGINEER", "E0", "ISSUE", "FIRST", "PREV", "NOT-AFTER", "USE"];

    /// <summary>The stick's name (<see cref="StickName"/>).</summary>
    public required string Stick { get; init; }

    /// <summary>The one engineer whose passphrase opens its journal.</summary>
    public required string Engineer { get; init; }

    /// <summary>Opens the file <see cref="First"/>.</summary>
    public required VerifyingKey FirstEpoch { get; init; }

    /// <summary>Counts up with every GENESIS of this stick, from 1.</summary>
    public required int Issue { get; init; }

    /// <summary>Number of the first file under this GENESIS; 1 unless the stick got a new one.</summary>
    public int First { get; init; } = 1;

    /// <summary>What <c>PREV=</c> of that file must say: the end of the log that the office accepted; <c>-</c> for a new stick.</summary>
    public string Previous { get; init; } = "-";

    /// <summary>Last instant at which a run may be opened, whole milliseconds.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Training or demonstration; never passes as real.</summary>
    public required bool IsRehearsal { get; init; }

    /// <summary>The one spelling.</summary>
    public byte[] ToBytes() => StatementText.Write(
        ("KIND", "GENESIS"), ("STICK", Stick), ("ENGINEER", ValueText.Write(Engineer)), ("E0", FirstEpoch.Base64),
        ("ISSUE", Issue.ToString(CultureInfo.InvariantCulture)), ("FIRST", First.ToString(CultureInfo.InvariantCulture)),
        ("PREV", ValueText.Write(Previous)),
        ("NOT-AFTER", RecordLine.Utc(NotAfter)), ("USE", IsRehearsal ? Rehearsal : Real));

    public static Checked<Genesis> Read(ReadOnlySpan<byte> bytes) =>
        Parse(bytes) is { } genesis && bytes.SequenceEqual(genesis.ToBytes()) ? genesis : Problem.Of("STICK-002");

    private static Genesis? Parse(ReadOnlySpan<byte> bytes) =>
        StatementText.Read(bytes, Most, Keys) is ["GENESIS", var stick, var engineer, var e0, var issue, var first, var previous, var until, var use]
        && (use is Real or Rehearsal) && StickName.IsName(stick) && ValueText.TryRead(engineer, out var person) && VerifyingKey.TryRead(e0, out var key)
        && LineNumber.TryRead(issue, out var number) && LineNumber.TryRead(first, out var file) && ValueText.TryRead(previous, out var prev) && RecordLine.TryReadUtc(until, out var notAfter)
            ? new()
            {
                Stick = stick,
                Engineer = person,
                FirstEpoch = key,
                Issue = number,
                First = file,
                Previous = prev,
                NotAfter = notAfter,
                IsRehearsal = use == Rehearsal,
            }
            : null;
}

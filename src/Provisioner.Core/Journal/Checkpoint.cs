using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The office's word that it has all files up to a number (<c>ID/CHECKPOINT</c>): they may be taken off the stick
/// without reading as missing.</summary>
public sealed record Checkpoint
{
    private static readonly string[] Keys = ["KIND", "STICK", "LAST", "PREV", "NEXT"];

    public required string Stick { get; init; }

    /// <summary>Number of the newest file that the office has.</summary>
    public required int Last { get; init; }

    /// <summary>How that file ends: what <c>PREV=</c> of the next must say.</summary>
    public required string Previous { get; init; }

    /// <summary>The epoch key that opens the next file.</summary>
    public required VerifyingKey Next { get; init; }

    public byte[] ToBytes() => StatementText.Write(
        ("KIND", "CHECKPOINT"), ("STICK", Stick), ("LAST", Last.ToString(CultureInfo.InvariantCulture)),
        ("PREV", ValueText.Write(Previous)), ("NEXT", Next.Base64));

    public static Checked<Checkpoint> Read(ReadOnlySpan<byte> bytes) =>
        Parse(bytes) is { } checkpoint && bytes.SequenceEqual(checkpoint.ToBytes()) ? checkpoint : Problem.Of("STICK-004", ("file", "ID/CHECKPOINT"));

    private static Checkpoint? Parse(ReadOnlySpan<byte> bytes) =>
        StatementText.Read(bytes, Genesis.Most, Keys) is ["CHECKPOINT", var stick, var last, var previous, var next]
        && StickName.IsName(stick) && LineNumber.TryRead(last, out var number)
        && ValueText.TryRead(previous, out var prev) && VerifyingKey.TryRead(next, out var key)
            ? new() { Stick = stick, Last = number, Previous = prev, Next = key }
            : null;
}

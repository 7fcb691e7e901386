using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>What a console keeps of the stick that last worked on it: the newest seal, verified by itself. Hostile input when read.</summary>
public sealed record Receipt(string Stick, string File, long Offset, Head Head, string SealLine, VerifyingKey Key)
{
    /// <summary>Most bytes of a receipt's file.</summary>
    public const int Most = 4096;

    /// <summary>The one spelling, ASCII, ends with a line end.</summary>
    public byte[] ToBytes() => throw new NotImplementedException();

    public static Checked<Receipt> Read(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();
}

/// <summary>What a receipt found on a console says about a stick.</summary>
public enum ReceiptStanding
{
    /// <summary>The receipt's seal is on the stick: nothing was rolled back behind it.</summary>
    Known,

    /// <summary>Same stick, but the seal is not on it: the stick was rolled back. Stop.</summary>
    Newer,

    /// <summary>The receipt is of another stick: record it in <c>WIT=</c>.</summary>
    Absent,
}

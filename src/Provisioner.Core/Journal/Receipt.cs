using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>What a console keeps of the stick that last worked on it: its newest seal, which verifies by itself.
/// Hostile input when read.</summary>
/// <param name="Offset">Byte of the file at which the <c>S</c> line begins.</param>
/// <param name="SealLine">The whole <c>S</c> line without its end.</param>
/// <param name="Key">Verifies the line's signature over <paramref name="Head"/>.</param>
public sealed record Receipt(string Stick, string File, long Offset, Head Head, string SealLine, VerifyingKey Key)
{
    /// <summary>Most bytes of a receipt.</summary>
    public const int Most = 4096;

    private static readonly string[] Keys = ["KIND", "STICK", "FILE", "OFFSET", "HEAD", "SEAL", "KEY", "ISSUE"];

    /// <summary>Newest issue of the office's files that this stick worked with here; 0: not known. No seal covers it: it can stop a
    /// stick that lies, and vouch for none.</summary>
    public int Issue { get; init; }

    /// <summary>The one spelling: ASCII lines, the last with its end.</summary>
    public byte[] ToBytes() => StatementText.Write(
        ("KIND", "RECEIPT"), ("STICK", Stick), ("FILE", File), ("OFFSET", Offset.ToString(CultureInfo.InvariantCulture)),
        ("HEAD", Head.ToString()), ("SEAL", SealLine), ("KEY", Key.Base64), ("ISSUE", Issue.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The receipt, if it is spelled as written and its seal verifies; else the problem, and nothing of it counts.</summary>
    public static Checked<Receipt> Read(ReadOnlySpan<byte> bytes) =>
        Parse(bytes) is { } receipt && receipt.Verifies() && bytes.SequenceEqual(receipt.ToBytes())
            ? receipt
            : Problem.Of("LOG-010");

    /// <param name="source">For people: where the receipt was found.</param>
    public Anchor ToAnchor(string source) => new(Stick, File, Head.ToString(), source);

    private static Receipt? Parse(ReadOnlySpan<byte> bytes) =>
        StatementText.Read(bytes, Most, Keys) is ["RECEIPT", var stick, var file, var offset, var head, var seal, var key, var issue]
        && StickName.IsName(stick) && FileNumber.TryRead(file, out _)
        && Digits.TryRead(offset, out var at) && Digits.TryRead(issue, out var number) && number <= int.MaxValue
        && Head.TryParse(head, out var digest) && VerifyingKey.TryRead(key, out var verifying)
            ? new(stick, file, at, digest, seal, verifying) { Issue = (int)number }
            : null;

    private bool Verifies() =>
        Journal.SealLine.TryRead(SealLine, out var line, out _) && Key.Verifies(Head.Digest, line.Signature);
}

/// <summary>What a receipt found on a console says about a stick.</summary>
public enum ReceiptStanding
{
    /// <summary>The receipt's seal is on the stick, or in a file that the office has: nothing was rolled back behind it.</summary>
    Known,

    /// <summary>Same stick, but the seal is not on it: the stick was rolled back, or is a copy that went another way. Stop.</summary>
    Newer,

    /// <summary>The receipt is of another stick: record it in <c>WIT=</c>.</summary>
    Absent,
}

using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The office's word that it takes nothing more from a stick (<c>REVOKED</c>), lost or stolen: named by the newest head
/// that it accepts, never by a date, which whoever holds the stick could set.</summary>
public sealed record Revocation
{
    private static readonly string[] Keys = ["KIND", "STICK", "LAST", "HEAD"];

    public required string Stick { get; init; }

    /// <summary>Number of the newest file that is accepted; 0 for none.</summary>
    public required int Last { get; init; }

    /// <summary>The newest head that is accepted, in that file; <c>null</c> when none is.</summary>
    public required Head? Head { get; init; }

    public byte[] ToBytes() => StatementText.Write(
        ("KIND", "REVOKED"), ("STICK", Stick), ("LAST", Last.ToString(CultureInfo.InvariantCulture)), ("HEAD", Head?.ToString() ?? "-"));

    public static Checked<Revocation> Read(ReadOnlySpan<byte> bytes) =>
        Parse(bytes) is { } revocation && bytes.SequenceEqual(revocation.ToBytes()) ? revocation : Problem.Of("STICK-004", ("file", "REVOKED"));

    private static Revocation? Parse(ReadOnlySpan<byte> bytes) =>
        StatementText.Read(bytes, Genesis.Most, Keys) is ["REVOKED", var stick, var last, var head]
        && StickName.IsName(stick) && Digits.TryRead(last, out var number) && number <= FileNumber.Most
        && (Journal.Head.TryParse(head, out var newest) || (head == "-" && number == 0))
            ? new() { Stick = stick, Last = (int)number, Head = head == "-" ? null : newest }
            : null;
}

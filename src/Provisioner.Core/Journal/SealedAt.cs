namespace Provisioner.Core.Journal;

/// <summary>Where an append has been sealed and flushed. Enough to make a <see cref="Receipt"/>.</summary>
/// <param name="Stick">The stick's name.</param>
/// <param name="File">File name without ending, e.g. <c>R0000017</c>.</param>
/// <param name="Offset">Byte of the file at which the <c>S</c> line begins.</param>
/// <param name="SealLine">The whole <c>S</c> line without its line end.</param>
/// <param name="Key">The key that verifies the line's signature over <paramref name="Head"/>.</param>
public sealed record SealedAt(string Stick, string File, long Offset, Head Head, string SealLine, VerifyingKey Key)
{
    public Receipt ToReceipt() => new(Stick, File, Offset, Head, SealLine, Key);
}

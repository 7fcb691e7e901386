using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a console remembers of the sticks that worked on it.</summary>
internal static class Receipts
{
    /// <summary>Receipts of other sticks, for <c>WIT=</c>; a problem when this stick was rolled back behind its receipt. Receipts
    /// that do not verify by themselves count for nothing.</summary>
    public static Checked<ImmutableArray<Receipt>> Check(StateFolder state, StickHistory history) => state.Receipts().Then(found =>
    {
        var receipts = found.Select(receipt => Receipt.Read(receipt.Bytes.Span)).Where(read => read.IsGood).Select(read => read.Value).ToArray();
        var rolledBack = receipts.FirstOrDefault(receipt => history.Standing(receipt) == ReceiptStanding.Newer);
        return rolledBack is not null ? Problem.Of("RUN-005", ("file", rolledBack.File)) : Others(receipts, history);
    });

    /// <summary>Newest issue of the office's files that a stick worked with here; 0: none is known.</summary>
    public static int Issue(StateFolder state, string stick) => !state.Receipts().TryGet(out var found, out _) ? 0
        : found.Select(receipt => Receipt.Read(receipt.Bytes.Span)).Where(read => read.IsGood && read.Value.Stick == stick).Select(read => read.Value.Issue).DefaultIfEmpty().Max();

    private static Checked<ImmutableArray<Receipt>> Others(Receipt[] receipts, StickHistory history) =>
        receipts.Where(receipt => history.Standing(receipt) == ReceiptStanding.Absent).Take(8).ToImmutableArray();
}

using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Runs of other sticks that have changes in place on this console: only the stick that made them knows how they are
/// put back, so nothing else is changed until it has been.</summary>
internal static class OpenMarks
{
    /// <summary>Marks that were given up because their stick is lost.</summary>
    /// <param name="own">This stick's name: its own runs are known from its journal.</param>
    /// <param name="lost">Name of a stick that is said to be lost; <c>null</c>: none is.</param>
    /// <returns>A problem for each other run that is open.</returns>
    public static Checked<ImmutableArray<OpenMark>> Check(StateFolder state, string own, string? lost) => state.OpenMarks().Then(marks =>
        state.Receipts().Then<ImmutableArray<OpenMark>>(receipts =>
        {
            var closed = receipts.Select(receipt => Receipt.Read(receipt.Bytes.Span)).Where(read => read.IsGood && IsClosed(read.Value)).Select(read => read.Value.Stick).ToHashSet();
            var open = marks.Where(mark => !IsSame(mark.Stick, own) && !closed.Contains(mark.Stick)).ToLookup(mark => IsSame(mark.Stick, lost));
            ImmutableArray<Problem> problems = [.. open[false].Select(mark => Problem.Of("RUN-054", ("stick", mark.Stick), ("run", mark.Run)))];
            return problems.IsEmpty ? open[true].ToImmutableArray() : problems;
        }));

    /// <summary>The stick's last seal ended its run: the mark outlived it by a loss of power.</summary>
    private static bool IsClosed(Receipt receipt) => SealLine.TryRead(receipt.SealLine, out var line, out _) && line.Next is null;

    private static bool IsSame(string stick, string? other) => string.Equals(stick, other, StringComparison.OrdinalIgnoreCase);
}

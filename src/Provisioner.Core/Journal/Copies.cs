using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>Holds copies of one stick against each other: one may have gone on from the other, but both from a common part
/// is a fork (two OPENs under one epoch key, or two seals under one key of the ladder).</summary>
internal static class Copies
{
    public static IEnumerable<Finding> Of(StickLedger ledger, IEnumerable<StickLedger> all) =>
        from other in all
        where !ReferenceEquals(other, ledger) && other.Trust.Stick == ledger.Trust.Stick
        from file in ledger.Files
        let twin = other.Files.FirstOrDefault(candidate => candidate.Name == file.Name)
        where twin is not null && Differ(file, twin)
        select new Finding(Verdict.Forked, file.Name, Problem.Of("LOG-032", ("file", file.Name)));

    private static bool Differ(JournalFile left, JournalFile right) =>
        left.Seals.Zip(right.Seals).Any(pair => pair.First.Head != pair.Second.Head);
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>Holds a stick's seals against the heads that are known elsewhere.</summary>
internal static class Anchors
{
    /// <summary>The newest seal that one names, and a finding for each that is not on the stick.</summary>
    public static (Anchored? Newest, ImmutableArray<Finding> Unknown) Place(StickLedger ledger, IEnumerable<Anchor> anchors)
    {
        Anchored? newest = null;
        var unknown = ImmutableArray.CreateBuilder<Finding>();
        foreach (var anchor in anchors.Where(anchor => anchor.Stick == ledger.Trust.Stick))
        {
            if (Find(ledger, anchor) is { } found)
            {
                newest = newest is null || IsNewer(found, newest) ? found : newest;
            }
            else if (!ledger.IsTakenOff(anchor.File))
            {
                unknown.Add(new(Verdict.Shortened, anchor.File, Problem.Of("LOG-031", ("file", anchor.File), ("head", anchor.Head), ("source", anchor.Source))));
            }
        }

        return (newest, unknown.ToImmutable());
    }

    private static Anchored? Find(StickLedger ledger, Anchor anchor) =>
        ledger.Files.FirstOrDefault(file => file.Name == anchor.File) is { } file
        && file.Seals.FirstOrDefault(seal => seal.Head.Matches(anchor.Head)) is { } seal
            ? new(file.Name, seal, anchor.Source)
            : null;

    private static bool IsNewer(Anchored left, Anchored right) =>
        string.CompareOrdinal(left.File, right.File) is var order && (order > 0 || (order == 0 && left.Seal.Number > right.Seal.Number));
}

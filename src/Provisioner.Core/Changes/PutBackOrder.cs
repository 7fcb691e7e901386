using System.Collections.Immutable;

namespace Provisioner.Core.Changes;

/// <summary>What is to be put back, one for each place: where a run wrote a file several times, the first state comes back in
/// one act, from whichever of its own states the file has now, so that an interrupted put-back can be repeated.</summary>
public static class PutBackOrder
{
    /// <param name="changes">Last first.</param>
    /// <returns>In order; of each the ways to put it back, one a state that the run gave the place, the last state first.</returns>
    public static ImmutableArray<ImmutableArray<Change>> Of(IEnumerable<Change> changes) =>
        [.. changes.GroupBy(change => change.Path).SelectMany(place => Ways([.. place]))];

    private static IEnumerable<ImmutableArray<Change>> Ways(ImmutableArray<Change> place) =>
        place.Length > 1 && place.All(change => change is Change.WriteFile)
            ? [[.. place.Cast<Change.WriteFile>().Select(write => write with { Before = ((Change.WriteFile)place[^1]).Before })]]
            : place is [Change.ByHand last, .., Change.ByHand first] ? [[last with { Before = first.Before }]]
            : place.Select(change => ImmutableArray.Create(change));
}

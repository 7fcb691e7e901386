using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a console's store holds as its own: certificate and key.</summary>
internal static class HeldPair
{
    /// <summary>How strongly a pair is the one that is meant; the settings decide, never the file's name.</summary>
    private enum Claim
    {
        /// <summary>This run installed it.</summary>
        Installed,

        /// <summary>A service that this procedure sets up names it.</summary>
        NamedByConfigured,

        /// <summary>Another service names it.</summary>
        NamedByAnother,

        Unnamed,
    }

    /// <summary>The pair of the slot, certificate and key fitting each other, that this run or the services' settings point to.</summary>
    /// <returns>A problem when there is none, or when several lie there and nothing tells which one is meant.</returns>
    public static Checked<Found> Find(ConsoleStore store, Slot slot, Procedure procedure, RunFacts? facts = null) =>
        store.Entries(slot).Then<Found>(entries =>
        {
            var claim = Claims(store, slot, procedure, facts);
            var best = entries.Where(entry => entry.Key is not null)
                .Select(entry => store.Identity(slot, entry).TryGet(out var identity, out _) ? new Found(entry, identity) : null)
                .OfType<Found>()
                .GroupBy(found => claim(found.Entry)).OrderBy(claimed => claimed.Key).FirstOrDefault()
                ?.DistinctBy(found => found.Identity.Leaf.Fingerprint).ToArray();
            return best switch
            {
                null => Problem.Of("RUN-030", ("slot", store.Layout(slot).Path.Text)),
                [var only] => only,
                _ => Problem.Of("RUN-053", ("slot", store.Layout(slot).Path.Text), ("names", string.Join(", ", best.Select(found => found.Entry.Name)))),
            };
        });

    private static Func<StoreEntry, Claim> Claims(ConsoleStore store, Slot slot, Procedure procedure, RunFacts? facts)
    {
        var installed = facts?.Applied.Select(change => change.Path).ToHashSet() ?? [];
        var configured = procedure.Configures;
        var named = (store.Uses(slot).TryGet(out var uses, out _) ? uses : [])
            .Where(use => use is { IsService: true, AsPart: false }).ToLookup(use => use.Entry, use => configured.Contains(use.By));
        return entry => installed.Contains(entry.File.Path) ? Claim.Installed
            : named[entry.Name].Any(byConfigured => byConfigured) ? Claim.NamedByConfigured
            : named.Contains(entry.Name) ? Claim.NamedByAnother
            : Claim.Unnamed;
    }

    internal sealed record Found(StoreEntry Entry, Identity Identity);
}

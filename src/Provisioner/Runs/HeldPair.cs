using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a console's store holds as its own: certificate and key.</summary>
internal static class HeldPair
{
    /// <summary>The entry of the slot whose certificate and key fit each other; one that this run installed before all others.</summary>
    public static Checked<Found> Find(ConsoleStore store, Slot slot, RunFacts? facts = null)
    {
        var installed = facts?.Applied.Select(change => change.Path).ToHashSet() ?? [];
        return store.Entries(slot).Then<Found>(entries => entries
            .Where(entry => entry.Key is not null)
            .OrderByDescending(entry => installed.Contains(entry.File.Path))
            .Select(entry => store.Identity(slot, entry).TryGet(out var identity, out _) ? new Found(entry, identity) : null)
            .FirstOrDefault(found => found is not null) is { } found ? found : Problem.Of("RUN-030", ("slot", store.Layout(slot).Path.Text)));
    }

    internal sealed record Found(StoreEntry Entry, Identity Identity);
}

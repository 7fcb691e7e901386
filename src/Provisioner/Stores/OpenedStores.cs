using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>What was found in key stores, by their bytes: opening one takes thousands of rounds, and a run looks into it many times.
/// Certificates and what is encrypted; no key in the clear.</summary>
internal sealed class OpenedStores
{
    private readonly ConcurrentDictionary<(Slot Slot, Sha256 Bytes), ImmutableArray<StoreEntry>> _known = [];

    /// <param name="open">Only where the bytes were not seen before, or did not open then.</param>
    public Checked<ImmutableArray<StoreEntry>> Entries(Slot slot, Sha256 bytes, Func<Checked<ImmutableArray<StoreEntry>>> open) =>
        _known.TryGetValue((slot, bytes), out var known) ? known : open().Select(entries => _known[(slot, bytes)] = entries);
}

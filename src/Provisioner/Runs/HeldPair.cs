using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a console's store holds as its own: certificate and key as files.</summary>
internal static class HeldPair
{
    /// <summary>The entry of the slot whose certificate and key fit each other; one that this run installed before all others.</summary>
    public static Checked<Found> Find(ConsoleFiles console, Modality modality, Slot slot, RunFacts? facts = null)
    {
        var layout = modality.Store.Slots[slot];
        var installed = facts?.Applied.OfType<Change.WriteFile>().Select(write => write.Path).ToHashSet() ?? [];
        return console.List(layout).Then<Found>(contents => PemFolder.Entries(layout, contents)
            .Where(entry => entry.Key is not null)
            .OrderByDescending(entry => installed.Contains(entry.File.Path))
            .Select(entry => Read(entry))
            .FirstOrDefault(found => found is not null) is { } found ? found : Problem.Of("RUN-030", ("slot", layout.Path.Text)));
    }

    private static Found? Read(StoreEntry entry) => IdentityReader.From(entry.File.Path.Text,
    [
        CertificateFile.Read(entry.File.Path.Text, entry.File.Bytes),
        CertificateFile.Read(entry.Key!.Path.Text, entry.Key.Bytes),
    ]).TryGet(out var identity, out _) ? new Found(entry, identity) : null;

    internal sealed record Found(StoreEntry Entry, Identity Identity);
}

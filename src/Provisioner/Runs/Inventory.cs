using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>What lies in the console's store, for the log: the first and the last thing that a job looks at.</summary>
internal static class Inventory
{
    /// <summary>A store with more is told in part.</summary>
    private const int Most = 40;

    /// <returns>Nothing where the store cannot be read: that is for the steps to say. By hand never: a laptop's own store is not
    /// the scanner's.</returns>
    public static ImmutableArray<RunEvent> Of(RunSetup setup, bool isAfter) => setup.Hand.OfStore ? [] :
    [
        .. from slot in setup.Store.Slots.Take(Most)
           let entries = setup.Store.Entries(slot)
           where entries.IsGood
           from entry in entries.Value.Take(Most)
           let leaf = entry.Leaf
           where leaf is not null
           select (RunEvent)new RunEvent.Held(isAfter, slot.Word(), entry.Name, leaf.Subject.ToString(), leaf.Fingerprint, leaf.NotBefore.ToUniversalTime(), leaf.NotAfter.ToUniversalTime()),
    ];
}

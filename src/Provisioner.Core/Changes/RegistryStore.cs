using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Store kind <c>registry</c>: a slot's path is a key of the Windows registry, and each of its binary values is a certificate.
/// The files from which they came need not remain.</summary>
internal static class RegistryStore
{
    public static ImmutableArray<StoreEntry> Entries(SlotContents now) =>
    [
        .. from file in now.Files
           let value = RegistryValue.Read(file.Bytes.Span)
           where value is { Type: RegistryType.Binary }
           let certificate = HeldCertificate.Read(value.Data)
           select new StoreEntry(file.Path.Name, certificate.IsGood ? [certificate.Value] : [], file, null),
    ];

    public static Checked<Plan> PlanImport(SlotLayout layout, SlotContents now, StoreImport import)
    {
        var entries = Entries(now);
        return import.Key is not null ? Problem.Of("STORE-002", ("slot", layout.Path.Text))
            : entries.FirstOrDefault(entry => entry.Leaf == import.Own) is { } held ? EntryPlace.Already(held)
            : EntryPlace.Find(layout, entries, import, name => now.Find(layout.Path.Join(name)) is not null).Select(place => Added(layout, now, import.Own, place.Name));
    }

    public static Checked<Plan> PlanRemove(ImmutableArray<StoreEntry> entries)
    {
        var plan = new PlanBuilder([]);
        foreach (var entry in entries)
        {
            plan.Put(entry.File.Path, ItemKind.Registry, entry.File.Bytes.ToArray(), null, [$"- {entry.Leaf?.Subject.ToString() ?? entry.Name}, SHA-256 {entry.Fingerprint}"]);
        }

        return plan.Build();
    }

    private static Plan Added(SlotLayout layout, SlotContents now, HeldCertificate certificate, EntryName name)
    {
        var (plan, path) = (new PlanBuilder([]), layout.Path.Join(name.Text));
        plan.Put(path, ItemKind.Registry, now.Find(path)?.Bytes.ToArray(), new RegistryValue(RegistryType.Binary, certificate.Der).ToBytes(), PemForm.Facts([certificate]));
        return plan.Build(new(name, path, null, Already: false) { Trust = layout.Path });
    }
}

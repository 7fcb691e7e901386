using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Store kind <c>windows</c>: a slot's path is a store, e.g. <c>LocalMachine/My</c>; entries lie in it by the fingerprint of
/// their certificate, so that a new one always lies beside the old.</summary>
internal static class WindowsStore
{
    /// <summary>Where intermediates stand. .NET puts there by itself what a TLS connection needs; so the plan says it, and it can be undone.</summary>
    private const string Intermediates = "CA";

    public static ImmutableArray<StoreEntry> Entries(SlotContents now)
    {
        var entries = ImmutableArray.CreateBuilder<StoreEntry>();
        foreach (var file in now.Files)
        {
            if (WindowsEntry.Read(file.Bytes.Span) is { } held)
            {
                var name = held.FriendlyName ?? EntryName.From(held.Certificate.Subject.CommonName ?? held.Certificate.Subject.ToString()).Text;
                var number = entries.Count(entry => Store.Is(entry.Name, name) || entry.Name.StartsWith(name + "-", StringComparison.OrdinalIgnoreCase)) + 1;
                entries.Add(new(number == 1 ? name : $"{name}-{number}", [held.Certificate], file, held.HasKey ? file : null));
            }
        }

        return entries.ToImmutable();
    }

    public static Checked<Plan> PlanImport(SlotLayout layout, SlotContents now, StoreImport import)
    {
        var entries = Entries(now);
        if (import.Key is not null && layout.KeyFile is null)
        {
            return Problem.Of("STORE-002", ("slot", layout.Path.Text));
        }

        return entries.FirstOrDefault(entry => entry.Leaf == import.Own && (import.Key is null || entry.Key is not null)) is { } held
            ? Named(EntryPlace.Already(held), import.Own)
            : EntryPlace.Find(layout with { FixedName = null }, entries, import, _ => false).Select(place => Plan(layout, now, import, place.Name));
    }

    public static Checked<Plan> PlanRemove(SlotLayout layout, ImmutableArray<StoreEntry> entries)
    {
        var plan = new PlanBuilder([]);
        foreach (var entry in entries)
        {
            if (WindowsEntry.Read(entry.File.Bytes.Span) is { IsLocked: true })
            {
                return Problem.Of("STORE-016", ("slot", layout.Path.Text), ("name", entry.Name));
            }

            plan.Put(entry.File.Path, ItemKind.Certificate, entry.File.Bytes.ToArray(), null, [$"- {entry.Leaf!.Subject}, SHA-256 {entry.Fingerprint}"]);
        }

        return plan.Build();
    }

    private static Plan Plan(SlotLayout layout, SlotContents now, StoreImport import, EntryName name)
    {
        var plan = new PlanBuilder([]);
        foreach (var above in PemForm.Kept(layout, import.Certificates).Skip(1))
        {
            Put(plan, above.IsSelfIssued ? layout.Path : layout.Path.Folder!.Value.Join(Intermediates), new WindowsEntry { Certificate = above, FriendlyName = now.KeepsProperties ? BagProperties.NameIn(import.Properties.Of(above)) : null, Attributes = Properties(import.Properties.Of(above), now) }, now);
        }

        var held = now.Files.Select(file => WindowsEntry.Read(file.Bytes.Span)).FirstOrDefault(entry => entry?.Certificate == import.Own);
        var own = new WindowsEntry
        {
            FriendlyName = now.KeepsNames ? held?.FriendlyName ?? Given(import, name) ?? name.Text : null,
            Attributes = Properties(import.Properties.OfPair(import.Own), now),
            Extended = held?.Extended ?? ImmutableSortedDictionary<uint, ReadOnlyMemory<byte>>.Empty,
            Certificate = import.Own,
            Pkcs8 = import.Key is { } key ? (ReadOnlyMemory<byte>?)key.Pkcs8.ToArray() : null,
        };
        var path = Put(plan, layout.Path, own, now);
        return plan.Build(new(name, path, import.Key is null ? null : path, Already: false) { Trust = layout.Path, Thumbprint = import.Own.Thumbprint });
    }

    /// <summary>The file's own name for it, as long as no other entry has it.</summary>
    private static string? Given(StoreImport import, EntryName name) => name == import.Wanted ? import.Properties.NameOf(import.Own) : null;

    private static ImmutableArray<BagAttribute> Properties(ImmutableArray<BagAttribute> delivered, SlotContents now) => !now.KeepsProperties ? []
        : [.. delivered.Where(attribute => attribute.Oid is not (BagAttribute.FriendlyName or BagAttribute.JavaTrusted)).OrderBy(attribute => attribute.Oid, StringComparer.Ordinal)];

    private static Plan Named(Plan plan, HeldCertificate own) => plan with { Placed = plan.Placed! with { Thumbprint = own.Thumbprint } };

    private static ConsolePath Put(PlanBuilder plan, ConsolePath store, WindowsEntry entry, SlotContents now)
    {
        var path = PathOf(store, entry.Certificate);
        var held = now.Files.Concat(now.Beside).FirstOrDefault(file => file.Path == path);
        if (held is null || entry.HasKey)
        {
            plan.Put(path, ItemKind.Certificate, held?.Bytes.ToArray(), entry.ToBytes(), [.. PemForm.Facts([entry.Certificate]), .. entry.HasKey ? (string[])["+ private key"] : [], .. Told(entry)]);
        }

        return path;
    }

    private static IEnumerable<string> Told(WindowsEntry entry) =>
        [.. entry.FriendlyName is { } name ? (string[])[$"+ friendly name {Printable.Of(name)}"] : [], .. entry.Attributes.Select(attribute => $"+ {attribute}")];

    internal static ConsolePath PathOf(ConsolePath store, HeldCertificate certificate) => store.Join(certificate.Fingerprint.ToString());
}

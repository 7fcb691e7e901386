using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Runs;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>A store's list for people.</summary>
internal static class StoreText
{
    /// <param name="told">What people put there by hand.</param>
    public static void Write(TextWriter to, StoreListing listing, ImmutableArray<ToldEntry> told, DateTimeOffset now)
    {
        if (listing.Slots.IsEmpty)
        {
            to.WriteLine(Catalogue.English.Text("store.no-slots"));
        }

        foreach (var slot in listing.Slots)
        {
            to.WriteLine(Catalogue.English.Text(Title(slot.Slot)));
            var byHand = told.Where(entry => entry.Slot == slot.Slot).ToArray();
            if (slot.Entries.IsEmpty && byHand.Length == 0)
            {
                to.WriteLine("  " + Catalogue.English.Text(slot.IsVendors ? "store.vendor" : "store.empty"));
            }

            foreach (var entry in slot.Entries)
            {
                Entry(to, entry, now);
            }

            foreach (var entry in byHand)
            {
                Entry(to, entry);
            }
        }

        to.WriteLine(Catalogue.English.Text("store.backups", ("count", Number(listing.BackUps.Length))));
        if (listing.Left is { Contents: var left } here)
        {
            to.WriteLine(Catalogue.English.Text(
                "store.left", ("folder", here.Folder), ("files", Number(left.Files.Length)), ("kilobytes", Number((left.Bytes + 1023) / 1024)), ("receipts", Number(left.Receipts))));
        }
    }

    private static void Entry(TextWriter to, ToldEntry told)
    {
        to.WriteLine($"  {Printable.Of(told.Name)}");
        if (told.Fingerprint is { } digest)
        {
            to.WriteLine($"    {Printable.Of(told.Subject!)}");
            to.WriteLine($"    SHA-256 {digest}");
        }

        to.WriteLine("    " + Catalogue.English.Text("store.told", ("run", told.Run)));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Title(Slot slot) => slot switch
    {
        Slot.Host => "store.slot.host",
        Slot.Trusted => "store.slot.trusted",
        Slot.Peers => "store.slot.peers",
        Slot.Requests => "store.slot.requests",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void Entry(TextWriter to, ListedEntry listed, DateTimeOffset now)
    {
        var leaf = listed.Entry.Leaf;
        to.WriteLine($"  {Printable.Of(listed.Entry.Name)}");
        if (leaf is not null)
        {
            to.WriteLine($"    {Printable.Of(leaf.Subject.ToString())}");
            to.WriteLine("    " + Catalogue.English.Text(
                leaf.IsValidAt(now) ? "store.valid" : "store.not-valid",
                ("date", leaf.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ("days", leaf.DaysLeft(now).ToString(CultureInfo.InvariantCulture))));
            to.WriteLine($"    SHA-256 {leaf.Fingerprint}");
        }

        if (listed.Entry.Key is not null)
        {
            to.WriteLine("    " + Catalogue.English.Text("store.key"));
        }

        string[] users = [.. listed.Services, .. listed.InUseBy];
        if (users.Length > 0)
        {
            to.WriteLine("    " + Catalogue.English.Text("store.used", ("users", Printable.Of(string.Join(", ", users)))));
        }
    }
}

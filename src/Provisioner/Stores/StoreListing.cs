using System.Collections.Immutable;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Stores;

/// <summary>Everything that lies in a console's store, as it is now. Nothing is altered.</summary>
internal sealed record StoreListing
{
    public required ImmutableArray<ListedSlot> Slots { get; init; }

    /// <summary>Back-ups of earlier changes, which stay until they are removed by an explicit step.</summary>
    public required ImmutableArray<Sha256> BackUps { get; init; }

    /// <summary>What this program left on the console: its folder with back-ups, receipts and all else; <c>null</c>: nothing.</summary>
    public LeftOnConsole? Left { get; init; }

    /// <summary>What could not be read.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }

    public static StoreListing Read(ConsoleFiles console, ConsoleStore store, IDisk disk)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var backUps = Or(StateFolder.Find(console, disk).Then(found => found.Folder?.ListBackUps() ?? ImmutableArray<Sha256>.Empty), problems);
        var left = StateFolder.Find(console, disk).Then(found => found.Folder is { } folder
            ? folder.Contents().Select(contents => new MaybeLeft(new(StateFolder.PathOn(console).Text, contents)))
            : new MaybeLeft(null));
        return new()
        {
            Left = left.IsGood ? left.Value.Left : null,
            Slots = [.. store.Slots.Select(slot => new ListedSlot(slot, store.KindOf(slot) == StoreKind.Vendor ? [] : Entries(store, slot, problems)) { IsVendors = store.KindOf(slot) == StoreKind.Vendor })],
            BackUps = backUps,
            Problems = problems.ToImmutable(),
        };
    }

    /// <summary>What is wrong with what lies there: unreadable, without its key, against the scanner type's rules.</summary>
    public ImmutableArray<Problem> Judged(ConsoleStore store, Modality modality, DateTimeOffset now) =>
        [.. Vendors(store), .. Slots.SelectMany(slot => slot.Entries.SelectMany(listed => Judged(store, modality, slot.Slot, listed.Entry, now)))];

    /// <summary>Slots into which only the vendor's own screens look.</summary>
    public IEnumerable<Problem> Vendors(ConsoleStore store) =>
        Slots.Where(slot => slot.IsVendors).Select(slot => Problem.Of("STORE-007", ("slot", store.Layout(slot.Slot).Path.Text)));

    /// <summary>The same of one entry.</summary>
    public static ImmutableArray<Problem> Judged(ConsoleStore store, Modality modality, Slot slot, StoreEntry entry, DateTimeOffset now)
    {
        if (entry.Leaf is not { } leaf)
        {
            return [Problem.Of("STORE-014", ("slot", store.Layout(slot).Path.Text), ("name", entry.Name))];
        }

        var judged = new JudgedAs(Place(slot), null, now) { Candidates = entry.Certificates };
        var found = Judge.Certificate(leaf, modality.RulesFor(slot, Role.Client), judged);
        return slot != Slot.Host ? found : [.. found, .. store.Identity(slot, entry) is { IsGood: false } keyless ? keyless.Problems : []];
    }

    private static CertificateSlot Place(Slot slot) => slot switch
    {
        Slot.Host or Slot.Requests => CertificateSlot.Host,
        Slot.Trusted => CertificateSlot.Trusted,
        Slot.Peers => CertificateSlot.Peers,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ImmutableArray<ListedEntry> Entries(ConsoleStore store, Slot slot, ImmutableArray<Problem>.Builder problems)
    {
        var uses = Or(store.Uses(slot), problems);
        return [.. Or(store.Entries(slot), problems).Select(entry => new ListedEntry(entry, By(uses, entry, isService: true), By(uses, entry, isService: false)))];
    }

    private static ImmutableArray<string> By(ImmutableArray<EntryUse> uses, StoreEntry entry, bool isService) =>
        [.. uses.Where(use => use.Entry == entry.Name && use.IsService == isService).Select(use => use.By).Distinct().Order(StringComparer.Ordinal)];

    private static ImmutableArray<T> Or<T>(Checked<ImmutableArray<T>> read, ImmutableArray<Problem>.Builder problems)
    {
        if (read.TryGet(out var found, out var wrong))
        {
            return found;
        }

        problems.AddRange(wrong.Except(problems));
        return [];
    }
}

/// <param name="Folder">Relative to the console's root.</param>
internal sealed record LeftOnConsole(string Folder, StateContents Contents);

internal sealed record MaybeLeft(LeftOnConsole? Left);

internal sealed record ListedSlot(Slot Slot, ImmutableArray<ListedEntry> Entries)
{
    /// <summary>Only the vendor's own screens show what lies there.</summary>
    public bool IsVendors { get; init; }
}

/// <param name="Services">Services of the scanner type that use it.</param>
/// <param name="InUseBy">Whatever else does.</param>
internal sealed record ListedEntry(StoreEntry Entry, ImmutableArray<string> Services, ImmutableArray<string> InUseBy);

using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Finds the name under which an entry goes into a slot, among those that lie there.</summary>
internal static class EntryPlace
{
    /// <summary>The wanted name, or the next one beside it when it is taken by what must stay: an entry in use elsewhere, something
    /// that is no entry, or, in slots with free names, any other certificate.</summary>
    /// <param name="isTaken">By something that is no entry.</param>
    /// <returns>A problem when the slot is full.</returns>
    public static Checked<EntryPlaceFound> Find(SlotLayout layout, ImmutableArray<StoreEntry> entries, StoreImport import, Func<string, bool> isTaken)
    {
        var wanted = layout.FixedName is { } fixedName ? EntryName.From(fixedName) : import.Wanted;
        var name = Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? wanted : wanted.Beside(number))
            .First(name => Named(entries, name) is { } held
                ? !import.IsInUse(name.Text) && (held.Leaf == import.Own || layout.FixedName is not null)
                : !isTaken(name.Text));
        var replaced = Named(entries, name);
        return entries.Length >= layout.MostEntries && replaced is null ? Full(layout, entries) : new EntryPlaceFound(name, replaced);
    }

    public static Plan Already(StoreEntry held) => Plan.Nothing with
    {
        Placed = new(EntryName.Held(held.Name), held.File.Path, held.Key?.Path, Already: true),
    };

    private static StoreEntry? Named(ImmutableArray<StoreEntry> entries, EntryName name) =>
        entries.FirstOrDefault(entry => Store.Is(entry.Name, name.Text));

    private static Problem Full(SlotLayout layout, ImmutableArray<StoreEntry> entries) => Problem.Of(
        "STORE-003",
        ("slot", layout.Path.Text), ("count", layout.MostEntries!.Value.ToString(CultureInfo.InvariantCulture)), ("names", string.Join(", ", entries.Select(entry => entry.Name))));
}

/// <param name="Replaced">The entry whose place it takes; <c>null</c> when it is new.</param>
internal sealed record EntryPlaceFound(EntryName Name, StoreEntry? Replaced)
{
    /// <summary>What of a fixed slot is gone afterwards; <c>null</c>: nothing is, but the same certificate in another form.</summary>
    public string? Overwrites(SlotLayout layout, StoreImport import) =>
        layout.FixedName is not null && Replaced is not null && Replaced.Leaf != import.Own ? Name.Text : null;
}

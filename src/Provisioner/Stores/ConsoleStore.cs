using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Stores;

/// <summary>A console's certificate store as its scanner type describes it: what lies in it, who uses it, and plans to change it.
/// Reads only; <see cref="Changer"/> makes the changes.</summary>
/// <param name="opened">Shared with other runs; <c>null</c>: its own.</param>
/// <param name="ask">The password of a slot's key store where the scanner type does not know it; <c>null</c>: nobody can be asked.</param>
/// <param name="items">Where Windows' stores and registry are; <c>null</c>: the console's, if it has them.</param>
internal sealed class ConsoleStore(ConsoleFiles console, Modality modality, Func<SlotLayout, Secret?>? ask = null, IItemSource? items = null, OpenedFiles? opened = null)
{
    private readonly OpenedFiles _opened = opened ?? new();
    private readonly Dictionary<Slot, Secret?> _asked = [];

    public StoreKind KindOf(Slot slot) => modality.Store.KindOf(slot);

    /// <summary>Slots that the scanner type has, in order.</summary>
    public IEnumerable<Slot> Slots => modality.Store.Slots.Keys.Order();

    public SlotLayout Layout(Slot slot) => modality.Store.Slots[slot];

    public Checked<SlotContents> Contents(Slot slot) => KindOf(slot) is StoreKind.Windows or StoreKind.Registry ? OfWindows(Layout(slot), KindOf(slot)) : Password(slot).Then(password => console.List(Layout(slot)).Select(now => now with { Password = password.Secret, Known = _opened.KeyStores }));

    public Checked<ImmutableArray<StoreEntry>> Entries(Slot slot) => Contents(slot).Then(now => KindOf(slot) == StoreKind.Pkcs12 && now.Files is [var file]
        ? _opened.Entries(slot, file.State.Digest, () => Store.Entries(StoreKind.Pkcs12, Layout(slot), now))
        : Store.Entries(KindOf(slot), Layout(slot), now));

    /// <summary>An entry with its private key.</summary>
    /// <returns>A problem when it has none that fits.</returns>
    public Checked<Identity> Identity(Slot slot, StoreEntry entry) => Contents(slot).Then<Identity>(now =>
    {
        if (entry is not { Leaf: { } leaf, Key: { } keyFile })
        {
            return Problem.Of("STORE-013", ("slot", Layout(slot).Path.Text), ("name", entry.Name));
        }

        using var read = _opened.Read(keyFile.Path.Text, keyFile.Bytes, now.Password);
        return read.Keys.FirstOrDefault(key => key.Fits(leaf)) is { } key && HeldKey.Read(key.Pkcs8.ToArray()).TryGet(out var own, out _)
            ? new Identity(leaf, [.. entry.Certificates.Skip(1)], own) { Properties = WindowsEntry.Read(entry.File.Bytes.Span) is { } held ? held.ToProperties() : IdentityReader.PropertiesOf([read], key) }
            : Problem.Of("STORE-013", ("slot", Layout(slot).Path.Text), ("name", entry.Name));
    });

    /// <summary>Where an entry that is there lies.</summary>
    public Placed Placed(Slot slot, StoreEntry entry) => new(EntryName.Held(entry.Name), entry.File.Path, entry.Key?.Path, Already: true)
    {
        Trust = KindOf(slot) is StoreKind.OpensslFolder or StoreKind.Windows or StoreKind.Registry ? Layout(slot).Path : entry.File.Path,
        Thumbprint = KindOf(slot) == StoreKind.Windows ? entry.Leaf?.Thumbprint : null,
    };

    /// <summary>What a service reads that names this path: a file, opened with its password where it is a slot's key store, or all
    /// files of a folder. Empty when there is neither.</summary>
    public Checked<ImmutableArray<ReadFile>> Read(ConsolePath path)
    {
        var slot = modality.Store.Slots.Where(slot => slot.Value.OneFile && slot.Value.Path == path).Select(slot => (Slot?)slot.Key).FirstOrDefault();
        var password = slot is { } known ? Password(known) : new KnownPassword(null);
        return password.Then(opens => console.Names(path).Then(names => names.IsEmpty
            ? console.Read(path).Select(file => file.Held is { } held ? [Read(held, opens.Secret)] : ImmutableArray<ReadFile>.Empty)
            : Good([.. names.Select(name => console.Read(name)).Where(file => file.IsGood && file.Value.Held is not null).Select(file => Read(file.Value.Held!, null))])));
    }

    /// <summary>Plans to put an entry into a slot; what others than these services use stays as it is.</summary>
    public Checked<Plan> PlanImport(Slot slot, StoreImport import, IReadOnlySet<string> services, IReadOnlyDictionary<string, Sha256>? presented = null) =>
        Uses(slot, presented).Then(uses => Contents(slot).Then(now =>
            Store.PlanImport(KindOf(slot), Layout(slot), now, import with { NamesInUse = EntryUses.Elsewhere(uses, services) })));

    /// <summary>Plans to take entries out; one that anything uses is a problem.</summary>
    public Checked<Plan> PlanRemove(Slot slot, ImmutableArray<string> names, IReadOnlyDictionary<string, Sha256>? presented = null) =>
        Uses(slot, presented).Then(uses => Contents(slot).Then(now =>
            Store.PlanRemove(KindOf(slot), Layout(slot), now, names, EntryUses.Elsewhere(uses, ImmutableHashSet<string>.Empty))));

    /// <summary>Plans to take out every entry that nothing uses.</summary>
    public Checked<Plan> PlanRemoveAll(Slot slot, IReadOnlyDictionary<string, Sha256>? presented = null) =>
        Uses(slot, presented).Then(uses => Contents(slot).Then(now =>
            Store.PlanRemoveAll(KindOf(slot), Layout(slot), now, EntryUses.Elsewhere(uses, ImmutableHashSet<string>.Empty))));

    /// <summary>Who uses the entries of a slot.</summary>
    /// <param name="presented">Certificates that local listeners present, by what listens.</param>
    public Checked<ImmutableArray<EntryUse>> Uses(Slot slot, IReadOnlyDictionary<string, Sha256>? presented = null) => Entries(slot).Select(entries =>
        EntryUses.Of(Layout(slot), entries, UseScan.Of(console, modality, items, _opened) with { Presented = (presented ?? ImmutableDictionary<string, Sha256>.Empty).ToImmutableDictionary() }));

    private Checked<SlotContents> OfWindows(SlotLayout layout, StoreKind kind) =>
        (items ?? new ItemSource(console, console.Disk)).For(kind == StoreKind.Registry ? ItemKind.Registry : ItemKind.Certificate) is not { } held
            ? Problem.Of("CONS-009", ("item", layout.Path.Text))
            : Guarded.Get<SlotContents>(layout.Path.Text, () => new SlotContents
            {
                MissingFolders = [],
                Files = held.List(layout.Path),
                Beside = kind == StoreKind.Windows && layout.Path.Folder is { } place ? held.List(place.Join("CA")) : [],
                KeepsNames = held.KeepsNames,
                KeepsProperties = held.KeepsProperties,
            });

    private ReadFile Read(HeldFile file, Secret? password) => _opened.Read(file.Path.Text, file.Bytes, password);

    private static Checked<ImmutableArray<ReadFile>> Good(ImmutableArray<ReadFile> files) => files;

    private Checked<KnownPassword> Password(Slot slot) => (KindOf(slot), Layout(slot).Password) switch
    {
        (not StoreKind.Pkcs12, _) => new KnownPassword(null),
        (_, StorePassword.Known known) => new KnownPassword(new Secret(known.Text)),
        (_, StorePassword.InSettings setting) => InSettings(setting),
        _ => new KnownPassword(Asked(slot)),
    };

    private Secret? Asked(Slot slot) => _asked.TryGetValue(slot, out var known) ? known : _asked[slot] = ask?.Invoke(Layout(slot));

    private Checked<KnownPassword> InSettings(StorePassword.InSettings setting) => console.Read(setting.File).Then<KnownPassword>(contents =>
        contents.Held is not { } file ? Problem.Of("SET-001", ("file", setting.File.Text))
        : _opened.Setting(setting.Kind, file, setting.Key).Select(found => new KnownPassword(found.Text is { } text ? new Secret(text) : null)));

    private sealed record KnownPassword(Secret? Secret);
}

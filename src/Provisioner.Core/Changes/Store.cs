using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>What can be planned with a console's certificate store, of whatever kind it is.</summary>
public static class Store
{
    /// <summary>The entries of a slot.</summary>
    public static Checked<ImmutableArray<StoreEntry>> Entries(StoreKind kind, SlotLayout layout, SlotContents now) => (kind, layout.OneFile) switch
    {
        (StoreKind.PemFolder, true) => Good(PemBundle.Entries(layout, now)),
        (StoreKind.PemFolder or StoreKind.OpensslFolder, _) => Good(PemFolder.Entries(layout, now)),
        (StoreKind.Pkcs12, _) => KeyStore.Entries(layout, now),
        (StoreKind.Windows, _) => Good(WindowsStore.Entries(now)),
        (StoreKind.Registry, _) => Good(RegistryStore.Entries(now)),
        _ => Problem.Of("STORE-007", ("slot", layout.Path.Text)),
    };

    /// <summary>Plans to put an entry into a slot.</summary>
    /// <returns>A plan with <see cref="Plan.Placed"/>; without changes when the entry is there already.</returns>
    public static Checked<Plan> PlanImport(StoreKind kind, SlotLayout layout, SlotContents now, StoreImport import) => (kind, layout.OneFile) switch
    {
        _ when import.Certificates.IsEmpty => Problem.Of("STORE-001", ("slot", layout.Path.Text)),
        (StoreKind.PemFolder, true) => PemBundle.PlanImport(layout, now, import),
        (StoreKind.PemFolder, _) => PemFolder.PlanImport(layout, now, import),
        (StoreKind.OpensslFolder, _) => OpensslFolder.PlanImport(layout, now, import),
        (StoreKind.Pkcs12, _) => KeyStore.PlanImport(layout, now, import),
        (StoreKind.Windows, _) => WindowsStore.PlanImport(layout, now, import),
        (StoreKind.Registry, _) => RegistryStore.PlanImport(layout, now, import),
        _ => Problem.Of("STORE-007", ("slot", layout.Path.Text)),
    };

    /// <summary>Plans to take entries out, with their keys.</summary>
    /// <param name="names">As <see cref="Entries"/> names them.</param>
    /// <param name="namesInUse">Never taken out: each of them among the names is a problem.</param>
    public static Checked<Plan> PlanRemove(
        StoreKind kind, SlotLayout layout, SlotContents now, ImmutableArray<string> names, IReadOnlySet<string> namesInUse) =>
        Entries(kind, layout, now).Then(entries => Named(layout, entries, names, namesInUse)).Then(entries => (kind, layout.OneFile) switch
        {
            (StoreKind.PemFolder, true) => (Checked<Plan>)PemBundle.PlanRemove(layout, now, entries),
            (StoreKind.PemFolder, _) => PemFolder.Removal(entries),
            (StoreKind.OpensslFolder, _) => OpensslFolder.PlanRemove(now, entries),
            (StoreKind.Pkcs12, _) => KeyStore.PlanRemove(layout, now, entries),
            (StoreKind.Windows, _) => WindowsStore.PlanRemove(layout, entries),
            (StoreKind.Registry, _) => RegistryStore.PlanRemove(entries),
            _ => Problem.Of("STORE-007", ("slot", layout.Path.Text)),
        });

    /// <summary>Plans to take every entry out but those in use elsewhere.</summary>
    public static Checked<Plan> PlanRemoveAll(StoreKind kind, SlotLayout layout, SlotContents now, IReadOnlySet<string> namesInUse) =>
        Entries(kind, layout, now).Then(entries => PlanRemove(
            kind, layout, now, [.. entries.Select(entry => entry.Name).Where(name => !namesInUse.Any(used => Is(used, name)))], namesInUse));

    internal static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static Checked<ImmutableArray<StoreEntry>> Named(
        SlotLayout layout, ImmutableArray<StoreEntry> entries, ImmutableArray<string> names, IReadOnlySet<string> namesInUse)
    {
        ImmutableArray<Problem> problems =
        [
            .. names.Where(name => !entries.Any(entry => Is(entry.Name, name))).Select(name => Problem.Of("STORE-004", ("slot", layout.Path.Text), ("name", name))),
            .. names.Where(name => namesInUse.Any(used => Is(used, name))).Select(name => Problem.Of("STORE-005", ("slot", layout.Path.Text), ("name", name))),
        ];
        return problems.IsEmpty ? Good([.. entries.Where(entry => names.Any(name => Is(name, entry.Name)))]) : problems;
    }

    private static Checked<ImmutableArray<StoreEntry>> Good(ImmutableArray<StoreEntry> entries) => entries;
}

/// <summary>What is to be put into a slot.</summary>
public sealed record StoreImport
{
    /// <summary>The entry's name; the slot's fixed name comes first.</summary>
    public required EntryName Wanted { get; init; }

    /// <summary>The entry's own first, then what leads to its authority, in any order.</summary>
    public required ImmutableArray<HeldCertificate> Certificates { get; init; }

    /// <summary>Private key of the first certificate; <c>null</c> for certificates of others.</summary>
    public HeldKey? Key { get; init; }

    /// <summary>What the delivered file states of certificates and key; kept as far as the store can.</summary>
    public BagProperties Properties { get; init; } = BagProperties.None;

    /// <summary>Entries that a listener presents or an unbound settings file names: never altered, the new one lies beside.</summary>
    public IReadOnlySet<string> NamesInUse { get; init; } = ImmutableHashSet<string>.Empty;

    internal HeldCertificate Own => Certificates[0];

    internal bool IsInUse(string name) => NamesInUse.Any(used => Store.Is(used, name));
}

/// <summary>One entry of a store.</summary>
/// <param name="Name">As the store names it; not necessarily one that <see cref="EntryName"/> allows.</param>
/// <param name="Certificates">The entry's own first, then what stands behind it; empty when nothing in it can be read.</param>
/// <param name="File">Where the certificate lies.</param>
/// <param name="Key">Where its private key lies; <c>null</c> when there is none.</param>
public sealed record StoreEntry(string Name, ImmutableArray<HeldCertificate> Certificates, HeldFile File, HeldFile? Key)
{
    /// <summary><c>null</c> when nothing in it can be read.</summary>
    public HeldCertificate? Leaf => Certificates.FirstOrDefault();

    /// <summary>Of the leaf.</summary>
    public Sha256? Fingerprint => Leaf?.Fingerprint;
}

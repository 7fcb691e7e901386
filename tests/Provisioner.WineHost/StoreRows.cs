using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Stores;

namespace Provisioner.WineHost;

/// <summary>The certificate stores of user and machine.</summary>
internal static class StoreRows
{
    private static readonly WindowsItems Items = new();

    public static void Try(Rows rows, MadeCertificates made)
    {
        foreach (var place in (string[])["CurrentUser", "LocalMachine"])
        {
            foreach (var store in (string[])["My", "CA", "TrustedPeople"])
            {
                rows.Try($"stores: an authority comes into {place}/{store}, is listed with its name, and what is not let go is said", () => ComesAndGoes(made.Root, $"{place}/{store}"));
            }
        }

        foreach (var place in (string[])["CurrentUser", "LocalMachine"])
        {
            rows.Try($"stores: {place}/Root is listed, and an authority that it does not keep is said", () => NotKept(made.Root, Layout($"{place}/Root")));
        }

        rows.Try("stores: extended properties are set with an entry and read back", () => Properties(made.Root));
    }

    /// <summary>Wine lets nothing go from a store: the program must say so.</summary>
    private static void ComesAndGoes(HeldCertificate authority, string store)
    {
        var layout = Layout(store);
        var before = Now(layout).Files.Length;
        var plan = Import(layout, authority);
        Machine.Do(plan);
        Rows.Same(before + 1, Now(layout).Files.Length);
        Rows.Same(true, Entries(layout).Any(entry => entry.Name == "own-name" && entry.Leaf == authority));
        Rows.Same("own-name", Platform(store, authority)?.FriendlyName);
        Rows.Same(0, Import(layout, authority).Changes.Length);
        var removal = Machine.Good(Store.PlanRemove(StoreKind.Windows, layout, Now(layout), ["own-name"], new HashSet<string>()));
        Rows.Same(null, Machine.Changer.Prepare(removal));
        Rows.Same("CONS-008", Machine.Changer.Apply(removal.Changes.Single())?.Code);
        Rows.Same("CONS-008", Machine.Changer.Undo(plan.Changes.Single())?.Code);
        Rows.Same("own-name", Platform(store, authority)?.FriendlyName);
    }

    /// <summary>Wine makes its root stores from the certificates of Linux, anew at each start.</summary>
    private static void NotKept(HeldCertificate authority, SlotLayout layout)
    {
        Rows.Same(true, Entries(layout).Length > 10);
        var plan = Import(layout, authority);
        Rows.Same(null, Machine.Changer.Prepare(plan));
        Rows.Same("CONS-008", Machine.Changer.Apply(plan.Changes.Single())?.Code);
        Rows.Same(null, Machine.Changer.Undo(plan.Changes.Single()));
    }

    /// <summary>What it may be used for, and its description.</summary>
    private static void Properties(HeldCertificate authority)
    {
        var properties = ImmutableSortedDictionary.CreateRange([Property(9, "300A06082B06010505070301"), Property(13, "64006500730063000000")]);
        var entry = new WindowsEntry { FriendlyName = "named", Certificate = authority, Extended = properties };
        var path = ConsolePath.Parse("CurrentUser/AddressBook").Join(authority.Fingerprint.ToString());
        Items.Put(path, entry.ToBytes());
        Rows.Same(Encoding.UTF8.GetString(entry.ToBytes()), Encoding.UTF8.GetString(Items.Read(path)!));
    }

    private static KeyValuePair<uint, ReadOnlyMemory<byte>> Property(uint number, string digits) => new(number, Convert.FromHexString(digits));

    private static SlotLayout Layout(string store) => new() { Path = ConsolePath.Parse(store), CertificateFile = "{name}" };

    private static Plan Import(SlotLayout layout, HeldCertificate authority) => Machine.Good(Store.PlanImport(
        StoreKind.Windows, layout, Now(layout), new() { Wanted = EntryName.From("own-name"), Certificates = [authority] }));

    private static ImmutableArray<StoreEntry> Entries(SlotLayout layout) => Machine.Good(Store.Entries(StoreKind.Windows, layout, Now(layout)));

    private static SlotContents Now(SlotLayout layout) => new()
    {
        MissingFolders = [],
        Files = Items.List(layout.Path),
        Beside = Items.List(layout.Path.Folder!.Value.Join("CA")),
        KeepsNames = Items.KeepsNames,
    };

    /// <summary>As .NET itself finds it.</summary>
    private static X509Certificate2? Platform(string store, HeldCertificate certificate)
    {
        var names = store.Split('/');
        using var opened = new X509Store(names[1], Enum.Parse<StoreLocation>(names[0]));
        opened.Open(OpenFlags.ReadOnly);
        return opened.Certificates.FirstOrDefault(held => held.RawData.AsSpan().SequenceEqual(certificate.Der.Span));
    }
}

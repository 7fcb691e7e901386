using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Stores;

/// <summary>By way of .NET's user stores on Linux, which lie in folders of the user's own. What only Windows has (the machine's
/// stores, friendly names, persisted keys) is not tested here; <c>src/DESIGN.md</c> says so.</summary>
public sealed class WindowsStoreTests : IDisposable
{
    private static readonly Made Root = Made.Root("St. Anna Root"), Issuing = Made.Intermediate(Root), Mr2 = Made.Leaf(Issuing);
    private static readonly Made Rsa = Made.Leaf(Issuing, alter: wish => wish.Pair = RSA.Create(2048));

    private static readonly WindowsItems Items = new();

    private readonly string _name = $"provisioner-test-{Guid.NewGuid():N}";
    private readonly ConsoleFolder _console = new();

    public void Dispose()
    {
        _console.Dispose();
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet/corefx/cryptography/x509stores", _name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private SlotLayout Trusted => new() { Path = ConsolePath.Parse($"CurrentUser/{_name}"), CertificateFile = "{name}" };

    private SlotLayout Host => Trusted with { KeyFile = "{name}" };

    [Fact]
    public void An_authority_is_put_there_listed_and_put_back()
    {
        var plan = Import(Trusted, Root, withKey: false);
        var change = Assert.IsType<Change.PutItem>(Assert.Single(plan.Changes));
        Assert.Equal(($"CurrentUser/{_name}/{Root.Held.Fingerprint}", ItemKind.Certificate, null), (change.Path.Text, change.Kind, change.Before));
        Do(plan);
        Assert.Equal([("St.-Anna-Root", false)], List(Trusted).Select(entry => (entry.Name, entry.Key is not null)));
        using var store = new X509Store(_name, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly);
        Assert.Single(store.Certificates);
        ChangerTests.UndoAll(Changer(), plan);
        Assert.Empty(List(Trusted));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_identity_comes_with_its_key_which_the_platform_can_use_and_give_out_again(bool rsa)
    {
        var made = rsa ? Rsa : Mr2;
        var plan = Import(Host, made, withKey: true);
        Do(plan);
        var entry = Assert.Single(List(Host));
        Assert.NotNull(entry.Key);
        using (var store = new X509Store(_name, StoreLocation.CurrentUser))
        {
            store.Open(OpenFlags.ReadOnly);
            using var key = store.Certificates.Single().GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)store.Certificates.Single().GetECDsaPrivateKey();
            Assert.NotNull(key);
        }

        var removal = Store.PlanRemove(StoreKind.Windows, Host, Now(Host), [entry.Name], new HashSet<string>()).Value;
        Do(removal);
        Assert.Empty(List(Host));
        ChangerTests.UndoAll(Changer(), removal);
        Assert.Equal(made.Held, Assert.Single(List(Host)).Leaf);
        Assert.NotNull(Assert.Single(List(Host)).Key);
        ChangerTests.UndoAll(Changer(), plan);
        Assert.Empty(List(Host));
    }

    [Fact]
    public void Intermediates_are_planned_and_undone()
    {
        var plan = Import(Host with { WithChain = true }, Mr2, withKey: true);
        Assert.Equal(
            [$"CurrentUser/CA/{Issuing.Held.Fingerprint}", $"CurrentUser/{_name}/{Mr2.Held.Fingerprint}"],
            plan.Changes.Select(change => change.Path.Text));
        var before = Items.List(ConsolePath.Parse("CurrentUser/CA")).Length;
        Do(plan);
        Assert.Equal(before + 1, Items.List(ConsolePath.Parse("CurrentUser/CA")).Length);
        ChangerTests.UndoAll(Changer(), plan);
        Assert.Equal(before, Items.List(ConsolePath.Parse("CurrentUser/CA")).Length);
    }

    /// <summary>The user's own stores by their real names: what lies there besides stays as it is.</summary>
    [Theory]
    [InlineData("My", true)]
    [InlineData("Root", false)]
    [InlineData("CA", false)]
    [InlineData("TrustedPeople", false)]
    public void Each_store_takes_an_entry_with_its_intermediates_and_is_as_before_when_it_is_put_back(string store, bool withKey)
    {
        var layout = new SlotLayout { Path = ConsolePath.Parse($"CurrentUser/{store}"), CertificateFile = "{name}", KeyFile = withKey ? "{name}" : null, WithChain = true };
        var (before, beside) = (Names(layout), Items.List(ConsolePath.Parse("CurrentUser/CA")).Select(file => file.Path.Text).ToArray());
        var plan = Import(layout, Mr2, withKey);
        try
        {
            Do(plan);
            Assert.Equal([.. before.Append($"CurrentUser/{store}/{Mr2.Held.Fingerprint}").Concat(store == "CA" ? [$"CurrentUser/CA/{Issuing.Held.Fingerprint}"] : []).Order(StringComparer.Ordinal)], Names(layout));
            Assert.Contains($"CurrentUser/CA/{Issuing.Held.Fingerprint}", Items.List(ConsolePath.Parse("CurrentUser/CA")).Select(file => file.Path.Text));
            using var opened = new X509Store(store, StoreLocation.CurrentUser);
            opened.Open(OpenFlags.ReadOnly);
            Assert.Equal(withKey, opened.Certificates.Single(held => held.RawData.AsSpan().SequenceEqual(Mr2.Platform.RawData)).HasPrivateKey);
        }
        finally
        {
            ChangerTests.UndoAll(Changer(), plan);
        }

        Assert.Equal((string.Join(' ', before), string.Join(' ', beside)), (string.Join(' ', Names(layout)), string.Join(' ', Items.List(ConsolePath.Parse("CurrentUser/CA")).Select(file => file.Path.Text))));
    }

    private static string[] Names(SlotLayout layout) => [.. Items.List(layout.Path).Select(file => file.Path.Text)];

    [Fact]
    public void What_is_there_is_not_imported_again_and_a_renewed_one_lies_beside()
    {
        Do(Import(Host, Mr2, withKey: true));
        Assert.Empty(Import(Host, Mr2, withKey: true).Changes);
        var renewed = Made.Leaf(Issuing);
        Do(Import(Host, renewed, withKey: true));
        Assert.Equal(2, List(Host).Length);
        Assert.Equal(2, List(Host).Select(entry => entry.Name).Distinct().Count());
    }

    [Fact]
    public void A_key_joins_a_certificate_that_is_there_alone()
    {
        Do(Import(Host, Mr2, withKey: false));
        Assert.Null(Assert.Single(List(Host)).Key);
        var plan = Import(Host, Mr2, withKey: true);
        Do(plan);
        Assert.NotNull(Assert.Single(List(Host)).Key);
        ChangerTests.UndoAll(Changer(), plan);
        Assert.Null(Assert.Single(List(Host)).Key);
    }

    [Fact]
    public void The_form_of_an_entry_is_read_back()
    {
        var entry = new WindowsEntry { FriendlyName = "Scanner: own", Certificate = Mr2.Held, Pkcs8 = HeldKey.Read(Mr2.Pair.ExportPkcs8PrivateKey()).Value.Pkcs8.ToArray() };
        Assert.Equal(entry.ToBytes(), WindowsEntry.Read(entry.ToBytes())!.ToBytes());
        var locked = new WindowsEntry { Certificate = Mr2.Held, IsLocked = true };
        Assert.True(WindowsEntry.Read(locked.ToBytes()) is { IsLocked: true, HasKey: true, Pkcs8: null, FriendlyName: null });
        Assert.Null(WindowsEntry.Read("nothing"u8));
    }

    [Fact]
    public void An_entry_whose_key_could_not_be_put_back_is_not_removed()
    {
        var bytes = new WindowsEntry { Certificate = Mr2.Held, IsLocked = true }.ToBytes();
        var file = new HeldFile(ConsolePath.Parse($"CurrentUser/My/{Mr2.Held.Fingerprint}"), new(Sha256.Of(bytes), null, DateTimeOffset.UnixEpoch), bytes);
        var now = new SlotContents { MissingFolders = [], Files = [file] };
        Assert.Equal("STORE-016", Store.PlanRemove(StoreKind.Windows, Host, now, ["mr2"], new HashSet<string>()).Problems.Single().Code);
    }

    [Fact]
    public void A_store_that_this_system_does_not_have_is_a_problem()
    {
        var layout = Host with { Path = ConsolePath.Parse("LocalMachine/My") };
        var modality = new Modality
        {
            Id = "t",
            Version = "1.0.0",
            Digest = default,
            Title = "t",
            Source = "-",
            Store = new(StoreKind.Windows, ImmutableDictionary.CreateRange([KeyValuePair.Create(Slot.Host, layout)])),
            Services = [],
            Recognition = new(SettingsKind.Json, ConsolePath.Parse("x"), "s", "h", Assumed: true),
        };
        Assert.Equal("DISK-004", new ConsoleStore(_console.Files(), modality, items: new OwnMachine()).Entries(Slot.Host).Problems.Single().Code);
        var change = new Change.PutItem(layout.Path.Join(Mr2.Held.Fingerprint.ToString()), ItemKind.Certificate, null, Sha256.Of("x"u8));
        Assert.NotNull(Changer().Apply(change));
    }

    /// <summary>This machine's own, although the console is a folder.</summary>
    private sealed class OwnMachine : IItemSource
    {
        public IItems? For(ItemKind kind) => kind == ItemKind.Certificate ? Items : null;
    }

    private Changer Changer() => new(_console.Files(), _console.State(), new Disk(), new OwnMachine());

    private static Plan Import(SlotLayout layout, Made made, bool withKey)
    {
        using var key = withKey ? HeldKey.Read(made.Pair.ExportPkcs8PrivateKey()).Value : null;
        return Store.PlanImport(StoreKind.Windows, layout, Now(layout), new()
        {
            Wanted = EntryName.From(made.Held.Subject.CommonName!),
            Certificates = [made.Held, Issuing.Held, Root.Held],
            Key = key,
        }).Value;
    }

    private static ImmutableArray<StoreEntry> List(SlotLayout layout) => Store.Entries(StoreKind.Windows, layout, Now(layout)).Value;

    private static SlotContents Now(SlotLayout layout) => new()
    {
        MissingFolders = [],
        Files = Items.List(layout.Path),
        Beside = Items.List(ConsolePath.Parse("CurrentUser/CA")),
        KeepsNames = Items.KeepsNames,
    };

    private void Do(Plan plan)
    {
        var changer = Changer();
        Assert.Null(changer.Prepare(plan));
        ChangerTests.ApplyAll(changer, plan);
    }
}

using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Stores;

public sealed class ConsoleStoreTests : IDisposable
{
    private static readonly Made Mr2 = Made.Leaf(null);

    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    public static TheoryData<string, StorePassword?, string?, string?> PasswordRows => new()
    {
        { "known for all", new StorePassword.Known("secret-1"), null, null },
        { "in the settings", new StorePassword.InSettings(SettingsKind.Properties, ConsolePath.Parse("etc/app.properties"), "store.password"), null, null },
        { "asked for", null, "secret-1", null },
        { "not given", null, null, "STORE-010" },
        { "wrong", new StorePassword.Known("other"), null, "STORE-011" },
        { "not in the settings", new StorePassword.InSettings(SettingsKind.Properties, ConsolePath.Parse("etc/app.properties"), "no.password"), null, "STORE-010" },
        { "no settings", new StorePassword.InSettings(SettingsKind.Properties, ConsolePath.Parse("etc/none.properties"), "store.password"), null, "SET-001" },
    };

    [Theory, MemberData(nameof(PasswordRows))]
    public void A_key_store_opens_by_what_the_scanner_type_says(string row, StorePassword? password, string? asked, string? code)
    {
        _console.Put("etc/app.properties", "store.password=secret-1\n");
        Import(KeyStoreOf(new StorePassword.Known("secret-1")));
        var entries = Store(KeyStoreOf(password), asked).Entries(Slot.Host);
        Assert.Equal((row, code), (row, entries.Problems.FirstOrDefault()?.Code));
        Assert.True(code is not null || entries.Value.Single().Leaf == Mr2.Held);
    }

    [Fact]
    public void An_entry_of_a_key_store_is_read_with_its_key()
    {
        var layout = KeyStoreOf(new StorePassword.Known("secret-1"));
        Import(layout);
        var store = Store(layout);
        using var identity = store.Identity(Slot.Host, store.Entries(Slot.Host).Value.Single()).Value;
        Assert.True(identity.Key.Fits(Mr2.Held));
        Assert.Equal(Mr2.Held, identity.Leaf);
        Assert.Contains(Mr2.Held, store.Read(ConsolePath.Parse("opt/store.p12")).Value.Single().Certificates);
    }

    [Fact]
    public void What_another_service_uses_is_left_and_what_this_one_uses_is_replaced()
    {
        _console.Put("certs/host.pem", Mr2.Pem);
        _console.Put("certs/host-key.pem", Mr2.KeyPem);
        _console.Put("etc/app.json", """{"a": {"certificate": "/certs/host.pem"}, "b": {"certificate": "/certs/host.pem"}}""");
        var store = Store(Folder, services: ["a", "b"]);
        using var key = HeldKey.Read(Mr2.Pair.ExportPkcs8PrivateKey()).Value;
        var renewed = new StoreImport { Wanted = EntryName.From("x"), Certificates = [Made.Leaf(null, alter: wish => wish.Pair = Mr2.Pair).Held], Key = key };
        Assert.Equal("host", store.PlanImport(Slot.Host, renewed, new HashSet<string> { "a", "b" }).Value.Placed!.Name.Text);
        Assert.Equal("host-2", store.PlanImport(Slot.Host, renewed, new HashSet<string> { "a" }).Value.Placed!.Name.Text);
        Assert.Equal("STORE-005", store.PlanRemove(Slot.Host, ["host"]).Problems.Single().Code);
        Assert.Empty(store.PlanRemoveAll(Slot.Host).Value.Changes);
    }

    [Fact]
    public void What_a_file_beside_the_settings_or_a_listener_uses_is_left()
    {
        _console.Put("certs/host.pem", Mr2.Pem);
        _console.Put("etc/app.json", "{}");
        var store = Store(Folder, services: ["a"]);
        Assert.Single(store.PlanRemove(Slot.Host, ["host"]).Value.Changes);
        Assert.Equal("STORE-005", store.PlanRemove(Slot.Host, ["host"], new Dictionary<string, Sha256> { ["port 443"] = Mr2.Held.Fingerprint }).Problems.Single().Code);
        _console.Put("etc/nginx.conf", "ssl_certificate /certs/host.pem;");
        Assert.Equal("STORE-005", store.PlanRemove(Slot.Host, ["host"]).Problems.Single().Code);
        Assert.Equal([new EntryUse("host", "etc/nginx.conf", IsService: false)], store.Uses(Slot.Host).Value.ToArray());
    }

    private static StoreLayout Folder { get; } = new(StoreKind.PemFolder, ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create(Slot.Host, new SlotLayout { Path = ConsolePath.Parse("certs"), CertificateFile = "{name}.pem", KeyFile = "{name}-key.pem", FixedName = "host" }),
    ]));

    private static StoreLayout KeyStoreOf(StorePassword? password) => new(StoreKind.Pkcs12, ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create(Slot.Host, new SlotLayout { Path = ConsolePath.Parse("opt/store.p12"), CertificateFile = "store.p12", KeyFile = "store.p12", OneFile = true, Password = password }),
    ]));

    private void Import(StoreLayout layout)
    {
        using var key = HeldKey.Read(Mr2.Pair.ExportPkcs8PrivateKey()).Value;
        var import = new StoreImport { Wanted = EntryName.From("mr2"), Certificates = [Mr2.Held], Key = key };
        var plan = Store(layout).PlanImport(Slot.Host, import, new HashSet<string>()).Value;
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        ChangerTests.ApplyAll(changer, plan);
    }

    private ConsoleStore Store(StoreLayout layout, string? asked = null, params string[] services) => new(_console.Files(), Modality(layout, services), _ => asked is null ? null : new Secret(asked));

    private static Modality Modality(StoreLayout layout, string[] services) => new()
    {
        Id = "test",
        Version = "1.0.0",
        Digest = default,
        Title = "Test",
        Source = "-",
        Store = layout,
        Services = [.. services.Select(name => new Service
        {
            Name = name,
            Title = name,
            Settings = ImmutableDictionary.CreateRange([KeyValuePair.Create(Role.Client, new ServiceSettings(
                SettingsKind.Json, ConsolePath.Parse("etc/app.json"), ImmutableDictionary.CreateRange([KeyValuePair.Create(SettingTerm.Certificate, name + ".certificate")])))]),
            Restart = "-",
        })],
        Recognition = new(SettingsKind.Json, ConsolePath.Parse("etc/app.json"), "serial", "host", Assumed: false),
    };
}

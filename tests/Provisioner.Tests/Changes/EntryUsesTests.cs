using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Changes;

public sealed class EntryUsesTests
{
    private static readonly SlotLayout Host = new() { Path = ConsolePath.Parse("etc/host"), CertificateFile = "{name}.pem", KeyFile = "{name}-key.pem" };
    private static readonly Made Mr2 = Made.Leaf(null), Other = Made.Leaf(null);

    private static readonly SlotContents Now = new()
    {
        MissingFolders = [],
        Files = [File("etc/host/a.pem", Mr2.Pem), File("etc/host/a-key.pem", Mr2.KeyPem), File("etc/host/b.pem", Other.Pem)],
    };

    private static readonly ServiceSettings Settings = new(SettingsKind.Json, ConsolePath.Parse("etc/net.json"), ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create(SettingTerm.Certificate, "certificate"), KeyValuePair.Create(SettingTerm.Key, "key"),
        KeyValuePair.Create(SettingTerm.Trust, "trust"), KeyValuePair.Create(SettingTerm.Entry, "alias"),
    ]));

    public static TheoryData<string, string, string[]> BoundRows => new()
    {
        { "by certificate", """{"certificate": "/etc/host/a.pem"}""", ["a"] },
        { "by key", """{"key": "/etc/host/a-key.pem"}""", ["a"] },
        { "by a path of Windows", """{"certificate": "C:\\etc\\HOST\\b.PEM"}""", ["b"] },
        { "by a path without its root", """{"certificate": "etc/host/b.pem"}""", ["b"] },
        { "by the folder", """{"trust": "/etc/host/"}""", ["a", "b"] },
        { "another file", """{"certificate": "/etc/host/c.pem"}""", [] },
        { "nothing", """{"certificate": "", "trust": null}""", [] },
    };

    public static TheoryData<string, string, string[]> UnboundRows => new()
    {
        { "anywhere in it", "ssl_certificate /etc/host/a.pem;\n", ["a"] },
        { "escaped slashes", """{"c": "\/etc\/host\/b.pem"}""", ["b"] },
        { "escaped backslashes", """{"c": "D:\\etc\\host\\a-key.pem"}""", ["a"] },
        { "the folder", "CApath=/etc/host\n", ["a", "b"] },
        { "a longer name", "/etc/host/a.pem.bak /etc/host/a.pem2", [] },
        { "a name that ends so", "/usr/local/myetc/host/a.pem", [] },
        { "a folder below another", "/srv/etc/host/a.pem", ["a"] },
        { "nothing of it", "/etc/other/a.pem", [] },
    };

    [Theory, MemberData(nameof(BoundRows))]
    public void A_service_uses_what_its_settings_name(string row, string settings, string[] expected) =>
        Assert.Equal(
            expected.Select(name => (row, new EntryUse(name, "dicom", IsService: true) { AsPart = expected.Length > 1 })),
            Uses(Host, new() { Bound = [Bound("dicom", File("etc/net.json", settings))] }).Select(use => (row, use)));

    [Fact]
    public void Settings_that_cannot_be_read_may_name_anything() => Assert.All(
        (UseWitnesses[])[new() { Bound = [Bound("dicom", File("etc/net.json", "not JSON"))] }, new() { Unreadable = [ConsolePath.Parse("etc/net.json")] }],
        witnesses => Assert.Equal(
            [new EntryUse("a", "etc/net.json", IsService: false), new EntryUse("b", "etc/net.json", IsService: false)],
            Uses(Host, witnesses).AsEnumerable()));

    [Theory, MemberData(nameof(UnboundRows))]
    public void A_file_that_nobody_described_uses_what_it_mentions(string row, string text, string[] expected) =>
        Assert.Equal(
            expected.Select(name => (row, new EntryUse(name, "etc/nginx.conf", IsService: false))),
            Uses(Host, new() { Unbound = [File("etc/nginx.conf", text)] }).Select(use => (row, use)));

    private static BoundSettings Bound(string service, HeldFile file) => new(service, Settings, term =>
        Settings.Keys.TryGetValue(term, out var key) ? SettingsFile.For(Settings.Kind).Read(file.Bytes.Span, key) : new FoundSetting(null));

    [Fact]
    public void A_listener_uses_what_it_presents() =>
        Assert.Equal(
            [new EntryUse("b", "port 443", IsService: false)],
            Uses(Host, new() { Presented = ImmutableDictionary.CreateRange([KeyValuePair.Create("port 443", Other.Held.Fingerprint), KeyValuePair.Create("port 444", Sha256.Of("x"u8))]) }).ToArray());

    [Fact]
    public void In_a_key_store_a_service_uses_the_entry_that_it_names()
    {
        var store = Host with { OneFile = true, Path = ConsolePath.Parse("etc/store.p12") };
        ImmutableArray<StoreEntry> entries = [.. new[] { "one", "two" }.Select(name => new StoreEntry(name, [Mr2.Held], File("etc/store.p12", ""), File("etc/store.p12", "")))];
        Assert.Equal(["two"], Of("""{"certificate": "/etc/store.p12", "alias": "TWO"}"""));
        Assert.Equal(["one", "two"], Of("""{"certificate": "/etc/store.p12"}"""));

        IEnumerable<string> Of(string settings) =>
            EntryUses.Of(store, entries, new() { Bound = [Bound("app", File("etc/net.json", settings))] }).Select(use => use.Entry);
    }

    [Fact]
    public void In_a_bundle_every_authority_is_used_as_part_and_may_go()
    {
        var bundle = new SlotLayout { Path = ConsolePath.Parse("etc/ca.pem"), CertificateFile = "ca.pem", OneFile = true };
        var file = File("etc/ca.pem", Mr2.Pem + Other.Pem);
        var uses = EntryUses.Of(bundle, Store.Entries(StoreKind.PemFolder, bundle, new() { MissingFolders = [], Files = [file] }).Value,
            new() { Bound = [Bound("dicom", File("etc/net.json", """{"trust": "/etc/ca.pem"}"""))] });
        Assert.Equal([("mr2", true), ("mr2-2", true)], uses.Select(use => (use.Entry, use.AsPart)));
        Assert.Empty(EntryUses.Elsewhere(uses, new HashSet<string>()));
    }

    [Fact]
    public void What_the_services_at_hand_use_is_not_elsewhere()
    {
        EntryUse[] uses = [new("a", "dicom", IsService: true), new("b", "ea3", IsService: true), new("c", "dicom", IsService: true), new("c", "dicom", IsService: false)];
        Assert.Equal(["b", "c"], EntryUses.Elsewhere(uses, new HashSet<string> { "dicom" }).Order());
        Assert.Equal(["a", "b", "c"], EntryUses.Elsewhere(uses, new HashSet<string>()).Order());
    }

    private static ImmutableArray<EntryUse> Uses(SlotLayout layout, UseWitnesses witnesses) => EntryUses.Of(layout, PemFolder.Entries(layout, Now), witnesses);

    private static HeldFile File(string path, string text) =>
        new(ConsolePath.Parse(path), new(Sha256.Of(Encoding.UTF8.GetBytes(text)), null, DateTimeOffset.UnixEpoch), Encoding.UTF8.GetBytes(text));
}

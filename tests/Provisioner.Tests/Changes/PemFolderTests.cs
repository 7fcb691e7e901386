using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Changes;

public sealed class PemFolderTests
{
    private static readonly SlotLayout Trusted = new() { Path = ConsolePath.Parse("etc/trusted"), CertificateFile = "{name}.pem" };

    private static readonly SlotLayout Host = new()
    {
        Path = ConsolePath.Parse("etc/host"),
        CertificateFile = "{name}.pem",
        KeyFile = "{name}-key.pem",
        WithChain = true,
        FixedName = "host",
    };

    private static readonly Made Root = Made.Root("St. Anna Root");
    private static readonly Made Issuing = Made.Intermediate(Root);
    private static readonly Made Mr2 = Made.Leaf(Issuing);
    private static readonly Made Renewed = Made.Leaf(Issuing);

    [Fact]
    public void An_authority_is_one_new_file_named_after_it()
    {
        var plan = Import(Trusted, [], Root.Pem, "St. Anna Root");
        var change = Assert.IsType<Change.WriteFile>(Assert.Single(plan.Changes));
        Assert.Equal(("etc/trusted/St.-Anna-Root.pem", null, false), (change.Path.Text, change.Before, change.OwnerOnly));
        Assert.Equal(Root.Pem, Text(plan, change));
        Assert.Equal(new Placed(EntryName.From("St.-Anna-Root"), change.Path, null, Already: false), plan.Placed);
    }

    [Fact]
    public void Missing_folders_come_first_and_the_one_for_keys_is_for_its_owner_only()
    {
        var now = new SlotContents { MissingFolders = [ConsolePath.Parse("etc"), Host.Path], Files = [] };
        var plan = PemFolder.PlanImport(Host, now, EntryName.From("x"), Bytes(Mr2.Pem), Bytes(Mr2.KeyPem), new HashSet<string>()).Value;
        Assert.Equal(
            [new Change.CreateFolder(ConsolePath.Parse("etc"), OwnerOnly: false), new Change.CreateFolder(Host.Path, OwnerOnly: true)],
            plan.Changes.Take(2));
        Assert.Equal(plan.Changes.Length, plan.Differences.Length);
    }

    [Fact]
    public void An_identity_is_key_and_certificate_with_its_chain_and_without_its_root()
    {
        var plan = Import(Host, [], Root.Pem.Insert(0, Mr2.Pem + Issuing.Pem), "ignored", Mr2.KeyPem);
        var files = plan.Changes.Cast<Change.WriteFile>().ToDictionary(change => change.Path.Text);
        Assert.Equal(["etc/host/host-key.pem", "etc/host/host.pem"], plan.Changes.Select(change => change.Path.Text));
        Assert.True(files["etc/host/host-key.pem"].OwnerOnly);
        Assert.Equal(Mr2.Pem + Issuing.Pem, Text(plan, files["etc/host/host.pem"]));
        Assert.Equal(Mr2.KeyPem + "\n", Text(plan, files["etc/host/host-key.pem"]));
        Assert.Equal(("etc/host/host.pem", "etc/host/host-key.pem"), (plan.Placed!.Certificate.Text, plan.Placed.Key!.Value.Text));
    }

    public static TheoryData<string, SlotLayout, string> FormRows => new()
    {
        { "alone", Host with { WithChain = false }, Mr2.Pem },
        { "with root", Host with { WithRoot = true }, Mr2.Pem + Issuing.Pem + Root.Pem },
        { "Windows' lines", Host with { WithChain = false, WindowsLines = true }, Mr2.Pem.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "leading text", Host with { WithChain = false, LeadingText = true }, $"subject={Mr2.Held.Subject}\nissuer={Mr2.Held.Issuer}\n{Mr2.Pem}" },
    };

    [Theory, MemberData(nameof(FormRows))]
    public void The_file_has_the_form_that_the_slot_wants(string row, SlotLayout layout, string expected)
    {
        var plan = Import(layout, [], Mr2.Pem + Root.Pem + Issuing.Pem, "x", Mr2.KeyPem);
        Assert.Equal((row, expected), (row, Text(plan, (Change.WriteFile)plan.Changes[1])));
    }

    [Fact]
    public void Certificate_and_key_in_one_file_are_for_the_owner_only()
    {
        var plan = Import(Host with { KeyFile = "{name}.pem", WithChain = false }, [], Mr2.Pem, "x", Mr2.KeyPem);
        var change = Assert.IsType<Change.WriteFile>(Assert.Single(plan.Changes));
        Assert.True(change.OwnerOnly);
        Assert.Equal(Mr2.Pem + Mr2.KeyPem + "\n", Text(plan, change));
        Assert.DoesNotContain(plan.Differences.SelectMany(d => d.Lines), line => line.Contains("BEGIN", StringComparison.Ordinal));
    }

    [Fact]
    public void Importing_what_is_there_changes_nothing_and_names_what_is_there()
    {
        var plan = Import(Trusted, [File("etc/trusted/other-name.pem", Root.Pem)], Root.Pem, "St. Anna Root");
        Assert.Empty(plan.Changes);
        Assert.Equal(new Placed(EntryName.From("other-name"), ConsolePath.Parse("etc/trusted/other-name.pem"), null, Already: true), plan.Placed);
    }

    [Fact]
    public void An_entry_in_another_spelling_is_the_same_entry()
    {
        var der = new HeldFile(ConsolePath.Parse("etc/trusted/Root.pem"), State(Root.Platform.RawData), Root.Platform.RawData);
        Assert.Empty(Import(Trusted, [der], Root.Pem, "x").Changes);
        var text = File("etc/trusted/Root.pem", "Bag Attributes\r\n" + Root.Pem.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Empty(Import(Trusted, [text], Root.Pem, "x").Changes);
    }

    [Fact]
    public void An_identity_that_is_there_with_its_key_changes_nothing_and_without_it_gets_it()
    {
        var (certificate, key) = (File("etc/host/host.pem", Mr2.Pem), File("etc/host/host-key.pem", Mr2.KeyPem));
        var host = Host with { WithChain = false };
        Assert.Empty(Import(host, [certificate, key], Mr2.Pem, "x", Mr2.KeyPem).Changes);
        Assert.Equal(["etc/host/host-key.pem"], Import(host, [certificate], Mr2.Pem, "x", Mr2.KeyPem).Changes.Select(change => change.Path.Text));
    }

    [Fact]
    public void A_renewed_identity_takes_the_fixed_name_and_the_old_one_can_be_put_back()
    {
        var (certificate, key) = (File("etc/host/host.pem", Mr2.Pem), File("etc/host/host-key.pem", Mr2.KeyPem));
        var plan = Import(Host, [certificate, key], Renewed.Pem, "x", Renewed.KeyPem);
        Assert.Equal([key.State, certificate.State], plan.Changes.Cast<Change.WriteFile>().Select(change => change.Before));
    }

    [Fact]
    public void What_is_in_use_elsewhere_stays_and_the_new_one_lies_beside_it()
    {
        var (certificate, key) = (File("etc/host/host.pem", Mr2.Pem), File("etc/host/host-key.pem", Mr2.KeyPem));
        var plan = Import(Host, [certificate, key], Renewed.Pem, "x", Renewed.KeyPem, "HOST");
        Assert.Equal(["etc/host/host-2-key.pem", "etc/host/host-2.pem"], plan.Changes.Select(change => change.Path.Text));
        Assert.All(plan.Changes.Cast<Change.WriteFile>(), change => Assert.Null(change.Before));
        Assert.Equal("host-2", plan.Placed!.Name.Text);
    }

    [Fact]
    public void Another_authority_of_the_same_name_lies_beside_the_first()
    {
        var other = Made.Root("St. Anna Root");
        var now = new[] { File("etc/trusted/St.-Anna-Root.pem", Root.Pem) };
        Assert.Equal("etc/trusted/St.-Anna-Root-2.pem", Assert.Single(Import(Trusted, now, other.Pem, "St. Anna Root").Changes).Path.Text);
    }

    [Fact]
    public void A_name_that_differs_only_in_case_is_taken()
    {
        var other = Made.Root();
        var now = new[] { File("etc/trusted/ROOT.PEM", Root.Pem) };
        Assert.Equal("etc/trusted/root-2.pem", Assert.Single(Import(Trusted, now, other.Pem, "root").Changes).Path.Text);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_not_overwritten()
    {
        var now = new[] { File("etc/trusted/root.pem", "notes of somebody") };
        Assert.Equal("etc/trusted/root-2.pem", Assert.Single(Import(Trusted, now, Root.Pem, "root").Changes).Path.Text);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_full_slot_is_refused_and_says_what_it_holds(int most, bool fits)
    {
        HeldFile[] now = [File("etc/trusted/a.pem", Root.Pem), File("etc/trusted/b.pem", Issuing.Pem)];
        var planned = PemFolder.PlanImport(Trusted with { MostEntries = most }, Slot(now), EntryName.From("c"), Bytes(Made.Root().Pem), null, new HashSet<string>());
        Assert.Equal(fits, planned.IsGood);
        if (!fits)
        {
            Assert.Equal(("STORE-003", "a, b"), (planned.Problems[0].Code, planned.Problems[0].Values["names"]));
        }
    }

    [Fact]
    public void A_full_slot_takes_what_replaces_an_entry()
    {
        var (certificate, key) = (File("etc/host/host.pem", Mr2.Pem), File("etc/host/host-key.pem", Mr2.KeyPem));
        Assert.Equal(2, Import(Host with { MostEntries = 1 }, [certificate, key], Renewed.Pem, "x", Renewed.KeyPem).Changes.Length);
    }

    public static TheoryData<string, SlotLayout, string, string?, string> RefusedRows => new()
    {
        { "no certificate", Trusted, "nothing", null, "STORE-001" },
        { "a key alone", Host, Mr2.KeyPem, Mr2.KeyPem, "STORE-001" },
        { "a key into a slot without keys", Trusted, Mr2.Pem, Mr2.KeyPem, "STORE-002" },
        { "a certificate for another key", Host, Renewed.Pem, null, "STORE-006" },
    };

    [Theory, MemberData(nameof(RefusedRows))]
    public void What_cannot_be_imported_is_refused(string row, SlotLayout layout, string pem, string? key, string code)
    {
        HeldFile[] now = [File("etc/host/host.pem", Mr2.Pem), File("etc/host/host-key.pem", Mr2.KeyPem)];
        var planned = PemFolder.PlanImport(layout, Slot(now), EntryName.From("x"), Bytes(pem), key is null ? (ReadOnlyMemory<byte>?)null : Bytes(key), new HashSet<string>());
        Assert.Equal((row, code), (row, planned.Problems.Single().Code));
    }

    [Fact]
    public void The_entries_are_certificates_with_the_keys_beside_them()
    {
        HeldFile[] now =
        [
            File("etc/host/host.pem", Mr2.Pem + Issuing.Pem), File("etc/host/host-key.pem", Mr2.KeyPem),
            File("etc/host/broken.pem", "nothing"), File("etc/host/README", "text"), File("etc/host/lone-key.pem", Renewed.KeyPem),
        ];
        Assert.Equal(
            [("host", 2, "host-key.pem"), ("broken", 0, null)],
            PemFolder.Entries(Host, Slot(now)).Select(entry => (entry.Name, entry.Certificates.Length, entry.Key?.Path.Name)));
    }

    [Fact]
    public void Removing_takes_certificate_and_key_and_nothing_else()
    {
        HeldFile[] now = [File("etc/host/host.pem", Mr2.Pem), File("etc/host/host-key.pem", Mr2.KeyPem), File("etc/host/host-2.pem", Mr2.Pem)];
        var plan = Remove("host").Value;
        Assert.Equal(
            [new Change.RemoveFile(now[0].Path, now[0].State), new Change.RemoveFile(now[1].Path, now[1].State)], plan.Changes.ToArray());
        Assert.Equal("STORE-004", Remove("other").Problems.Single().Code);
        Assert.Equal("STORE-005", Remove("host", "HOST").Problems.Single().Code);

        Checked<Plan> Remove(string name, params string[] inUse) => Store.PlanRemove(StoreKind.PemFolder, Host, Slot(now), [name], inUse.ToHashSet());
    }

    [Fact]
    public void Removing_all_leaves_what_is_in_use_elsewhere()
    {
        HeldFile[] now = [File("etc/trusted/a.pem", Root.Pem), File("etc/trusted/b.pem", Issuing.Pem), File("etc/trusted/README", "text")];
        Assert.Equal(["etc/trusted/b.pem"], Store.PlanRemoveAll(StoreKind.PemFolder, Trusted, Slot(now), new HashSet<string> { "a" }).Value.Changes.Select(change => change.Path.Text));
    }

    private static Plan Import(SlotLayout layout, HeldFile[] now, string pem, string name, string? key = null, params string[] inUse) =>
        PemFolder.PlanImport(layout, Slot(now), EntryName.From(name), Bytes(pem), key is null ? (ReadOnlyMemory<byte>?)null : Bytes(key), inUse.ToHashSet()).Value;

    private static SlotContents Slot(params HeldFile[] files) => new() { MissingFolders = [], Files = [.. files] };

    private static HeldFile File(string path, string text) => new(ConsolePath.Parse(path), State(Bytes(text)), Bytes(text));

    private static FileState State(byte[] bytes) => new(Sha256.Of(bytes), 0x1A4, DateTimeOffset.UnixEpoch);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Plan plan, Change.WriteFile change) => Encoding.UTF8.GetString(plan.Bytes[change.After].Span);
}

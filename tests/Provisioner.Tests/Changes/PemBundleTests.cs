using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Changes;

public sealed class PemBundleTests
{
    private static readonly SlotLayout Layout = new() { Path = ConsolePath.Parse("etc/ca.pem"), CertificateFile = "ca.pem", OneFile = true };

    private static readonly Made A = Made.Root("A"), B = Made.Root("B"), SecondA = Made.Root("A");

    [Fact]
    public void The_first_authority_makes_the_file_with_its_folder()
    {
        var now = new SlotContents { MissingFolders = [ConsolePath.Parse("etc")], Files = [] };
        var plan = Store.PlanImport(StoreKind.PemFolder, Layout, now, Import(A)).Value;
        Assert.Equal([typeof(Change.CreateFolder), typeof(Change.WriteFile)], plan.Changes.Select(change => change.GetType()));
        Assert.Equal(A.Pem, Text(plan));
        Assert.Equal(new Placed(EntryName.From("A"), Layout.Path, null, Already: false), plan.Placed);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("# hospital\n\n", "\n# the end\n", "")]
    [InlineData("", "no line end", "\n")]
    public void Another_is_added_behind_and_every_byte_before_it_stays(string head, string tail, string gap) =>
        Assert.Equal(head + A.Pem + tail + gap + B.Pem, Text(Store.PlanImport(StoreKind.PemFolder, Layout, Slot(head + A.Pem + tail), Import(B)).Value));

    [Fact]
    public void One_that_is_there_is_not_added_again() =>
        Assert.Equal(
            (true, "A"),
            Store.PlanImport(StoreKind.PemFolder, Layout, Slot(B.Pem + A.Pem.Replace("\n", "\r\n", StringComparison.Ordinal)), Import(A)).Value is { Changes.IsEmpty: true, Placed: { } placed } ? (placed.Already, placed.Name.Text) : default);

    [Fact]
    public void Entries_are_named_by_their_common_names_and_told_apart_by_numbers() =>
        Assert.Equal(
            [("A", A.Held.Fingerprint), ("B", B.Held.Fingerprint), ("A-2", SecondA.Held.Fingerprint)],
            Store.Entries(StoreKind.PemFolder, Layout, Slot(A.Pem + "\n" + B.Pem + SecondA.Pem)).Value.Select(entry => (entry.Name, entry.Fingerprint!.Value)));

    [Fact]
    public void Removing_takes_the_certificate_with_the_lines_right_above_it_and_nothing_else()
    {
        var file = $"# of the hospital\n\nsubject=CN=A\nissuer=CN=A\n{A.Pem}\nsubject=CN=B\n{B.Pem}# end\n";
        Assert.Equal($"# of the hospital\n\n\nsubject=CN=B\n{B.Pem}# end\n", Removed(file, "A"));
        Assert.Equal($"# of the hospital\n\nsubject=CN=A\nissuer=CN=A\n{A.Pem}\n# end\n", Removed(file, "B"));
        Assert.Equal("# of the hospital\n\n\n# end\n", Removed(file, "A", "B"));
        Assert.Equal(A.Pem, Removed(A.Pem + "x\r\n" + B.Pem.Replace("\n", "\r\n", StringComparison.Ordinal), "B"));
    }

    [Fact]
    public void The_number_of_entries_is_limited()
    {
        var planned = Store.PlanImport(StoreKind.PemFolder, Layout with { MostEntries = 1 }, Slot(A.Pem), Import(B));
        Assert.Equal("STORE-003", planned.Problems.Single().Code);
    }

    [Fact]
    public void A_file_of_another_form_is_refused()
    {
        var der = new HeldFile(Layout.Path, State(A.Platform.RawData), A.Platform.RawData);
        Assert.Equal("STORE-008", Store.PlanImport(StoreKind.PemFolder, Layout, Of(der), Import(B)).Problems.Single().Code);
        var wide = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(A.Pem)).ToArray();
        Assert.Equal("STORE-008", Store.PlanImport(StoreKind.PemFolder, Layout, Of(new(Layout.Path, State(wide), wide)), Import(B)).Problems.Single().Code);
    }

    [Fact]
    public void A_private_key_has_no_place_in_it()
    {
        using var key = Core.Certificates.HeldKey.Read(A.Pair.ExportPkcs8PrivateKey()).Value;
        Assert.Equal("STORE-002", Store.PlanImport(StoreKind.PemFolder, Layout, Slot(""), Import(A) with { Key = key }).Problems.Single().Code);
    }

    private static StoreImport Import(Made made) => new() { Wanted = EntryName.From(made.Held.Subject.CommonName!), Certificates = [made.Held] };

    private static string Removed(string file, params string[] names)
    {
        var plan = Store.PlanRemove(StoreKind.PemFolder, Layout, Slot(file), [.. names], new HashSet<string>()).Value;
        Assert.Single(plan.Changes);
        return Text(plan);
    }

    private static SlotContents Slot(string text) => Of(new HeldFile(Layout.Path, State(Encoding.UTF8.GetBytes(text)), Encoding.UTF8.GetBytes(text)));

    private static SlotContents Of(HeldFile file) => new() { MissingFolders = [], Files = [file] };

    private static FileState State(byte[] bytes) => new(Sha256.Of(bytes), 0x1A4, DateTimeOffset.UnixEpoch);

    private static string Text(Plan plan) => Encoding.UTF8.GetString(plan.Bytes.Values.Single().Span);
}

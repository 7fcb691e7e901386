using System.Collections.Immutable;
using System.Security.Cryptography;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Stores;

/// <summary>Judged by Java's own <c>keytool</c>.</summary>
public sealed class KeyStoreTests : IDisposable
{
    private const string Password = "changeit-1";
    private const string Legacy = "-J-Dkeystore.pkcs12.legacy";

    private static readonly SlotLayout Trusted = new() { Path = ConsolePath.Parse("opt/store.p12"), CertificateFile = "store.p12", OneFile = true };
    private static readonly SlotLayout Host = Trusted with { KeyFile = "store.p12", FixedName = "mr2" };

    private static readonly Made Root = Made.Root("St. Anna Root"), Issuing = Made.Intermediate(Root), Mr2 = Made.Leaf(Issuing), Renewed = Made.Leaf(Issuing);

    private readonly ConsoleFolder _console = new();

    public KeyStoreTests() => Directory.CreateDirectory(_console["opt"]);

    public void Dispose() => _console.Dispose();

    [PeerFact("keytool")]
    public void A_new_store_holds_key_and_trusted_entries_for_Java()
    {
        Do(ImportHost(Mr2));
        Do(ImportTrusted(Root));
        var list = Keytool("-list", "-v");
        Assert.Contains("Your keystore contains 2 entries", list, StringComparison.Ordinal);
        Assert.Contains("Alias name: mr2", list, StringComparison.Ordinal);
        Assert.Contains("Entry type: PrivateKeyEntry\nCertificate chain length: 3", list, StringComparison.Ordinal);
        Assert.Contains("Alias name: st.-anna-root", list, StringComparison.Ordinal);
        Assert.Contains("Entry type: trustedCertEntry", list, StringComparison.Ordinal);
        AssertJavaSigns("mr2");
    }

    public static TheoryData<string, string[]> MadeByJava => new()
    {
        { "today's", [] },
        { "the old way, RC2 and 3DES", [Legacy] },
    };

    [PeerTheory("keytool"), MemberData(nameof(MadeByJava))]
    public void Entries_are_added_to_a_store_that_Java_made_and_removed_again(string row, string[] how)
    {
        MakeByJava(how);
        Assert.Equal((row, "theirs", true), Assert.Single(List(Host).Select(entry => (row, entry.Name, entry.Key is not null))));
        Do(ImportTrusted(Root));
        Do(ImportHost(Mr2));
        Assert.Equal(["mr2", "theirs"], List(Host).Select(entry => entry.Name).Order());
        Assert.Equal(["St.-Anna-Root", "theirs-ca"], List(Trusted).Select(entry => entry.Name).Order());
        Assert.Equal(3, List(Host).Single(entry => entry.Name == "mr2").Certificates.Length);
        Assert.Contains("Your keystore contains 4 entries", Keytool("-list"), StringComparison.Ordinal);
        AssertJavaSigns("mr2");
        AssertJavaSigns("theirs");

        Do(Remove(Host, "mr2"));
        Do(Remove(Trusted, "ST.-ANNA-ROOT"));
        Assert.Contains("Your keystore contains 2 entries", Keytool("-list"), StringComparison.Ordinal);
        AssertJavaSigns("theirs");
        Do(Remove(Host, "theirs"));
        Do(Remove(Trusted, "theirs-ca"));
        Assert.Contains("Your keystore contains 0 entries", Keytool("-list"), StringComparison.Ordinal);
    }

    [PeerFact("keytool")]
    public void Java_writes_on_in_a_store_that_we_made()
    {
        Do(ImportHost(Mr2));
        File.WriteAllText(_console["root.pem"], Root.Pem);
        _ = Keytool("-importcert", "-noprompt", "-alias", "by-java", "-file", _console["root.pem"]);
        Assert.Equal(["by-java"], List(Trusted).Select(entry => entry.Name));
        Assert.Equal(["mr2"], List(Host).Select(entry => entry.Name));
        AssertJavaSigns("mr2");
    }

    [PeerFact("keytool")]
    public void A_renewed_identity_takes_the_place_of_the_old_one()
    {
        Do(ImportHost(Mr2));
        Do(ImportTrusted(Root));
        Do(ImportHost(Renewed));
        var entry = Assert.Single(List(Host));
        Assert.Equal((Renewed.Held, 3), (entry.Leaf, entry.Certificates.Length));
        Assert.Contains("Your keystore contains 2 entries", Keytool("-list"), StringComparison.Ordinal);
        AssertJavaSigns("mr2");
    }

    [Fact]
    public void What_is_there_is_not_imported_again_and_what_is_in_use_stays_beside()
    {
        Do(ImportHost(Mr2));
        Do(ImportTrusted(Root));
        Assert.Empty(ImportHost(Mr2).Value.Changes);
        Assert.True(ImportTrusted(Root).Value is { Changes.IsEmpty: true, Placed.Already: true });
        Do(ImportHost(Renewed, "mr2"));
        Assert.Equal(["mr2", "mr2-2"], List(Host).Select(entry => entry.Name).Order());
        Assert.Equal(Mr2.Held, List(Host).Single(entry => entry.Name == "mr2").Leaf);
    }

    [Fact]
    public void A_back_up_brings_the_very_bytes_back()
    {
        Do(ImportTrusted(Root));
        var before = _console.Picture();
        var plan = ImportHost(Mr2).Value;
        Do(plan);
        ChangerTests.UndoAll(_console.Changer(), plan);
        Assert.Equal(before, _console.Picture());
    }

    [Fact]
    public void A_new_store_with_keys_is_for_its_owner_only()
    {
        Do(ImportHost(Mr2));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_console["opt/store.p12"]));
        Assert.DoesNotContain(ImportHost(Renewed).Value.Differences.SelectMany(d => d.Lines), line => line.Contains("BEGIN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no password", null, "STORE-010")]
    [InlineData("a wrong password", "other", "STORE-011")]
    [InlineData("an empty password", "", "STORE-011")]
    public void A_store_that_does_not_open_is_refused(string row, string? password, string code)
    {
        Do(ImportTrusted(Root));
        using var secret = password is null ? null : new Secret(password);
        var now = _console.Files().List(Trusted).Value with { Password = secret };
        Assert.Equal((row, code), (row, Store.Entries(StoreKind.Pkcs12, Trusted, now).Problems.Single().Code));
        Assert.Equal((row, code), (row, Store.PlanImport(StoreKind.Pkcs12, Trusted, now, Import(Issuing)).Problems.Single().Code));
        Assert.Equal((row, code), (row, Store.PlanRemove(StoreKind.Pkcs12, Trusted, now, ["x"], new HashSet<string>()).Problems.Single().Code));
    }

    [Fact]
    public void What_is_no_such_store_is_refused()
    {
        _console.Put("opt/store.p12", "nothing");
        Assert.Equal("STORE-012", Store.Entries(StoreKind.Pkcs12, Trusted, Now(Trusted)).Problems.Single().Code);
        File.WriteAllBytes(_console["opt/store.p12"], [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2]);
        Assert.Equal("STORE-009", Store.Entries(StoreKind.Pkcs12, Trusted, Now(Trusted)).Problems.Single().Code);
    }

    [Fact]
    public void Every_cut_of_a_store_is_refused_and_none_throws()
    {
        Do(ImportHost(Mr2));
        var whole = File.ReadAllBytes(_console["opt/store.p12"]);
        using var password = new Secret(Password);
        for (var length = 0; length < whole.Length; length += 7)
        {
            Assert.False(KeyStoreFile.Read("x", whole.AsMemory(0, length), password).IsGood);
        }
    }

    [Fact]
    public void A_certificate_without_its_key_and_a_key_among_the_trusted_have_no_place()
    {
        using var key = HeldKey.Read(Mr2.Pair.ExportPkcs8PrivateKey()).Value;
        Assert.Equal("STORE-006", Store.PlanImport(StoreKind.Pkcs12, Host, Now(Host), Import(Mr2)).Problems.Single().Code);
        Assert.Equal("STORE-002", Store.PlanImport(StoreKind.Pkcs12, Trusted, Now(Trusted), Import(Mr2) with { Key = key }).Problems.Single().Code);
    }

    private void MakeByJava(string[] how)
    {
        File.WriteAllText(_console["ca.pem"], Issuing.Pem);
        _ = Keytool([.. how, "-genkeypair", "-alias", "theirs", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=theirs"]);
        _ = Keytool([.. how, "-importcert", "-noprompt", "-alias", "theirs-ca", "-file", _console["ca.pem"]]);
    }

    /// <summary>Java opens the key and signs with it.</summary>
    private void AssertJavaSigns(string alias) =>
        Assert.Contains("BEGIN NEW CERTIFICATE REQUEST", Keytool("-certreq", "-alias", alias), StringComparison.Ordinal);

    private string Keytool(params string[] arguments)
    {
        var (code, output) = Peers.Run("keytool", _console.Root, [.. arguments, "-keystore", _console["opt/store.p12"], "-storetype", "PKCS12", "-storepass", Password]);
        Assert.True(code == 0, output);
        return output;
    }

    private static StoreImport Import(Made made) => new() { Wanted = EntryName.From(made.Held.Subject.CommonName!), Certificates = [made.Held] };

    private Checked<Plan> ImportTrusted(Made made) => Store.PlanImport(StoreKind.Pkcs12, Trusted, Now(Trusted), Import(made));

    private Checked<Plan> ImportHost(Made made, params string[] inUse)
    {
        using var key = HeldKey.Read(made.Pair.ExportPkcs8PrivateKey()).Value;
        return Store.PlanImport(StoreKind.Pkcs12, Host, Now(Host), Import(made) with
        {
            Certificates = [made.Held, Root.Held, Issuing.Held],
            Key = key,
            NamesInUse = inUse.ToHashSet(),
        });
    }

    private Checked<Plan> Remove(SlotLayout layout, string name) =>
        Store.PlanRemove(StoreKind.Pkcs12, layout, Now(layout), [name], new HashSet<string>());

    private ImmutableArray<StoreEntry> List(SlotLayout layout) => Store.Entries(StoreKind.Pkcs12, layout, Now(layout)).Value;

    private SlotContents Now(SlotLayout layout) => _console.Files().List(layout).Value with { Password = new Secret(Password) };

    private void Do(Checked<Plan> plan) => Do(plan.Value);

    private void Do(Plan plan)
    {
        var changer = _console.Changer();
        Assert.Single(plan.Changes);
        Assert.Null(changer.Prepare(plan));
        ChangerTests.ApplyAll(changer, plan);
    }
}

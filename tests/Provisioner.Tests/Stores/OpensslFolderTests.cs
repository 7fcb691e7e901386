using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Stores;

/// <summary>Judged by OpenSSL itself.</summary>
public sealed class OpensslFolderTests : IDisposable
{
    private static readonly SlotLayout Layout = new() { Path = ConsolePath.Parse("etc/trusted"), CertificateFile = "{name}.pem" };

    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    [PeerFact("openssl")]
    public void Links_are_those_that_openssl_rehash_makes()
    {
        Made[] authorities = [Made.Root("St. Anna"), Made.Root("st.  anna"), Made.Root("Zürich ÄÖ"), Made.Root("病院"), Of(X500("O=St. Anna+CN=two in one, C=BE")), Of(Bmp("BMP Text")), Made.Root("x")];
        foreach (var authority in authorities)
        {
            Do(Import(authority));
        }

        var made = Links();
        Assert.Equal(authorities.Length, made.Length);
        _ = Peers.Run("openssl", _console.Root, "rehash", _console[Layout.Path.Text]);
        Assert.Equal(Hashes(Links()), Hashes(made));
        Assert.All(authorities.Select(Finds), Assert.True);
    }

    [PeerFact("openssl")]
    public void Each_subject_s_hash_is_OpenSSL_s()
    {
        using var scratch = new Scratch();
        foreach (var name in (string[])["CN=a", "CN= a  b ,O=X", "C=DE, ST=Bayern, L=München, O=Klinik, CN=mr2", "E=a@b.c, CN=mail", "CN=\"quo,ted\"", "DC=local, DC=hospital, CN=ad"])
        {
            var made = Of(X500(name));
            File.WriteAllText(scratch["a.pem"], made.Pem);
            Assert.Equal((name, Peers.Run("openssl", scratch.Path, "x509", "-in", "a.pem", "-noout", "-hash").Output.Trim()), (name, SubjectHash.Of(made.Held.Subject)));
        }
    }

    [PeerFact("openssl")]
    public void Removing_one_of_three_of_the_same_subject_leaves_no_gap_and_can_be_put_back()
    {
        Made[] same = [Made.Root(), Made.Root(), Made.Root()];
        foreach (var authority in same)
        {
            Do(Import(authority));
        }

        var before = _console.Picture();
        var plan = Store.PlanRemove(StoreKind.OpensslFolder, Layout, List(), ["Root"], new HashSet<string>()).Value;
        Do(plan);
        Assert.Equal([".0 -> Root-2.pem", ".1 -> Root-3.pem"], Links().Select(link => link[8..]));
        Assert.Equal([false, true, true], same.Select(Finds));
        var made = Links();
        _ = Peers.Run("openssl", _console.Root, "rehash", _console[Layout.Path.Text]);
        Assert.Equal(Hashes(Links()), Hashes(made));
        Relink(made);
        ChangerTests.UndoAll(_console.Changer(), plan);
        Assert.Equal(before, _console.Picture());
        Assert.All(same.Select(Finds), Assert.True);
    }

    [Fact]
    public void Importing_what_is_there_changes_nothing_and_a_missing_link_is_made()
    {
        var authority = Made.Root();
        Do(Import(authority));
        Assert.Empty(Import(authority).Changes);
        File.Delete(Directory.GetFiles(_console[Layout.Path.Text]).Single(file => new FileInfo(file).LinkTarget is not null));
        var change = Assert.IsType<Change.PutItem>(Assert.Single(Import(authority).Changes));
        Assert.Equal((ItemKind.Link, null), (change.Kind, change.Before));
    }

    [Fact]
    public void Links_are_no_entries()
    {
        Do(Import(Made.Root("a")));
        Do(Import(Made.Root("b")));
        Assert.Equal(["a", "b"], Store.Entries(StoreKind.OpensslFolder, Layout, List()).Value.Select(entry => entry.Name));
    }

    private SlotContents List() => _console.Files().List(Layout).Value;

    private Plan Import(Made authority) => Store.PlanImport(StoreKind.OpensslFolder, Layout, List(), new()
    {
        Wanted = EntryName.From(authority.Held.Subject.CommonName ?? "x"),
        Certificates = [authority.Held],
    }).Value;

    private void Do(Plan plan)
    {
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        ChangerTests.ApplyAll(changer, plan);
    }

    /// <summary>As they were: <c>rehash</c> numbers files of one hash in its own order.</summary>
    private void Relink(string[] links)
    {
        foreach (var link in links.Select(link => link.Split(" -> ")))
        {
            File.Delete(_console[$"{Layout.Path}/{link[0]}"]);
            File.CreateSymbolicLink(_console[$"{Layout.Path}/{link[0]}"], link[1]);
        }
    }

    private string[] Links() =>
        [.. new DirectoryInfo(_console[Layout.Path.Text]).GetFiles().Where(file => file.LinkTarget is not null).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Name} -> {file.LinkTarget}")];

    /// <summary>Hash and files, in whatever order files of one hash are numbered.</summary>
    private static IEnumerable<string> Hashes(string[] links) => links.Select(link => link[..8] + link[link.IndexOf("->", StringComparison.Ordinal)..]).Order(StringComparer.Ordinal);

    private bool Finds(Made authority)
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["leaf.pem"], Made.Leaf(authority).Pem);
        return Peers.Run("openssl", scratch.Path, "verify", "-no_check_time", "-no-CAfile", "-no-CAstore", "-CApath", _console[Layout.Path.Text], "leaf.pem").Code == 0;
    }

    private static X500DistinguishedName X500(string name) => new(name);

    private static Made Of(X500DistinguishedName name)
    {
        var pair = Made.P256();
        var request = new CertificateRequest(name, pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return new() { Platform = request.CreateSelfSigned(Made.Now.AddDays(-1), Made.Now.AddDays(100)), Pair = pair };
    }

    private static X500DistinguishedName Bmp(string text)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(System.Formats.Asn1.UniversalTagNumber.BMPString, text);
        }

        return new(writer.Encode());
    }
}

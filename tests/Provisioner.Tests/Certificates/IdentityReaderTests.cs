using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Tests.Certificates;

public sealed class IdentityReaderTests
{
    private static readonly Made Root = Made.Root(), Issuing = Made.Intermediate(Root), Leaf = Made.Leaf(Issuing);

    [Theory]
    [InlineData("p12/modern.p12")]
    [InlineData("p12/windows-rc2-40-3des.p12")]
    [InlineData("p12/chain-in-any-order.p12")]
    [InlineData("p12/java-usual-rounds.p12")]
    [InlineData("p12/pbmac1-sha256.p12")]
    public void An_identity_comes_with_its_chain_in_order(string vector)
    {
        using var password = new Secret("secret");
        using var identity = IdentityReader.Read("file", VectorTests.Bytes(vector), password).Value;
        Assert.Equal(["leaf", "issuing", "root"], identity.Chain.Prepend(identity.Leaf).Select(certificate => certificate.Subject.CommonName!));
        Assert.True(identity.Key.Fits(identity.Leaf));
    }

    public static TheoryData<string, string[], string> Rows => new()
    {
        { "certificate and key in any order", [Leaf.KeyPem, Root.Pem, Leaf.Pem, Issuing.Pem], "" },
        { "certificate without key", [Leaf.Pem], "CERT-018" },
        { "key without certificate", [Leaf.KeyPem], "CERT-019" },
        { "key of another", [Leaf.Pem, Root.KeyPem], "CERT-101" },
        { "two identities", [Leaf.Pem, Leaf.KeyPem, Root.Pem, Root.KeyPem], "CERT-137" },
        { "the same key twice", [Leaf.Pem, Leaf.KeyPem, Leaf.KeyPem], "" },
        { "nothing", ["hello"], "CERT-002" },
    };

    [Theory, MemberData(nameof(Rows))]
    public void What_stands_in_the_way_of_an_identity_is_named(string row, string[] parts, string code)
    {
        var read = IdentityReader.Read("file.pem", Encoding.ASCII.GetBytes(string.Join('\n', parts)));
        Assert.True(string.Join(' ', read.Problems.Select(problem => problem.Code)) == code, row);
    }

    [Fact]
    public void Of_two_certificates_for_one_key_the_one_that_lasts_longer_is_taken()
    {
        var renewed = Made.Leaf(Issuing, alter: w => (w.Pair, w.Until) = (Leaf.Pair, Made.Now.AddYears(1)));
        using var identity = IdentityReader.Read("file.pem", Encoding.ASCII.GetBytes(Leaf.Pem + renewed.Pem + Leaf.KeyPem)).Value;
        Assert.Equal(renewed.Held, identity.Leaf);
    }

    [Fact]
    public void A_file_with_two_passwords_opens_when_both_are_given()
    {
        using var one = new Secret("secret");
        using var two = new Secret("another");
        using var file = CertificateFile.Read("file", VectorTests.Bytes("p12/two-passwords.p12"), [one, two]);
        Assert.Empty(file.Problems);
        Assert.True(file.Keys.Single().Fits(file.Certificates.First()));
    }

    [Fact]
    public void A_key_says_nothing_of_itself_and_is_zeroed()
    {
        var key = HeldKey.Read(Leaf.Pair.ExportPkcs8PrivateKey()).Value;
        var bytes = key.Pkcs8;
        Assert.Equal("(private key EC P-256)", key.ToString());
        key.Dispose();
        Assert.Equal(-1, bytes.Span.IndexOfAnyExcept((byte)0));
    }
}

using Provisioner.Commands;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Keys;

/// <summary>What is handed over opens with the programs of those who receive it.</summary>
public sealed class HandOverTests : IDisposable
{
    private const string Password = "correct horse";

    private static readonly Made Root = Made.Root(), Issuing = Made.Intermediate(Root), Leaf = Made.Leaf(Issuing);

    private readonly Scratch _scratch = new();
    private readonly Secret _password = new(Password);
    private readonly Identity _identity = IdentityReader.Read(
        "own.pem", System.Text.Encoding.ASCII.GetBytes(Leaf.Pem + Issuing.Pem + Root.Pem + Leaf.KeyPem)).Value;

    public void Dispose()
    {
        _identity.Dispose();
        _password.Dispose();
        _scratch.Dispose();
    }

    [PeerTheory("openssl")]
    [InlineData("p12", "AES-256-CBC")]
    [InlineData("p12-compatible", "pbeWithSHA1And3-KeyTripleDES-CBC")]
    public void Openssl_opens_the_pkcs12_and_finds_the_cipher_that_was_promised(string form, string cipher)
    {
        var output = Openssl(Write(CertificateForms.WithKey(form, _identity, _password)), "pkcs12", "-in", "file", "-passin", $"pass:{Password}", "-nodes", "-info");
        Assert.Contains("BEGIN PRIVATE KEY", output, StringComparison.Ordinal);
        Assert.Contains(cipher, output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split("BEGIN CERTIFICATE").Length - 1);
    }

    [PeerFact("openssl")]
    public void Openssl_opens_the_encrypted_key_and_finds_the_same_public_half()
    {
        var output = Openssl(Write(HandOver.EncryptedKey(_identity.Key, _password)), "pkey", "-in", "file", "-passin", $"pass:{Password}", "-pubout");
        Assert.Contains(Convert.ToBase64String(_identity.Key.Public.Spki.Span), output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [PeerTheory("keytool")]
    [InlineData("p12")]
    [InlineData("p12-compatible")]
    public void Keytool_opens_the_pkcs12_and_finds_the_whole_chain(string form)
    {
        Write(CertificateForms.WithKey(form, _identity, _password));
        var (code, output) = Peers.Run("keytool", _scratch.Path, "-list", "-v", "-keystore", "file", "-storepass", Password);
        Assert.True(code == 0 && output.Contains("PrivateKeyEntry", StringComparison.Ordinal) && output.Contains("Certificate chain length: 3", StringComparison.Ordinal), output);
    }

    [PeerFact("keytool")]
    public void Keytool_takes_every_entry_of_a_trust_store_as_trusted()
    {
        Write(HandOver.TrustStore([Root.Held, Issuing.Held], _password));
        var (code, output) = Peers.Run("keytool", _scratch.Path, "-list", "-keystore", "file", "-storepass", Password);
        Assert.True(code == 0 && output.Split("trustedCertEntry").Length - 1 == 2, output);
    }

    [PeerFact("openssl")]
    public void Openssl_finds_the_chain_in_pkcs7()
    {
        var output = Openssl(Write(Pkcs7File.Certificates([Leaf.Held, Issuing.Held])), "pkcs7", "-inform", "DER", "-in", "file", "-print_certs");
        Assert.Equal(2, output.Split("BEGIN CERTIFICATE").Length - 1);
    }

    [PeerFact("openssl")]
    public void Openssl_verifies_the_chain_in_pem_leaf_first()
    {
        File.WriteAllBytes(_scratch["root.pem"], PemText.Certificates([Root.Held]));
        var written = Write(PemText.Certificates([_identity.Leaf, .. _identity.Chain]));
        _ = Openssl(written, "verify", "-attime", Made.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "-no-CApath", "-CAfile", "root.pem", "-untrusted", "file", "file");
    }

    public static TheoryData<string> KeyForms => ["p12", "p12-compatible", "key"];

    [Theory, MemberData(nameof(KeyForms))]
    public void We_read_back_what_we_write_and_with_another_password_we_do_not(string form)
    {
        var bytes = CertificateForms.WithKey(form, _identity, _password);
        using var right = CertificateFile.Read("file", bytes, _password);
        Assert.True(right.Keys.Single().Fits(_identity.Leaf) && right.Problems.IsEmpty);
        using var other = new Secret("Correct horse");
        Assert.Equal(["CERT-008"], CertificateFile.Read("file", bytes, other).Problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("Rsa2048", "RSA 2048")]
    [InlineData("P256", "EC P-256")]
    [InlineData("P384", "EC P-384")]
    public void A_made_pair_signs_a_certificate_and_a_request_for_itself(string kind, string key)
    {
        using var pair = KeyPairs.Make(Enum.Parse<KeyPairKind>(kind));
        var wanted = new Wanted(SubjectText.Read("CN=mr2, O=St. Anna, C=BE").Value, ["mr2.local", "10.1.2.3"], [Core.Certificates.Rules.TlsRole.Server]);
        var certificate = SelfSigned(pair, wanted);
        Assert.Equal(key, certificate.Key.ToString());
        Assert.True(certificate.IsSelfSigned && pair.Fits(certificate) && !certificate.IsAuthority);
        Assert.Equal("CN=mr2, O=St. Anna, C=BE", certificate.Subject.ToString());
        Assert.Equal(["DNS:mr2.local", "IP:10.1.2.3"], certificate.Names.Select(name => name.ToString()));
        var request = CertificateFile.Read("r", Provisioner.Keys.Issuing.Request(pair, wanted)).Requests.Single();
        Assert.True(request.IsSigned && request.Key == pair.Public && request.Names.Length == 2);
    }

    [Fact]
    public void Validity_is_as_many_days_as_asked_for_and_has_begun()
    {
        using var pair = KeyPairs.Make(KeyPairKind.P256);
        var certificate = SelfSigned(pair, new(SubjectText.Read("CN=mr2").Value, [], []));
        Assert.True(certificate.IsValidAt(Made.Now));
        Assert.Equal(TimeSpan.FromDays(30), certificate.NotAfter - certificate.NotBefore);
    }

    private static HeldCertificate SelfSigned(HeldKey pair, Wanted wanted) => Provisioner.Keys.Issuing.SelfSigned(pair, wanted, Made.Now, 30);

    private string Write(byte[] bytes)
    {
        File.WriteAllBytes(_scratch["file"], bytes);
        return _scratch.Path;
    }

    private static string Openssl(string folder, params string[] arguments)
    {
        var (code, output) = Peers.Run("openssl", folder, arguments);
        Assert.True(code == 0, output);
        return output;
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Keys;

public sealed class HandOverTests
{
    [PeerFact("openssl")]
    public void Openssl_opens_the_pkcs12_that_is_handed_over()
    {
        using var scratch = new Scratch();
        using var identity = Identity();
        using var password = new Secret("correct horse");
        File.WriteAllBytes(scratch["own.p12"], HandOver.Pkcs12(identity, password));
        var (code, output) = Peers.Run("openssl", scratch.Path, "pkcs12", "-in", "own.p12", "-passin", "pass:correct horse", "-nodes", "-info");
        Assert.True(code == 0 && output.Contains("BEGIN PRIVATE KEY", StringComparison.Ordinal) && output.Contains("AES-256-CBC", StringComparison.Ordinal), output);
    }

    [PeerFact("openssl")]
    public void Openssl_opens_the_encrypted_key_that_is_handed_over()
    {
        using var scratch = new Scratch();
        using var identity = Identity();
        using var password = new Secret("correct horse");
        File.WriteAllBytes(scratch["own.key"], HandOver.EncryptedKey(identity.Key, password));
        var (code, output) = Peers.Run("openssl", scratch.Path, "pkey", "-in", "own.key", "-passin", "pass:correct horse", "-pubout");
        Assert.True(code == 0, output);
        Assert.Contains(Convert.ToBase64String(identity.Key.Public.Spki.Span)[..40], output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Identity Identity()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mr2, O=St. Anna", pair, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var pem = certificate.ExportCertificatePem() + "\n" + pair.ExportPkcs8PrivateKeyPem();
        return IdentityReader.Read("own.pem", System.Text.Encoding.ASCII.GetBytes(pem)).Value;
    }
}

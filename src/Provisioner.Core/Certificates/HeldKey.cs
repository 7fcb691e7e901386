using System.Security.Cryptography;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>A private key in memory. It has no conversion to text; printing and serialising give nothing of it. Zeroed on
/// <see cref="Dispose"/> as far as managed memory allows.</summary>
public sealed class HeldKey : IDisposable
{
    private readonly byte[] _pkcs8;

    internal HeldKey(byte[] pkcs8, PublicKey publicKey) => (_pkcs8, Public) = (pkcs8, publicKey);

    /// <summary>The other half, for matching with a certificate.</summary>
    public PublicKey Public { get; }

    public KeyAlgorithm Algorithm => Public.Algorithm;

    public int Bits => Public.Bits;

    /// <summary>DER of PrivateKeyInfo (RFC 5208), unencrypted, for the call that needs it and no longer.</summary>
    public ReadOnlyMemory<byte> Pkcs8 => _pkcs8;

    /// <summary>Whether this is the private half of the certificate's key.</summary>
    public bool Fits(HeldCertificate certificate) => Public.Equals(certificate.Key);

    /// <summary>Reads PKCS#8, PKCS#1 or SEC1 from DER, checks that the halves belong together.</summary>
    public static Checked<HeldKey> Read(ReadOnlyMemory<byte> der) => PrivateKeyParser.Read(der);

    /// <summary>Its own, which its user zeroes.</summary>
    public HeldKey Copy() => new([.. _pkcs8], Public);

    public void Dispose() => CryptographicOperations.ZeroMemory(_pkcs8);

    public override string ToString() => $"(private key {Public})";
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;

namespace Provisioner.Keys;

/// <summary>A certificate with its private key, as the machine's TLS wants it.</summary>
internal static class KeyedCertificate
{
    /// <summary>On Windows the key is persisted for the life of the object: Schannel cannot use one that is in memory only.</summary>
    public static X509Certificate2 Of(Identity identity)
    {
        using var bare = X509CertificateLoader.LoadCertificate(identity.Leaf.Der.Span);
        using var keyed = WithKey(bare, identity.Key);
        return OperatingSystem.IsWindows()
            ? X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.UserKeySet)
            : new X509Certificate2(keyed);
    }

    private static X509Certificate2 WithKey(X509Certificate2 bare, HeldKey key)
    {
        if (key.Algorithm == KeyAlgorithm.Ec)
        {
            using var curve = ECDsa.Create();
            curve.ImportPkcs8PrivateKey(key.Pkcs8.Span, out _);
            return bare.CopyWithPrivateKey(curve);
        }

        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key.Pkcs8.Span, out _);
        return bare.CopyWithPrivateKey(rsa);
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>A certificate with its private key in the form that the platform's TLS wants, and the intermediates that go with it.</summary>
internal sealed class TlsIdentity : IDisposable
{
    private TlsIdentity(X509Certificate2 certificate, ImmutableArray<X509Certificate2> chain) => (Certificate, Chain) = (certificate, chain);

    public X509Certificate2 Certificate { get; }

    /// <summary>From its issuer upward, without the root.</summary>
    public ImmutableArray<X509Certificate2> Chain { get; }

    /// <summary>The platform's form, or PROOF-071 when the platform cannot use the key. The identity is not disposed.</summary>
    public static Checked<TlsIdentity> Of(Identity identity)
    {
        try
        {
            using var bare = X509CertificateLoader.LoadCertificate(identity.Leaf.Der.Span);
            return new TlsIdentity(
                Usable(Join(bare, identity.Key)),
                [.. identity.Chain.Where(above => !above.IsSelfSigned).Select(above => X509CertificateLoader.LoadCertificate(above.Der.Span))]);
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return Cause.IdentityUnusable.ToProblem(("subject", identity.Leaf.Subject.ToString()));
        }
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var above in Chain)
        {
            above.Dispose();
        }
    }

    private static X509Certificate2 Join(X509Certificate2 bare, HeldKey key)
    {
        if (key.Algorithm == KeyAlgorithm.Ec)
        {
            using var ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(key.Pkcs8.Span, out _);
            return bare.CopyWithPrivateKey(ec);
        }

        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key.Pkcs8.Span, out _);
        return bare.CopyWithPrivateKey(rsa);
    }

    /// <summary>Windows' TLS fails on keys that live in memory only: there the key goes through the user's key folder and is removed
    /// from it when the certificate is disposed.</summary>
    private static X509Certificate2 Usable(X509Certificate2 joined)
    {
        if (!OperatingSystem.IsWindows())
        {
            return joined;
        }

        var file = joined.Export(X509ContentType.Pkcs12);
        joined.Dispose();
        try
        {
            return X509CertificateLoader.LoadPkcs12(file, null, X509KeyStorageFlags.UserKeySet);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }
}

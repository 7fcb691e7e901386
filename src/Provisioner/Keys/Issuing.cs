using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;

namespace Provisioner.Keys;

/// <summary>What a certificate or a request is to say.</summary>
/// <param name="Names">DNS names and IP addresses.</param>
internal sealed record Wanted(DistinguishedName Subject, ImmutableArray<string> Names, ImmutableArray<TlsRole> Roles);

/// <summary>Makes self-signed certificates and requests (RFC 5280, RFC 2986), signed with SHA-256 or, for P-384, SHA-384.</summary>
internal static class Issuing
{
    private const string Server = "1.3.6.1.5.5.7.3.1", Client = "1.3.6.1.5.5.7.3.2";

    /// <summary>How far back validity reaches, for machines whose clocks are a little late.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>No authority: it can speak for this machine and certify nobody.</summary>
    public static HeldCertificate SelfSigned(HeldKey key, Wanted wanted, DateTimeOffset now, int days)
    {
        using var signer = Signer.Of(key);
        var request = signer.Request(wanted);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            request.CertificateExtensions.OfType<X509SubjectKeyIdentifierExtension>().Single()));
        using var certificate = request.Create(request.SubjectName, signer.Generator, now - Grace, now.AddDays(days) - Grace, SerialNumber());
        return HeldCertificate.Read(certificate.RawData).Value;
    }

    /// <summary>DER of the request.</summary>
    public static byte[] Request(HeldKey key, Wanted wanted)
    {
        using var signer = Signer.Of(key);
        return signer.Request(wanted).CreateSigningRequest(signer.Generator);
    }

    /// <summary>Positive, 16 bytes of chance (RFC 5280, 4.1.2.2).</summary>
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private sealed record Signer(AsymmetricAlgorithm Pair, X509SignatureGenerator Generator, HashAlgorithmName Digest) : IDisposable
    {
        public static Signer Of(HeldKey key)
        {
            if (key.Algorithm == KeyAlgorithm.Ec)
            {
                var curve = ECDsa.Create();
                curve.ImportPkcs8PrivateKey(key.Pkcs8.Span, out _);
                return new(curve, X509SignatureGenerator.CreateForECDsa(curve), key.Bits > 256 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256);
            }

            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(key.Pkcs8.Span, out _);
            return new(rsa, X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256);
        }

        public CertificateRequest Request(Wanted wanted)
        {
            var subject = new X500DistinguishedName(wanted.Subject.Der.Span);
            var request = Pair is RSA rsa
                ? new CertificateRequest(subject, rsa, Digest, RSASignaturePadding.Pkcs1)
                : new CertificateRequest(subject, (ECDsa)Pair, Digest);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(
                Pair is RSA ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.DigitalSignature, critical: true));
            AddUsages(request, wanted.Roles);
            AddNames(request, wanted.Names);
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
            return request;
        }

        public void Dispose() => Pair.Dispose();

        private static void AddUsages(CertificateRequest request, ImmutableArray<TlsRole> roles)
        {
            var usages = new OidCollection();
            foreach (var role in roles)
            {
                _ = usages.Add(new Oid(role == TlsRole.Server ? Server : Client));
            }

            if (usages.Count > 0)
            {
                request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
            }
        }

        private static void AddNames(CertificateRequest request, ImmutableArray<string> names)
        {
            var builder = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
            {
                if (IPAddress.TryParse(name, out var address))
                {
                    builder.AddIpAddress(address);
                }
                else
                {
                    builder.AddDnsName(name);
                }
            }

            if (!names.IsEmpty)
            {
                request.CertificateExtensions.Add(builder.Build());
            }
        }
    }
}

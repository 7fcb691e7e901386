using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using PublicKey = System.Security.Cryptography.X509Certificates.PublicKey;

namespace Provisioner.Tests.Certificates;

/// <summary>Certificates for tests, made by the platform and not by the code under test. P-256 unless said otherwise: quick.</summary>
internal sealed record Made
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 30, 47, TimeSpan.Zero);

    private static int s_serial = 4096;

    public required X509Certificate2 Platform { get; init; }

    public required AsymmetricAlgorithm Pair { get; init; }

    public HeldCertificate Held => HeldCertificate.Read(Platform.RawData).Value;

    public string KeyPem => Pair.ExportPkcs8PrivateKeyPem();

    public string Pem => Platform.ExportCertificatePem() + "\n";

    public static ECDsa P256() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static Made Root(string name = "Root", Action<Wish>? alter = null) => Wish.Of($"CN={name}", null, w =>
    {
        w.Authority();
        alter?.Invoke(w);
    });

    public static Made Intermediate(Made issuer, string name = "Issuing", Action<Wish>? alter = null) => Wish.Of($"CN={name}", issuer, w =>
    {
        w.Authority();
        alter?.Invoke(w);
    });

    public static Made Leaf(Made? issuer, string name = "CN=mr2, OU=Radiology, O=St. Anna, L=Ghent, ST=East Flanders, C=BE", Action<Wish>? alter = null) =>
        Wish.Of(name, issuer, w =>
        {
            w.Names("mr2.hospital.local");
            w.Usages("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
            alter?.Invoke(w);
        });

    /// <summary>What a test wants otherwise than usual.</summary>
    internal sealed class Wish
    {
        private readonly List<X509Extension> _extensions = [];

        public DateTimeOffset From { get; set; } = Now.AddDays(-10);

        public DateTimeOffset Until { get; set; } = Now.AddDays(300);

        public AsymmetricAlgorithm? Pair { get; set; }

        public HashAlgorithmName Digest { get; set; } = HashAlgorithmName.SHA256;

        /// <summary>Signs with this instead of the issuer's key.</summary>
        public AsymmetricAlgorithm? SignedWith { get; set; }

        public bool KeyIdentifiers { get; set; } = true;

        public void Authority(int? pathLength = null, bool isAuthority = true, X509KeyUsageFlags usages = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)
        {
            Replace(new X509BasicConstraintsExtension(isAuthority, pathLength is not null, pathLength ?? 0, critical: true));
            Replace(new X509KeyUsageExtension(usages, critical: true));
        }

        public void Names(params string[] names)
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

            Replace(builder.Build());
        }

        public void NoNames() => _ = _extensions.RemoveAll(e => e.Oid!.Value == "2.5.29.17");

        public void Usages(params string[] oids) => Replace(new X509EnhancedKeyUsageExtension([.. oids.Select(o => new Oid(o))], critical: false));

        public void NoUsages() => _ = _extensions.RemoveAll(e => e.Oid!.Value == "2.5.29.37");

        public void Extension(string oid, byte[] value, bool critical = true) => Replace(new X509Extension(oid, value, critical));

        public static Made Of(string name, Made? issuer, Action<Wish> alter)
        {
            var wish = new Wish();
            alter(wish);
            return wish.Make(name, issuer);
        }

        private void Replace(X509Extension extension)
        {
            _ = _extensions.RemoveAll(e => e.Oid!.Value == extension.Oid!.Value);
            _extensions.Add(extension);
        }

        private Made Make(string name, Made? issuer)
        {
            var pair = Pair ?? P256();
            var request = pair is RSA rsa
                ? new CertificateRequest(name, rsa, Digest, RSASignaturePadding.Pkcs1)
                : new CertificateRequest(name, (ECDsa)pair, Digest);
            foreach (var extension in _extensions)
            {
                request.CertificateExtensions.Add(extension);
            }

            if (KeyIdentifiers)
            {
                var own = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
                request.CertificateExtensions.Add(own);
                request.CertificateExtensions.Add(issuer is null
                    ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(own)
                    : X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer.Platform, includeKeyIdentifier: true, includeIssuerAndSerial: false));
            }

            var signer = SignedWith ?? issuer?.Pair ?? pair;
            var generator = signer is RSA signing
                ? X509SignatureGenerator.CreateForRSA(signing, RSASignaturePadding.Pkcs1)
                : Digest == HashAlgorithmName.SHA1 ? new WeakGenerator((ECDsa)signer)
                : X509SignatureGenerator.CreateForECDsa((ECDsa)signer);
            var serial = BitConverter.GetBytes(Interlocked.Increment(ref s_serial)).Reverse().ToArray();
            var certificate = request.Create(issuer?.Platform.SubjectName ?? request.SubjectName, generator, From, Until, serial);
            return new() { Platform = certificate, Pair = pair };
        }
    }

    /// <summary>ecdsa-with-SHA1, which the platform does not write.</summary>
    private sealed class WeakGenerator(ECDsa pair) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300906072A8648CE3D0401");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => pair.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(pair);
    }
}

using System.Formats.Asn1;

namespace Provisioner.Core.Certificates.X509;

/// <summary>AlgorithmIdentifier of a signature (RFC 5280, 4.1.1.2; RFC 4055; RFC 5758; RFC 8410).</summary>
internal static class SignatureAlgorithmParser
{
    public static SignatureAlgorithm Read(AsnReader reader)
    {
        var der = reader.PeekEncodedValue();
        var algorithm = reader.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        var known = oid switch
        {
            "1.2.840.113549.1.1.2" => Rsa(oid, "MD2", "md2WithRSA"),
            "1.2.840.113549.1.1.4" => Rsa(oid, "MD5", "md5WithRSA"),
            "1.2.840.113549.1.1.5" or "1.3.14.3.2.29" => Rsa(oid, "SHA1", "sha1WithRSA"),
            "1.2.840.113549.1.1.11" => Rsa(oid, "SHA256", "sha256WithRSA"),
            "1.2.840.113549.1.1.12" => Rsa(oid, "SHA384", "sha384WithRSA"),
            "1.2.840.113549.1.1.13" => Rsa(oid, "SHA512", "sha512WithRSA"),
            "1.2.840.10045.4.1" => Curve(oid, "SHA1"),
            "1.2.840.10045.4.3.2" => Curve(oid, "SHA256"),
            "1.2.840.10045.4.3.3" => Curve(oid, "SHA384"),
            "1.2.840.10045.4.3.4" => Curve(oid, "SHA512"),
            Oids.Ed25519 => new() { Oid = oid, Word = "Ed25519", Key = KeyAlgorithm.Ed25519 },
            Oids.Ed448 => new() { Oid = oid, Word = "Ed448", Key = KeyAlgorithm.Ed448 },
            Oids.RsaPss => Pss(algorithm.HasData ? algorithm.ReadSequence() : null),
            _ => new() { Oid = oid, Word = oid, Key = KeyAlgorithm.Other },
        };
        return known with { Der = der };
    }

    private static SignatureAlgorithm Rsa(string oid, string digest, string word) =>
        new() { Oid = oid, Word = word, Digest = digest, Key = KeyAlgorithm.Rsa };

    private static SignatureAlgorithm Curve(string oid, string digest) =>
        new() { Oid = oid, Word = $"ecdsa-{digest.ToLowerInvariant()}", Digest = digest, Key = KeyAlgorithm.Ec };

    /// <summary>RSASSA-PSS-params (RFC 4055, 3.1): defaults are SHA-1, MGF1 with SHA-1, 20 bytes of salt. Only where the mask's
    /// digest is the signature's is it one that can be verified here.</summary>
    private static SignatureAlgorithm Pss(AsnReader? parameters)
    {
        var (digest, mask, salt) = ("SHA1", "SHA1", 20);
        while (parameters is { HasData: true })
        {
            var tag = parameters.PeekTag();
            var field = parameters.ReadSequence(tag);
            switch (tag.TagValue)
            {
                case 0: digest = Digest(field.ReadSequence().ReadObjectIdentifier()); break;
                case 1: mask = Mask(field.ReadSequence()); break;
                case 2: salt = field.TryReadInt32(out var given) && given is >= 0 and <= 512 ? given : -1; break;
                case 3: break;
                default: throw new MalformedException("unknown RSA-PSS parameter");
            }
        }

        return digest != mask || digest.Length == 0 || salt < 0
            ? new() { Oid = Oids.RsaPss, Word = "RSA-PSS", Key = KeyAlgorithm.Other }
            : new() { Oid = Oids.RsaPss, Word = $"RSA-PSS-{digest.ToLowerInvariant()}", Digest = digest, Key = KeyAlgorithm.RsaPss, SaltLength = salt };
    }

    /// <summary>The digest that an RSA-PSS key's parameters bind it to; empty when it is none that is verified here.</summary>
    public static string BoundDigest(ReadOnlyMemory<byte> parameters) =>
        Pss(new AsnReader(parameters, AsnEncodingRules.DER).ReadSequence()).Digest ?? "";

    private static string Mask(AsnReader mask) =>
        mask.ReadObjectIdentifier() == Oids.Mgf1 ? Digest(mask.ReadSequence().ReadObjectIdentifier()) : "";

    /// <summary>The word of a digest; empty when it is none that is verified here.</summary>
    internal static string Digest(string oid) => oid switch
    {
        Oids.Sha1 => "SHA1",
        Oids.Sha256 => "SHA256",
        Oids.Sha384 => "SHA384",
        Oids.Sha512 => "SHA512",
        _ => "",
    };
}

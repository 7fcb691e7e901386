using System.Security.Cryptography;

namespace Provisioner.Core.Certificates.X509;

internal enum SignatureVerdict
{
    Good,
    Bad,

    /// <summary>Algorithm and key do not belong together, or are none that is verified here.</summary>
    Unsupported,
}

/// <summary>Verifies signatures with named-curve and RSA keys; nothing else reaches the library.</summary>
internal static class Signatures
{
    /// <summary>Larger RSA keys are not verified: they cost a hostile file's reader dearly, and no authority has one.</summary>
    private const int MostRsaBits = 8192;

    public static SignatureVerdict Verify(PublicKey key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (Digest(algorithm) is not { } digest)
        {
            return SignatureVerdict.Unsupported;
        }

        try
        {
            return (key.Algorithm, algorithm.Key) switch
            {
                (KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss, _) when key.Bits > MostRsaBits => SignatureVerdict.Unsupported,
                (KeyAlgorithm.Rsa, KeyAlgorithm.Rsa) => Rsa(key, digest, RSASignaturePadding.Pkcs1, signed, signature),
                (KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss, KeyAlgorithm.RsaPss) when PssFits(key, algorithm) =>
                    PssSignatures.Verify(key, digest, algorithm.SaltLength, signed, signature),
                (KeyAlgorithm.Ec, KeyAlgorithm.Ec) when key.Bits > 0 => Curve(key, digest, signed, signature),
                _ => SignatureVerdict.Unsupported,
            };
        }
        catch (CryptographicException)
        {
            return SignatureVerdict.Bad;
        }
    }

    private static HashAlgorithmName? Digest(SignatureAlgorithm algorithm) => algorithm.Digest switch
    {
        "SHA1" => HashAlgorithmName.SHA1,
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA384" => HashAlgorithmName.SHA384,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>A key bound to parameters signs only with that digest (RFC 4055, 3.3).</summary>
    private static bool PssFits(PublicKey key, SignatureAlgorithm algorithm) =>
        key.BoundDigest is null || key.BoundDigest == algorithm.Digest;

    private static SignatureVerdict Rsa(
        PublicKey key, HashAlgorithmName digest, RSASignaturePadding padding, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportRSAPublicKey(key.Raw.Span, out _);
        return rsa.VerifyData(signed, signature, digest, padding) ? SignatureVerdict.Good : SignatureVerdict.Bad;
    }

    private static SignatureVerdict Curve(PublicKey key, HashAlgorithmName digest, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key.Spki.Span, out _);
        return ecdsa.VerifyData(signed, signature, digest, DSASignatureFormat.Rfc3279DerSequence)
            ? SignatureVerdict.Good
            : SignatureVerdict.Bad;
    }
}

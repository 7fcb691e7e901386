using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Provisioner.Core.Certificates.X509;

/// <summary>RSASSA-PSS with any length of salt (RFC 8017, 9.1.2); the platform verifies only a salt as long as the digest.</summary>
internal static class PssSignatures
{
    private const byte Trailer = 0xBC;

    public static SignatureVerdict Verify(
        PublicKey key, HashAlgorithmName digest, int saltLength, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        var reader = new AsnReader(key.Raw, AsnEncodingRules.DER).ReadSequence();
        var (modulus, exponent) = (reader.ReadInteger(), reader.ReadInteger());
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != (key.Bits + 7) / 8 || value >= modulus)
        {
            return SignatureVerdict.Bad;
        }

        var encoded = new byte[(key.Bits + 6) / 8];
        var opened = BigInteger.ModPow(value, exponent, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (opened.Length > encoded.Length)
        {
            return SignatureVerdict.Bad;
        }

        opened.CopyTo(encoded, encoded.Length - opened.Length);
        return Fits(encoded, key.Bits - 1, digest, saltLength, CryptographicOperations.HashData(digest, signed))
            ? SignatureVerdict.Good
            : SignatureVerdict.Bad;
    }

    /// <summary>maskedDB, H, 0xBC; DB is zeros, 1, salt.</summary>
    private static bool Fits(byte[] encoded, int bits, HashAlgorithmName digest, int saltLength, byte[] hash)
    {
        var zeros = encoded.Length - hash.Length - saltLength - 2;
        if (zeros < 0 || encoded[^1] != Trailer)
        {
            return false;
        }

        var block = encoded.AsSpan(0, encoded.Length - hash.Length - 1);
        var stated = encoded.AsSpan(block.Length, hash.Length);
        var unusedBits = (byte)(0xFF >> ((8 * encoded.Length) - bits));
        if ((block[0] & ~unusedBits) != 0)
        {
            return false;
        }

        Unmask(block, stated, digest);
        block[0] &= unusedBits;
        return !block[..zeros].ContainsAnyExcept((byte)0) && block[zeros] == 1
            && CryptographicOperations.HashData(digest, [.. new byte[8], .. hash, .. block[(zeros + 1)..]]).AsSpan().SequenceEqual(stated);
    }

    /// <summary>MGF1 (RFC 8017, B.2.1).</summary>
    private static void Unmask(Span<byte> block, ReadOnlySpan<byte> seed, HashAlgorithmName digest)
    {
        for (int at = 0, counter = 0; at < block.Length; counter++)
        {
            var mask = CryptographicOperations.HashData(digest, [.. seed, (byte)(counter >> 24), (byte)(counter >> 16), (byte)(counter >> 8), (byte)counter]);
            for (var i = 0; i < mask.Length && at < block.Length; i++, at++)
            {
                block[at] ^= mask[i];
            }
        }
    }
}

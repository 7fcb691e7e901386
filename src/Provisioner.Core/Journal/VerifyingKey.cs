using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The public half of a seal or epoch key: ECDSA on P-256, uncompressed, as SubjectPublicKeyInfo (RFC 5480).
/// Compared by its one spelling.</summary>
public sealed record VerifyingKey
{
    /// <summary>Bytes of the SubjectPublicKeyInfo: 26 of fixed head, 65 of point.</summary>
    public const int Length = 91;

    private static readonly byte[] HeadOfSpki = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    /// <summary>A log is verified several times in one run: what was found good stays so. By digest of key, hash and signature.</summary>
    private static readonly ConcurrentDictionary<Sha256, bool> Good = [];

    private const int MostGood = 20_000;

    private VerifyingKey(string base64) => Base64 = base64;

    /// <summary>Canonical base64 of the DER bytes, 124 characters; as in <c>n=</c> and <c>e=</c>.</summary>
    public string Base64 { get; }

    /// <summary>SHA-256 over the DER bytes: names the key.</summary>
    public Sha256 Name => Sha256.Of(Convert.FromBase64String(Base64));

    /// <summary>Reads the one spelling of a key; anything else is none. A point beside the curve verifies nothing.</summary>
    public static bool TryRead([NotNullWhen(true)] string? base64, [NotNullWhen(true)] out VerifyingKey? key)
    {
        key = null;
        if (!CanonicalBase64.TryRead(base64, out var bytes) || bytes.Length != Length || !HasFixedHead(bytes))
        {
            return false;
        }

        key = new(base64!);
        return true;
    }

    /// <param name="spki">DER as .NET and OpenSSL export it.</param>
    /// <exception cref="ArgumentException">Not a P-256 key: a bug in the caller.</exception>
    public static VerifyingKey FromSpki(ReadOnlySpan<byte> spki) =>
        TryRead(Convert.ToBase64String(spki), out var key) ? key : throw new ArgumentException("not a P-256 key", nameof(spki));

    public byte[] ToSpki() => Convert.FromBase64String(Base64);

    /// <summary>Whether these 64 bytes (r, s; each 32, big-endian) sign this hash under this key.</summary>
    public bool Verifies(Sha256 hash, ReadOnlySpan<byte> signature)
    {
        var known = Sha256.Of([.. ToSpki(), .. hash.ToBytes(), .. signature]);
        if (Good.ContainsKey(known))
        {
            return true;
        }

        var isGood = VerifiesAnew(hash, signature);
        if (isGood)
        {
            if (Good.Count >= MostGood)
            {
                Good.Clear();
            }

            Good[known] = true;
        }

        return isGood;
    }

    private bool VerifiesAnew(Sha256 hash, ReadOnlySpan<byte> signature)
    {
        try
        {
            using var point = ECDsa.Create();
            point.ImportSubjectPublicKeyInfo(ToSpki(), out _);
            return point.VerifyHash(hash.ToBytes(), signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool HasFixedHead(byte[] spki) => spki.AsSpan(0, 26).SequenceEqual(HeadOfSpki) && spki[26] == 4;
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Keys from passwords. All rounds are taken from the budget before they are made; what takes long reports and can be stopped.</summary>
internal static class Derivation
{
    /// <summary>PKCS#12's purposes (RFC 7292, B.3).</summary>
    public const byte ForKey = 1, ForVector = 2, ForMac = 3;

    /// <summary>As many rounds as the library may make in one call, which cannot be stopped: about a tenth of a second.</summary>
    private const int QuietRounds = 500_000;

    /// <summary>Rounds between two looks at whether somebody wants to stop.</summary>
    private const int Stride = 20_000;

    /// <summary>Bytes of working memory that scrypt may have.</summary>
    private const long MostScryptBytes = 32 * 1024 * 1024;

    /// <summary>PBKDF2 (RFC 8018, 5.2).</summary>
    public static byte[] Pbkdf2(byte[] password, byte[] salt, int rounds, HashAlgorithmName digest, int length, ReadingBudget budget)
    {
        var size = DigestBytes(digest);
        var blocks = (length + size - 1) / size;
        budget.Take((long)rounds * blocks);
        if (rounds <= QuietRounds)
        {
            var quick = Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, digest, length);
            budget.Made((long)rounds * blocks);
            return quick;
        }

        var derived = new byte[blocks * size];
        using var mac = IncrementalHash.CreateHMAC(digest, password);
        for (var block = 0; block < blocks; block++)
        {
            Block(mac, salt, rounds, block + 1, derived.AsSpan(block * size, size), budget);
        }

        return derived[..length];
    }

    private static void Block(IncrementalHash mac, byte[] salt, int rounds, int number, Span<byte> derived, ReadingBudget budget)
    {
        Span<byte> counter = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(counter, number);
        Span<byte> last = stackalloc byte[derived.Length];
        mac.AppendData(salt);
        mac.AppendData(counter);
        _ = mac.GetHashAndReset(last);
        last.CopyTo(derived);
        for (var round = 1; round < rounds; round++)
        {
            mac.AppendData(last);
            _ = mac.GetHashAndReset(last);
            for (var at = 0; at < derived.Length; at++)
            {
                derived[at] ^= last[at];
            }

            Report(round, budget);
        }

        budget.Made(rounds % Stride);
    }

    private static void Report(int round, ReadingBudget budget)
    {
        if (round % Stride == 0)
        {
            budget.Made(Stride);
        }
    }

    /// <summary>PKCS#12's own derivation (RFC 7292, B.2).</summary>
    public static byte[] Pkcs12(byte[] wide, byte[] salt, int rounds, HashAlgorithmName digest, byte purpose, int length, ReadingBudget budget)
    {
        var (size, block) = (DigestBytes(digest), BlockBytes(digest));
        budget.Take((long)rounds * ((length + size - 1) / size));
        byte[] input = [.. Repeated(salt, block), .. Repeated(wide, block)];
        var prefix = new byte[block];
        Array.Fill(prefix, purpose);
        var derived = new byte[length];
        for (var done = 0; ; done += size)
        {
            var part = Rounds(CryptographicOperations.HashData(digest, [.. prefix, .. input]), rounds, digest, budget);
            part.AsSpan(0, Math.Min(size, length - done)).CopyTo(derived.AsSpan(done));
            if (done + size >= length)
            {
                return derived;
            }

            Stir(input, Repeated(part, block)[..block], block);
        }
    }

    private static byte[] Rounds(byte[] hash, int rounds, HashAlgorithmName digest, ReadingBudget budget)
    {
        using var hasher = IncrementalHash.CreateHash(digest);
        for (var round = 1; round < rounds; round++)
        {
            hasher.AppendData(hash);
            _ = hasher.GetHashAndReset(hash);
            Report(round, budget);
        }

        budget.Made(rounds % Stride);
        return hash;
    }

    /// <summary>Each block of the input becomes (block + B + 1) modulo 2 to the block's bits.</summary>
    private static void Stir(byte[] input, byte[] addend, int block)
    {
        for (var from = 0; from < input.Length; from += block)
        {
            var carry = 1;
            for (var at = block - 1; at >= 0; at--)
            {
                carry += input[from + at] + addend[at];
                input[from + at] = (byte)carry;
                carry >>= 8;
            }
        }
    }

    /// <summary>Repeated to the next whole number of blocks; nothing stays nothing.</summary>
    private static byte[] Repeated(byte[] bytes, int block)
    {
        var repeated = new byte[(bytes.Length + block - 1) / block * block];
        for (var at = 0; at < repeated.Length; at++)
        {
            repeated[at] = bytes[at % bytes.Length];
        }

        return repeated;
    }

    /// <summary>PBKDF1 (RFC 8018, 5.1): 8 bytes of key, 8 of vector.</summary>
    public static byte[] Pbkdf1(byte[] password, byte[] salt, int rounds, HashAlgorithmName digest, ReadingBudget budget)
    {
        budget.Take(rounds);
        return Rounds(CryptographicOperations.HashData(digest, [.. password, .. salt]), rounds, digest, budget)[..16];
    }

    /// <summary>What OpenSSL does for PEM with <c>DEK-Info</c>: MD5, one round, the first 8 bytes of the vector as salt.</summary>
    public static byte[] LegacyPem(byte[] password, byte[] salt, int length)
    {
        var derived = new List<byte>(length + 16);
        byte[] last = [];
        while (derived.Count < length)
        {
            last = CryptographicOperations.HashData(HashAlgorithmName.MD5, [.. last, .. password, .. salt.AsSpan(0, 8)]);
            derived.AddRange(last);
        }

        return [.. derived[..length]];
    }

    /// <summary>scrypt (RFC 7914); its cost is counted as rounds of the budget.</summary>
    public static byte[] Scrypt(byte[] password, byte[] salt, int cost, int blockSize, int parallel, int length, ReadingBudget budget)
    {
        if (cost < 2 || (cost & (cost - 1)) != 0 || blockSize is < 1 or > 64 || parallel is < 1 or > 64 || 128L * cost * blockSize > MostScryptBytes)
        {
            throw new UnsupportedException("scrypt");
        }

        var rounds = 4L * cost * blockSize * parallel;
        budget.Take(rounds);
        var derived = SCrypt.Generate(password, salt, cost, blockSize, parallel, length);
        budget.Made(rounds);
        return derived;
    }

    internal static int DigestBytes(HashAlgorithmName digest) => digest.Name switch
    {
        "MD5" => 16,
        "SHA1" => 20,
        "SHA256" => 32,
        "SHA384" => 48,
        "SHA512" => 64,
        _ => throw new UnsupportedException(digest.Name ?? ""),
    };

    private static int BlockBytes(HashAlgorithmName digest) => digest.Name is "SHA384" or "SHA512" ? 128 : 64;
}

/// <summary>An algorithm that is not read here. Never leaves this room.</summary>
/// <param name="algorithm">Its word, or object identifier.</param>
internal sealed class UnsupportedException(string algorithm) : Exception(algorithm);

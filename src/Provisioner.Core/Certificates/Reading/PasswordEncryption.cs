using System.Formats.Asn1;
using System.Security.Cryptography;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Password-based encryption as AlgorithmIdentifiers state it: PKCS#12's (RFC 7292, C), PBES1 and PBES2 (RFC 8018).</summary>
internal static class PasswordEncryption
{
    private const string Pkcs12 = "1.2.840.113549.1.12.1.", Pkcs5 = "1.2.840.113549.1.5.";
    private const int LongestSalt = 1024;

    /// <returns><c>null</c> when the password is surely wrong; bytes can still be nonsense.</returns>
    /// <exception cref="UnsupportedException">An algorithm that is not read here.</exception>
    /// <exception cref="OverBudgetException">Too many rounds.</exception>
    public static byte[]? Decrypt(ReadOnlyMemory<byte> algorithm, ReadOnlyMemory<byte> bytes, PasswordForm password, ReadingBudget budget)
    {
        var reader = new AsnReader(algorithm, AsnEncodingRules.BER).ReadSequence();
        var oid = reader.ReadObjectIdentifier();
        var parameters = reader.ReadSequence();
        return oid.StartsWith(Pkcs12, StringComparison.Ordinal) ? OldPkcs12(oid, parameters, bytes.Span, password, budget)
            : oid == Pkcs5 + "13" ? Pbes2(parameters, bytes.Span, password, budget)
            : oid.StartsWith(Pkcs5, StringComparison.Ordinal) ? Pbes1(oid, parameters, bytes.Span, password, budget)
            : throw new UnsupportedException(Oids.AlgorithmWord(oid));
    }

    private static byte[]? OldPkcs12(string oid, AsnReader parameters, ReadOnlySpan<byte> bytes, PasswordForm password, ReadingBudget budget)
    {
        var (salt, rounds) = (Salt(parameters), Rounds(parameters));
        byte[] Derive(byte purpose, int length) =>
            Derivation.Pkcs12(password.Wide, salt, rounds, HashAlgorithmName.SHA1, purpose, length, budget);
        return oid[Pkcs12.Length..] switch
        {
            "1" => BlockCiphers.Rc4(Derive(Derivation.ForKey, 16), bytes),
            "2" => BlockCiphers.Rc4(Derive(Derivation.ForKey, 5), bytes),
            "3" => BlockCiphers.TripleDes(Derive(Derivation.ForKey, 24), Derive(Derivation.ForVector, 8), bytes),
            "4" => BlockCiphers.TripleDes(Derive(Derivation.ForKey, 16), Derive(Derivation.ForVector, 8), bytes),
            "5" => BlockCiphers.Rc2(Derive(Derivation.ForKey, 16), 128, Derive(Derivation.ForVector, 8), bytes),
            "6" => BlockCiphers.Rc2(Derive(Derivation.ForKey, 5), 40, Derive(Derivation.ForVector, 8), bytes),
            _ => throw new UnsupportedException(oid),
        };
    }

    /// <summary>PBES1 (RFC 8018, A.3): digest and cipher by the last part of the identifier.</summary>
    private static byte[]? Pbes1(string oid, AsnReader parameters, ReadOnlySpan<byte> bytes, PasswordForm password, ReadingBudget budget)
    {
        var (digest, isDes) = oid[Pkcs5.Length..] switch
        {
            "3" => (HashAlgorithmName.MD5, true),
            "6" => (HashAlgorithmName.MD5, false),
            "10" => (HashAlgorithmName.SHA1, true),
            "11" => (HashAlgorithmName.SHA1, false),
            _ => throw new UnsupportedException(Oids.AlgorithmWord(oid)),
        };
        var derived = Derivation.Pbkdf1(password.Narrow, Salt(parameters), Rounds(parameters), digest, budget);
        return isDes
            ? BlockCiphers.Des(derived[..8], derived[8..], bytes)
            : BlockCiphers.Rc2(derived[..8], 64, derived[8..], bytes);
    }

    private static byte[]? Pbes2(AsnReader parameters, ReadOnlySpan<byte> bytes, PasswordForm password, ReadingBudget budget)
    {
        var derivation = parameters.ReadSequence();
        var scheme = parameters.ReadSequence();
        var cipher = scheme.ReadObjectIdentifier();
        var (length, effectiveBits, vector) = Cipher(cipher, scheme);
        var key = Derive(derivation, length, password, budget);
        return cipher switch
        {
            TripleDes => BlockCiphers.TripleDes(key, vector, bytes),
            Des => BlockCiphers.Des(key, vector, bytes),
            Rc2 => BlockCiphers.Rc2(key, effectiveBits, vector, bytes),
            _ => BlockCiphers.Aes(key, vector, bytes),
        };
    }

    private const string
        Aes128 = "2.16.840.1.101.3.4.1.2", Aes192 = "2.16.840.1.101.3.4.1.22", Aes256 = "2.16.840.1.101.3.4.1.42",
        TripleDes = "1.2.840.113549.3.7", Des = "1.3.14.3.2.7", Rc2 = "1.2.840.113549.3.2";

    private static (int Length, int EffectiveBits, byte[] Vector) Cipher(string oid, AsnReader scheme) => oid switch
    {
        Aes128 => (16, 0, scheme.ReadOctetString()),
        Aes192 => (24, 0, scheme.ReadOctetString()),
        Aes256 => (32, 0, scheme.ReadOctetString()),
        TripleDes => (24, 0, scheme.ReadOctetString()),
        Des => (8, 0, scheme.ReadOctetString()),
        Rc2 => Rc2Parameters(scheme.ReadSequence()),
        _ => throw new UnsupportedException(Oids.AlgorithmWord(oid)),
    };

    /// <summary>RC2-CBC-Parameter (RFC 8018, B.2.3): the version stands for the effective bits.</summary>
    private static (int Length, int EffectiveBits, byte[] Vector) Rc2Parameters(AsnReader parameters)
    {
        var version = parameters.PeekTag() == Asn1Tag.Integer && parameters.TryReadInt32(out var given) ? given : 32;
        var bits = version switch { 160 => 40, 120 => 64, 58 => 128, 32 => 32, _ => throw new UnsupportedException("RC2") };
        return (bits == 32 ? 4 : bits / 8, bits, parameters.ReadOctetString());
    }

    private static byte[] Derive(AsnReader derivation, int length, PasswordForm password, ReadingBudget budget)
    {
        var oid = derivation.ReadObjectIdentifier();
        var parameters = derivation.ReadSequence();
        switch (oid)
        {
            case "1.2.840.113549.1.5.12":
                return Pbkdf2(parameters, length, password, budget);
            case "1.3.6.1.4.1.11591.4.11":
                return Derivation.Scrypt(password.Narrow, Salt(parameters), Rounds(parameters), Rounds(parameters), Rounds(parameters), length, budget);
            default:
                throw new UnsupportedException(Oids.AlgorithmWord(oid));
        }
    }

    /// <summary>PBKDF2-params (RFC 8018, A.2): salt, rounds, length or absent, HMAC or SHA-1.</summary>
    /// <param name="length">Of the key; a stated one must agree.</param>
    internal static byte[] Pbkdf2(AsnReader parameters, int length, PasswordForm password, ReadingBudget budget)
    {
        var (salt, rounds) = (Salt(parameters), Rounds(parameters));
        if (parameters.HasData && parameters.PeekTag() == Asn1Tag.Integer && Rounds(parameters) is var stated && length > 0 && stated != length)
        {
            throw new MalformedException("key length does not fit the cipher");
        }

        var digest = parameters.HasData ? Hmac(parameters.ReadSequence().ReadObjectIdentifier()) : HashAlgorithmName.SHA1;
        return Derivation.Pbkdf2(password.Narrow, salt, rounds, digest, length, budget);
    }

    /// <summary>The digest of an HMAC (RFC 8018, B.1).</summary>
    internal static HashAlgorithmName Hmac(string oid) => oid switch
    {
        "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw new UnsupportedException("HMAC " + Oids.AlgorithmWord(oid)),
    };

    internal static byte[] Salt(AsnReader parameters)
    {
        var salt = parameters.ReadOctetString();
        return salt.Length <= LongestSalt ? salt : throw new MalformedException("salt is very long");
    }

    internal static int Rounds(AsnReader parameters)
    {
        var rounds = parameters.ReadInteger();
        return rounds > int.MaxValue ? throw new OverBudgetException(int.MaxValue, ReadingBudget.Usual)
            : rounds.Sign > 0 ? (int)rounds
            : throw new MalformedException("no rounds at all");
    }
}

using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Keys;

/// <summary>A P-256 key at rest: encrypted PKCS#8 as PEM (RFC 7468, 11), PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256.
/// Rehearsals derive cheaply, and say so in the first line of the file.</summary>
internal static class ProtectedKey
{
    /// <summary>Rounds of PBKDF2.</summary>
    public const int Rounds = 600_000, RehearsalRounds = 1_000;

    /// <summary>First line of a rehearsal's key file.</summary>
    public const string RehearsalLine = "REHEARSAL: a cheap key for training, worth nothing. Never accepted on a real stick.";

    private const int Most = 4096;
    private const string Label = "ENCRYPTED PRIVATE KEY", Pbes2 = "1.2.840.113549.1.5.13", Pbkdf2 = "1.2.840.113549.1.5.12";

    public static byte[] Write(ECDsa key, Secret passphrase, bool isRehearsal)
    {
        var how = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, isRehearsal ? RehearsalRounds : Rounds);
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem(passphrase.Characters, how);
        return Encoding.ASCII.GetBytes(isRehearsal ? $"{RehearsalLine}\n{pem}\n" : $"{pem}\n");
    }

    /// <summary>The key, if the file is spelled as written for this use and the passphrase opens it.</summary>
    /// <param name="file">Name for problems.</param>
    public static Checked<ECDsa> Read(byte[] bytes, string file, Secret passphrase, bool isRehearsal)
    {
        if (Der(bytes, isRehearsal) is not { } der)
        {
            return Problem.Of("STICK-011", ("file", file));
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportEncryptedPkcs8PrivateKey(passphrase.Characters, der, out _);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return Problem.Of(OpensItsOwn() ? "STICK-010" : "STICK-014", ("file", file));
        }
    }

    /// <summary>Whether a key that is protected here opens here: where it does not, no passphrase is at fault.</summary>
    private static bool OpensItsOwn()
    {
        try
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var how = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, RehearsalRounds);
            made.ImportEncryptedPkcs8PrivateKey(RehearsalLine, made.ExportEncryptedPkcs8PrivateKey(RehearsalLine, how), out _);
            return true;
        }
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The DER bytes when the first line and the rounds are those of the use; <c>null</c> otherwise.</summary>
    private static byte[]? Der(byte[] bytes, bool isRehearsal)
    {
        var text = bytes.Length <= Most ? Encoding.ASCII.GetString(bytes) : "";
        var start = isRehearsal ? RehearsalLine + "\n" : "";
        if (!text.StartsWith(start + "-----BEGIN", StringComparison.Ordinal) || !PemEncoding.TryFind(text, out var pem)
            || text[pem.Label] != Label)
        {
            return null;
        }

        var der = Convert.FromBase64String(text[pem.Base64Data]);
        return RoundsOf(der) == (isRehearsal ? RehearsalRounds : Rounds) ? der : null;
    }

    /// <summary>The iteration count (RFC 8018, A.2), so that a hostile file cannot ask for a year's work.</summary>
    private static int RoundsOf(byte[] der)
    {
        try
        {
            var scheme = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            if (scheme.ReadObjectIdentifier() != Pbes2)
            {
                return -1;
            }

            var derivation = scheme.ReadSequence().ReadSequence();
            if (derivation.ReadObjectIdentifier() != Pbkdf2)
            {
                return -1;
            }

            var parameters = derivation.ReadSequence();
            _ = parameters.ReadOctetString();
            return parameters.TryReadInt32(out var rounds) ? rounds : -1;
        }
        catch (AsnContentException)
        {
            return -1;
        }
    }
}

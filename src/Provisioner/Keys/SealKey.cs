using System.Security.Cryptography;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;

namespace Provisioner.Keys;

/// <summary>A P-256 key that seals: those of a run live in memory only, the one that opens the next file is stored
/// under the engineer's passphrase.</summary>
internal sealed class SealKey : ISealKey
{
    private readonly ECDsa _key;

    private SealKey(ECDsa key) => (_key, Public) = (key, VerifyingKey.FromSpki(key.ExportSubjectPublicKeyInfo()));

    public VerifyingKey Public { get; }

    public static SealKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public byte[] Sign(Sha256 hash) => _key.SignHash(hash.ToBytes());

    public void Dispose() => _key.Dispose();

    /// <summary>Name of the key's file in <c>ID</c>.</summary>
    public static string FileOf(VerifyingKey key) => key.Name.ToString()[..16].ToUpperInvariant() + ".KEY";

    /// <summary>The file's bytes.</summary>
    public byte[] Protect(Secret passphrase, bool isRehearsal) => ProtectedKey.Write(_key, passphrase, isRehearsal);

    /// <summary>The key of a file, if it is the wanted one.</summary>
    public static Checked<SealKey> Unprotect(byte[] bytes, VerifyingKey wanted, Secret passphrase, bool isRehearsal) =>
        ProtectedKey.Read(bytes, FileOf(wanted), passphrase, isRehearsal).Then(Same(wanted));

    private static Func<ECDsa, Checked<SealKey>> Same(VerifyingKey wanted) => key =>
    {
        if (VerifyingKey.TryRead(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), out var found) && found == wanted)
        {
            return new SealKey(key);
        }

        key.Dispose();
        return Problem.Of("STICK-011", ("file", FileOf(wanted)));
    };
}

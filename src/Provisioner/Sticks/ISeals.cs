using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;

namespace Provisioner.Sticks;

/// <summary>Where the keys of a stick's journals come from, and how its files are verified. A rehearsal that is repeated a thousand
/// times shares both.</summary>
internal interface ISeals
{
    /// <summary>A new key, for one seal.</summary>
    ISealKey Create();

    /// <summary>The bytes of an epoch key's file.</summary>
    byte[] Protect(ISealKey key, Secret passphrase, bool isRehearsal);

    /// <summary>The key of an epoch key's file, if it is the wanted one.</summary>
    Checked<ISealKey> Unprotect(byte[] bytes, VerifyingKey wanted, Secret passphrase, bool isRehearsal);

    StickLedger Verify(StickTrust trust, ImmutableArray<JournalBytes> files);
}

/// <summary>A key a seal, and every byte verified every time.</summary>
internal sealed class FreshSeals : ISeals
{
    public ISealKey Create() => SealKey.Create();

    public byte[] Protect(ISealKey key, Secret passphrase, bool isRehearsal) => ((SealKey)key).Protect(passphrase, isRehearsal);

    public Checked<ISealKey> Unprotect(byte[] bytes, VerifyingKey wanted, Secret passphrase, bool isRehearsal) =>
        SealKey.Unprotect(bytes, wanted, passphrase, isRehearsal).Select(key => (ISealKey)key);

    public StickLedger Verify(StickTrust trust, ImmutableArray<JournalBytes> files) => StickLedger.Read(trust, files);
}

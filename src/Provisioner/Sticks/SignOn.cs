using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Whether a passphrase is the one of the stick's engineer: it opens the key that opens the next log. Nothing is altered.</summary>
internal static class SignOn
{
    /// <returns>Why not; empty when it is.</returns>
    public static ImmutableArray<Problem> Check(Stick stick, IDisk disk, Secret passphrase) => StickHistory.Read(stick).Then<SealKey>(history =>
    {
        var file = SealKey.FileOf(history.Ledger.WantedEpoch);
        return Guarded.Get<byte[]>(file, () => disk.Read(Path.Combine(stick.Id, file)) is { } bytes ? bytes : Problem.Of("STICK-012", ("file", file)))
            .Then(bytes => SealKey.Unprotect(bytes, history.Ledger.WantedEpoch, passphrase, stick.Genesis.IsRehearsal));
    }).Select(key =>
    {
        key.Dispose();
        return stick;
    }).Problems;
}

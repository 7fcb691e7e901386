using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The private half of a key that seals once and is then destroyed by disposing it. The shell makes them.</summary>
public interface ISealKey : IDisposable
{
    VerifyingKey Public { get; }

    /// <summary>ECDSA over the hash: 64 bytes, r then s, big-endian. The journal chooses the low s and the spelling.</summary>
    byte[] Sign(Sha256 hash);
}

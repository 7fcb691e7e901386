using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.X509;

/// <summary>Remembers with which keys one signature was verified, and how it ended. A heap of certificates of one name cannot make a signature be
/// verified more than <see cref="Most"/> times.</summary>
internal sealed class SignatureMemo
{
    /// <summary>More keys of one name than any authority has had.</summary>
    public const int Most = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<Sha256, SignatureVerdict> _verdicts = [];

    public SignatureVerdict Verify(PublicKey key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
        {
            if (!_verdicts.TryGetValue(key.Fingerprint, out var verdict))
            {
                verdict = _verdicts.Count < Most ? Signatures.Verify(key, algorithm, signed, signature) : SignatureVerdict.Unsupported;
                _ = _verdicts.Count < Most && _verdicts.TryAdd(key.Fingerprint, verdict);
            }

            return verdict;
        }
    }
}

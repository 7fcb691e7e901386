using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Network;

/// <summary>Makes trust decisions out of the path validator: the machine's store is never asked, nothing is ever fetched.</summary>
internal static class Trust
{
    /// <param name="anchors">The authorities that are trusted, and intermediates at hand.</param>
    /// <param name="purpose">Whose certificate is judged: a server's that we call, or a client's that calls us.</param>
    /// <param name="isNameCompared">Whether a server's certificate must state the host; scanners exist that do not look.</param>
    public static TrustDecision By(
        IEnumerable<HeldCertificate> anchors,
        PathPurpose purpose,
        DateTimeOffset now,
        IEnumerable<HeldRevocationList>? lists = null,
        bool isNameCompared = true)
    {
        ImmutableArray<HeldCertificate> trusted = [.. anchors];
        ImmutableArray<HeldRevocationList> revoked = [.. lists ?? []];
        return (presented, host) => Judge(presented, isNameCompared ? host : null);

        ImmutableArray<Problem> Judge(ImmutableArray<byte[]> presented, string? host)
        {
            if (!HeldCertificate.Read(presented[0]).TryGet(out var leaf, out var unreadable))
            {
                return unreadable;
            }

            var others = presented.Skip(1).Select(der => HeldCertificate.Read(der)).Where(read => read.IsGood).Select(read => read.Value);
            return PathValidator.Validate(leaf, others, trusted, purpose, now, host, revoked).Problems;
        }
    }
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>Which cause stands for what a trust decision found; of several the first that hides the others. The decision's
/// problems are the path validator's, or those of the causes themselves.</summary>
internal static class TrustFaults
{
    public static Cause CauseOf(ImmutableArray<Problem> why, Evidence seen)
    {
        var codes = why.Select(problem => problem.Code).ToHashSet();
        return Cause.All.FirstOrDefault(cause => codes.Contains(cause.Code))
            ?? (codes.Contains("CERT-156") ? OfOtherRoot(seen)
            : codes.Overlaps(["CERT-150", "CERT-155"]) ? Cause.ServerCertificateUnknownAuthority
            : codes.Contains("CERT-165") ? Cause.ServerCertificateRevoked
            : codes.Overlaps(["CERT-103", "CERT-104"]) ? OfDates(seen)
            : codes.Contains("CERT-153") ? Cause.ServerCertificateWrongUsage
            : codes.Contains("CERT-158") ? Cause.ServerKeyTooSmall
            : codes.Contains("CERT-161") ? Cause.ServerNameDiffers
            : Cause.ServerCertificateNotAccepted);
    }

    private static Cause OfOtherRoot(Evidence seen) =>
        seen.Peer is [{ IsSelfSigned: true }, ..] ? Cause.ServerCertificateSelfSigned : Cause.ServerRootNotTrusted;

    /// <summary>The server's own dates; when they hold, it is an authority above it.</summary>
    private static Cause OfDates(Evidence seen) =>
        seen.Peer is not [var leaf, ..] ? Cause.ServerCertificateNotAccepted
        : leaf.NotAfter < seen.Now ? Cause.ServerCertificateExpired
        : leaf.NotBefore > seen.Now ? Cause.ServerCertificateNotYetValid
        : Cause.ServerCertificateNotAccepted;
}

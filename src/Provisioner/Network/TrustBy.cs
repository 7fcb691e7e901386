using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Network;

/// <summary>Trust decisions by Core's path validation and given authorities alone.</summary>
internal static class TrustBy
{
    /// <summary>The other side is a server (a host is named) or a client (none is).</summary>
    public static TrustDecision Authorities(ImmutableArray<HeldCertificate> authorities, TimeProvider clock) => (presented, host) =>
    {
        var read = presented.Select(der => HeldCertificate.Read(der)).ToArray();
        ImmutableArray<Problem> unreadable = [.. read.SelectMany(certificate => certificate.Problems)];
        if (!unreadable.IsEmpty)
        {
            return unreadable;
        }

        var purpose = host is null ? PathPurpose.Client : PathPurpose.Server;
        return PathValidator.Validate(
            read[0].Value, read.Skip(1).Select(certificate => certificate.Value), authorities, purpose, clock.GetUtcNow(), host).Problems;
    };
}

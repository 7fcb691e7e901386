using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Proof;
using Provisioner.Keys;
using Provisioner.Network;

namespace Provisioner.Runs;

/// <summary>An echo with given or the console's own files; holds their keys as long as it lives.</summary>
internal sealed record WireRequest(ProofRequest Echo) : IDisposable
{
    public static WireRequest Of(RunSetup setup, Wire wire)
    {
        var chain = wire.Identity is null ? [] : wire.Identity.Chain.Where(above => !above.IsSelfSigned)
            .Select(above => X509CertificateLoader.LoadCertificate(above.Der.Span)).ToImmutableArray();
        return new(new ProofRequest
        {
            Endpoint = wire.Endpoint,
            Kind = ProofKind.Echo,
            Titles = wire.Titles,
            UseTls = wire.UseTls,
            Identity = wire.Identity is null ? null : KeyedCertificate.Of(wire.Identity),
            IdentityChain = chain,
            Trust = wire.TrustsAnyone ? (_, _) => [] : TrustBy.Authorities(wire.Trust, setup.Clock),
            Now = setup.Now,
        });
    }

    public void Dispose()
    {
        Echo.Identity?.Dispose();
        foreach (var above in Echo.IdentityChain)
        {
            above.Dispose();
        }
    }
}

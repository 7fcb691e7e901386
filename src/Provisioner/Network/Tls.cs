using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>TLS as PS3.15 B.12 and B.13 ask, on .NET's own implementation. The platform's chain building never decides and never
/// fetches: the decision is the caller's, over the certificates as they came.</summary>
internal static class Tls
{
    public static SslClientAuthenticationOptions Client(ProofRequest request, SslProtocols versions, TrustWitness witness) => new()
    {
        TargetHost = request.ServerName ?? request.Endpoint.Host,
        ClientCertificateContext = request.Identity is { } identity ? Context(identity, request.IdentityChain) : null,
        LocalCertificateSelectionCallback = request.Identity is null ? (_, _, _, remote, _) => witness.NoneToShow(remote) : null,
        EnabledSslProtocols = versions,
        CipherSuitesPolicy = Suites(request.Profile),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = NeverFetch(),
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => witness.Judge(certificate, chain),
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };

    public static SslServerAuthenticationOptions Server(
        X509Certificate2 identity, ImmutableArray<X509Certificate2> chain, TlsProfile profile, bool askForCertificate, bool require, TrustWitness witness) => new()
    {
        ServerCertificateContext = Context(identity, chain),
        EnabledSslProtocols = Versions,
        CipherSuitesPolicy = Suites(profile),
        ClientCertificateRequired = askForCertificate,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = NeverFetch(),
        RemoteCertificateValidationCallback = (_, certificate, presented, _) => (certificate is null && !require) || witness.Judge(certificate, presented),
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };

    /// <summary>TLS 1.2 and 1.3 by name, not the machine's default: a console may allow less, or more.</summary>
    public static SslProtocols Versions => SslProtocols.Tls12 | SslProtocols.Tls13;

    public static string Word(SslProtocols version) => version switch
    {
        SslProtocols.Tls12 => "1.2",
        SslProtocols.Tls13 => "1.3",
#pragma warning disable SYSLIB0039, CA5397 // old versions are named where a peer still speaks them, never offered
        SslProtocols.Tls11 => "1.1",
        SslProtocols.Tls => "1.0",
#pragma warning restore SYSLIB0039, CA5397
        _ => version.ToString(),
    };

    public static TlsFacts Facts(SslStream stream, ImmutableArray<HeldCertificate> presented) => new(
        Word(stream.SslProtocol),
        stream.NegotiatedCipherSuite.ToString(),
        presented,
        stream.LocalCertificate is { } local && HeldCertificate.Read(local.GetRawCertData()).TryGet(out var held, out _) ? held : null);

    private static SslStreamCertificateContext Context(X509Certificate2 identity, ImmutableArray<X509Certificate2> chain) =>
        SslStreamCertificateContext.Create(identity, [.. chain], offline: true);

    /// <summary>The suites of the profile, strongest first; <c>null</c>, the machine's own, where .NET cannot choose (Windows).</summary>
    private static CipherSuitesPolicy? Suites(TlsProfile profile) => !OperatingSystem.IsLinux() ? null : new(profile switch
    {
        TlsProfile.Modified => Strict,
        _ => [.. Strict, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256],
    });

    private static readonly TlsCipherSuite[] Strict =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    /// <summary>For the chain that .NET builds before it asks us: nothing is downloaded and no store trusted.</summary>
    private static X509ChainPolicy NeverFetch() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };
}

/// <summary>Asks the trust decision and keeps what came and what was decided.</summary>
internal sealed class TrustWitness(TrustDecision? trust, string? host)
{
    /// <summary>The other side's certificates in order; empty when none came, or none was readable.</summary>
    public ImmutableArray<HeldCertificate> Presented { get; private set; } = [];

    /// <summary>Why it was refused; empty when it was not.</summary>
    public ImmutableArray<Problem> Why { get; private set; } = [];

    /// <summary>Whether one was required and none was shown.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>Whether the other side asked for ours; only seen when there is none.</summary>
    public bool WasAskedForOwn { get; private set; }

    /// <summary>Called once before the handshake and again when the other side asks: then its certificate is there.</summary>
    public X509Certificate NoneToShow(X509Certificate? remote)
    {
        WasAskedForOwn |= remote is not null;
        return null!;
    }

    public bool Judge(X509Certificate? leaf, X509Chain? chain)
    {
        if (leaf is null)
        {
            IsMissing = trust is not null;
            return !IsMissing;
        }

        var own = leaf.GetRawCertData();
        ImmutableArray<byte[]> presented =
        [
            own, .. chain?.ChainPolicy.ExtraStore.Select(extra => extra.RawData).Where(extra => !extra.AsSpan().SequenceEqual(own)) ?? [],
        ];
        Presented = [.. presented.Select(der => HeldCertificate.Read(der)).Where(read => read.IsGood).Select(read => read.Value)];
        Why = trust?.Invoke(presented, host) ?? [];
        return Why.IsEmpty;
    }
}

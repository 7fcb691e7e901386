using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Dicom;

namespace Provisioner.Network;

/// <summary>Where an image goes that someone stores with us.</summary>
internal interface IImageSink
{
    /// <summary>Begins an image. Throws what the disk throws.</summary>
    IIncomingImage Begin(IncomingImage image);
}

/// <summary>What is known of an image before its data set comes.</summary>
internal sealed record IncomingImage(string SopClass, string SopInstance, string TransferSyntax, AeTitle? From);

/// <summary>An image that is coming in; disposed without <see cref="Commit"/> nothing of it stays.</summary>
internal interface IIncomingImage : IDisposable
{
    void Append(ReadOnlySpan<byte> fragment);

    /// <summary>Durable on return.</summary>
    void Commit();
}

/// <summary>What a listener is.</summary>
internal sealed record ListenerOptions
{
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0: the system picks one.</summary>
    public int Port { get; init; }

    public required AcceptancePolicy Policy { get; init; }

    /// <summary>Our certificate with its key; <c>null</c>: without TLS.</summary>
    public X509Certificate2? Identity { get; init; }

    public ImmutableArray<X509Certificate2> IdentityChain { get; init; } = [];

    /// <summary>Judges the certificates of those who connect. <c>null</c>: none is asked for.</summary>
    public TrustDecision? Trust { get; init; }

    /// <summary>With <see cref="Trust"/>: whether those without a certificate are sent away.</summary>
    public bool RequireCertificate { get; init; } = true;

    public TlsProfile Profile { get; init; } = TlsProfile.Bcp195;

    /// <summary>The longest wait for a handshake, a whole PDU, or the next message.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Associations at once; one more is rejected as "local limit exceeded", twice as many are hung up on.</summary>
    public int MostAssociations { get; init; } = 64;

    /// <summary><c>null</c>: images are taken, counted and dropped, where the policy takes any.</summary>
    public IImageSink? Sink { get; init; }

    /// <summary>Told of each connection when it has ended. Called from any thread.</summary>
    public Action<Visit>? Report { get; init; }
}

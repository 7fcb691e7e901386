using System.Collections.Immutable;
using System.Net;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>One connection that came to a listener, from its beginning to its end.</summary>
internal sealed record Visit
{
    /// <summary>More are counted only.</summary>
    public const int MostNamed = 1000;

    public required IPEndPoint From { get; init; }

    /// <summary><c>null</c> without TLS or when the handshake did not come that far.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary><c>null</c> when no request came.</summary>
    public Pdu.AssociateRequest? Asked { get; init; }

    /// <summary>What was answered; <c>null</c> when nothing.</summary>
    public Pdu? Answered { get; init; }

    public int Echoes { get; init; }

    /// <summary>Images stored and acknowledged.</summary>
    public int StoredCount { get; init; }

    /// <summary>SOP instance UIDs of the first <see cref="MostNamed"/> of them.</summary>
    public ImmutableArray<string> Stored { get; init; } = [];

    /// <summary>Where it ended when it did not end well; <c>null</c> after a release.</summary>
    public Evidence? Failure { get; init; }
}

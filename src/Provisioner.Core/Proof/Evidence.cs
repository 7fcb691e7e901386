using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>What was observed when a stage failed. Facts of the wire, not yet a cause.</summary>
public abstract record Sign
{
    private Sign()
    {
    }

    /// <summary>The name has no address.</summary>
    public sealed record NameUnknown : Sign;

    /// <summary>No route to host or network.</summary>
    public sealed record Unreachable : Sign;

    /// <summary>The connection was refused.</summary>
    public sealed record Refused : Sign;

    /// <summary>Nothing came within the timeout.</summary>
    public sealed record TimedOut : Sign;

    /// <summary>The other side ended the connection in good order.</summary>
    public sealed record Closed : Sign;

    /// <summary>The connection was reset.</summary>
    public sealed record Reset : Sign;

    /// <summary>The other side sent a TLS alert (RFC 8446, 6).</summary>
    public sealed record Alert(int Number) : Sign;

    /// <summary>Our own TLS library refused what came.</summary>
    /// <param name="Reason">OpenSSL's reason, below 1000; 0 when not known.</param>
    public sealed record OurTls(int Reason) : Sign;

    /// <summary>The trust decision refused the other side's certificate.</summary>
    public sealed record NotTrusted(ImmutableArray<Problem> Why) : Sign;

    /// <summary>A service of .NET refuses to switch to TLS (<see cref="MessageFraming"/>).</summary>
    /// <param name="Name">The fault.</param>
    public sealed record UpgradeFault(string Name) : Sign;

    /// <summary>What came for a preamble is no answer to it.</summary>
    public sealed record NotFraming : Sign;

    /// <summary>Of one who calls us: no certificate was shown, and one is required.</summary>
    public sealed record NoCertificate : Sign;

    /// <summary>A-ASSOCIATE-RJ, received or, to one who calls us, sent.</summary>
    public sealed record Rejected(Rejection Why) : Sign;

    /// <summary>A-ABORT.</summary>
    public sealed record Aborted(AbortSource Source, AbortReason Reason) : Sign;

    /// <summary>What came is no PDU, or none that may come now.</summary>
    /// <param name="First">Its first bytes, within TLS.</param>
    public sealed record NotDicom(AbortReason Reason, ReadOnlyMemory<byte> First) : Sign;

    /// <summary>The class was not accepted in the association.</summary>
    /// <param name="SopClass">The class asked for.</param>
    /// <param name="TransferSyntax">The coding asked for.</param>
    /// <param name="Result">What was answered; <c>null</c> when nothing was for it.</param>
    public sealed record NoContext(string SopClass, string TransferSyntax, ContextResult? Result) : Sign;

    /// <summary>A response that is not plain success.</summary>
    /// <param name="Instance">The image's SOP instance UID; <c>null</c> for an echo.</param>
    public sealed record Answered(DimseStatus Status, string? Comment, string? Instance) : Sign;

    /// <summary>Our own certificate cannot be used with its key.</summary>
    public sealed record IdentityUnusable : Sign;

    /// <summary>The image to be sent cannot be.</summary>
    public sealed record ImageUnreadable(string File, string Reason) : Sign;

    /// <summary>All went well, and nobody asked for our certificate, or one was let in without.</summary>
    public sealed record LetInWithout : Sign;
}

/// <summary>A further try that settles an ambiguous sign.</summary>
public enum Probe
{
    /// <summary>An A-ASSOCIATE-RQ without TLS: what answers?</summary>
    Plain,

    /// <summary>A TLS handshake: does anything of TLS answer?</summary>
    Tls,

    /// <summary>The handshake alone again, with TLS 1.2 where that is taken: alerts are in clear, and what ends now was not ended
    /// by a request of ours.</summary>
    HandshakeAgain,

    /// <summary>An association that proposes common image classes: is any taken?</summary>
    OtherClasses,
}

/// <summary>What a probe saw.</summary>
/// <param name="Spoken">What the first bytes were.</param>
/// <param name="Alert">The TLS alert, if one came.</param>
/// <param name="Passed">Whether the probe's own aim was reached.</param>
public sealed record ProbeAnswer(Spoken Spoken, int? Alert, bool Passed);

/// <summary>All that is known of a failure, for <see cref="Diagnosis"/>.</summary>
public sealed record Evidence
{
    public required Endpoint Endpoint { get; init; }

    public required ProofStage Stage { get; init; }

    public required Sign Sign { get; init; }

    public AeTitles? Titles { get; init; }

    public bool UsedTls { get; init; }

    /// <summary>Address of the service of .NET that was asked to switch to TLS; <c>null</c>: TLS was spoken from the first byte.</summary>
    public string? Via { get; init; }

    /// <summary>The first bytes that came from the other side, beneath TLS; at most 16 KiB. Those of a switch to TLS are left out once it was made.</summary>
    public ReadOnlyMemory<byte> Received { get; init; }

    /// <summary>Our certificate as given, sent or not.</summary>
    public HeldCertificate? Own { get; init; }

    /// <summary>Whether it went over the wire.</summary>
    public bool OwnSent { get; init; }

    /// <summary>Whether the other side asked for a certificate, as far as the platform shows it.</summary>
    public bool OwnAsked { get; init; }

    /// <summary>The other side's and what came with it, in order; empty when none came.</summary>
    public ImmutableArray<HeldCertificate> Peer { get; init; } = [];

    public required DateTimeOffset Now { get; init; }

    /// <summary>Images stored before it failed.</summary>
    public int ImagesStored { get; init; }

    /// <summary>How long each wait was.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The probes made so far.</summary>
    public ImmutableDictionary<Probe, ProbeAnswer> Probes { get; init; } = ImmutableDictionary<Probe, ProbeAnswer>.Empty;
}

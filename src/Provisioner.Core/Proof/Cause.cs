using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>Where the fault lies. The word in JSON is the lower-case name.</summary>
public enum Side
{
    Us,
    Peer,
    Network,
}

/// <summary>Why a connection does not work: a closed list. One failure has one cause, and each cause one text
/// (<c>seen</c>, <c>remedy</c>, <c>say</c>) in the catalogue under its code.</summary>
public sealed record Cause
{
    public static readonly Cause NameNotResolved = new("name-not-resolved", Side.Network, "PROOF-001");
    public static readonly Cause HostUnreachable = new("host-unreachable", Side.Network, "PROOF-002");
    public static readonly Cause ConnectionRefused = new("connection-refused", Side.Peer, "PROOF-003");
    public static readonly Cause ConnectionTimedOut = new("connection-timed-out", Side.Network, "PROOF-004");
    public static readonly Cause PeerSilent = new("peer-silent", Side.Peer, "PROOF-005");
    public static readonly Cause PeerClosesAtOnce = new("peer-closes-at-once", Side.Peer, "PROOF-006");
    public static readonly Cause ConnectionLost = new("connection-lost", Side.Network, "PROOF-007");
    public static readonly Cause PeerSpeaksPlainDicom = new("peer-speaks-plain-dicom", Side.Peer, "PROOF-010");
    public static readonly Cause PeerSpeaksHttp = new("peer-speaks-http", Side.Us, "PROOF-011");
    public static readonly Cause PeerSpeaksTls = new("peer-speaks-tls", Side.Us, "PROOF-012");
    public static readonly Cause PeerSpeaksOther = new("peer-speaks-other", Side.Us, "PROOF-013");
    public static readonly Cause NoCommonVersion = new("no-common-version", Side.Peer, "PROOF-014");
    public static readonly Cause NoCommonSuite = new("no-common-suite", Side.Peer, "PROOF-015");
    public static readonly Cause TlsRefused = new("tls-refused", Side.Peer, "PROOF-016");
    public static readonly Cause UpgradeRefused = new("upgrade-refused", Side.Peer, "PROOF-017");
    public static readonly Cause EndpointNotServed = new("endpoint-not-served", Side.Us, "PROOF-018");
    public static readonly Cause FramingFault = new("framing-fault", Side.Peer, "PROOF-019");
    public static readonly Cause PeerSpeaksNoFraming = new("peer-speaks-no-framing", Side.Us, "PROOF-009");
    public static readonly Cause ClientCertificateMissing = new("client-certificate-missing", Side.Us, "PROOF-020");
    public static readonly Cause ClientCertificateNotSent = new("client-certificate-not-sent", Side.Us, "PROOF-021");
    public static readonly Cause ClientCertificateUnknownAuthority = new("client-certificate-unknown-authority", Side.Peer, "PROOF-022");
    public static readonly Cause ClientCertificateExpired = new("client-certificate-expired", Side.Us, "PROOF-023");
    public static readonly Cause ClientCertificateNotYetValid = new("client-certificate-not-yet-valid", Side.Us, "PROOF-024");
    public static readonly Cause ClientCertificateWrongUsage = new("client-certificate-wrong-usage", Side.Us, "PROOF-025");
    public static readonly Cause ClientCertificateRevoked = new("client-certificate-revoked", Side.Us, "PROOF-026");
    public static readonly Cause ClientCertificateRefused = new("client-certificate-refused", Side.Peer, "PROOF-027");
    public static readonly Cause ClientKeyTooSmall = new("client-key-too-small", Side.Us, "PROOF-028");
    public static readonly Cause ServerCertificateUnknownAuthority = new("server-certificate-unknown-authority", Side.Us, "PROOF-030");
    public static readonly Cause ServerRootNotTrusted = new("server-root-not-trusted", Side.Us, "PROOF-031");
    public static readonly Cause ServerCertificateExpired = new("server-certificate-expired", Side.Peer, "PROOF-032");
    public static readonly Cause ServerCertificateNotYetValid = new("server-certificate-not-yet-valid", Side.Peer, "PROOF-033");
    public static readonly Cause ServerNameDiffers = new("server-name-differs", Side.Peer, "PROOF-034");
    public static readonly Cause ServerCertificateWrongUsage = new("server-certificate-wrong-usage", Side.Peer, "PROOF-035");
    public static readonly Cause ServerKeyTooSmall = new("server-key-too-small", Side.Peer, "PROOF-036");
    public static readonly Cause ServerCertificateRevoked = new("server-certificate-revoked", Side.Peer, "PROOF-037");
    public static readonly Cause ServerCertificateSelfSigned = new("server-certificate-self-signed", Side.Peer, "PROOF-038");
    public static readonly Cause ServerCertificateNotAccepted = new("server-certificate-not-accepted", Side.Peer, "PROOF-039");
    public static readonly Cause ClockDiffers = new("clock-differs", Side.Peer, "PROOF-040");
    public static readonly Cause PeerAcceptsAnyone = new("peer-accepts-anyone", Side.Peer, "PROOF-041");
    public static readonly Cause CalledTitleUnknown = new("called-title-unknown", Side.Us, "PROOF-050");
    public static readonly Cause CallingTitleUnknown = new("calling-title-unknown", Side.Peer, "PROOF-051");
    public static readonly Cause CertificateAcceptedTitleUnknown = new("certificate-accepted-title-unknown", Side.Peer, "PROOF-052");
    public static readonly Cause AssociationRefused = new("association-refused", Side.Peer, "PROOF-053");
    public static readonly Cause AssociationRefusedForNow = new("association-refused-for-now", Side.Peer, "PROOF-054");
    public static readonly Cause AssociationRefusedProtocol = new("association-refused-protocol", Side.Peer, "PROOF-055");
    public static readonly Cause AssociationAborted = new("association-aborted", Side.Peer, "PROOF-056");
    public static readonly Cause NoContextForEcho = new("no-context-for-echo", Side.Peer, "PROOF-057");
    public static readonly Cause NoContextForImage = new("no-context-for-image", Side.Peer, "PROOF-058");
    public static readonly Cause EchoFailed = new("echo-failed", Side.Peer, "PROOF-059");
    public static readonly Cause StoreRefused = new("store-refused", Side.Peer, "PROOF-060");
    public static readonly Cause StoredWithWarning = new("stored-with-warning", Side.Peer, "PROOF-061");
    public static readonly Cause StoreNoRoom = new("store-no-room", Side.Peer, "PROOF-062");
    public static readonly Cause StoreNotAllowed = new("store-not-allowed", Side.Peer, "PROOF-063");
    public static readonly Cause ProtocolBroken = new("protocol-broken", Side.Peer, "PROOF-064");
    public static readonly Cause ImageUnreadable = new("image-unreadable", Side.Us, "PROOF-070");
    public static readonly Cause IdentityUnusable = new("identity-unusable", Side.Us, "PROOF-071");

    private Cause(string slug, Side side, string code) => (Slug, Side, Code) = (slug, side, code);

    /// <summary>All causes, in the order of the catalogue.</summary>
    public static ImmutableArray<Cause> All { get; } =
    [
        NameNotResolved,
        HostUnreachable,
        ConnectionRefused,
        ConnectionTimedOut,
        PeerSilent,
        PeerClosesAtOnce,
        ConnectionLost,
        PeerSpeaksPlainDicom,
        PeerSpeaksHttp,
        PeerSpeaksTls,
        PeerSpeaksOther,
        NoCommonVersion,
        NoCommonSuite,
        TlsRefused,
        UpgradeRefused,
        EndpointNotServed,
        FramingFault,
        PeerSpeaksNoFraming,
        ClientCertificateMissing,
        ClientCertificateNotSent,
        ClientCertificateUnknownAuthority,
        ClientCertificateExpired,
        ClientCertificateNotYetValid,
        ClientCertificateWrongUsage,
        ClientCertificateRevoked,
        ClientCertificateRefused,
        ClientKeyTooSmall,
        ServerCertificateUnknownAuthority,
        ServerRootNotTrusted,
        ServerCertificateExpired,
        ServerCertificateNotYetValid,
        ServerNameDiffers,
        ServerCertificateWrongUsage,
        ServerKeyTooSmall,
        ServerCertificateRevoked,
        ServerCertificateSelfSigned,
        ServerCertificateNotAccepted,
        ClockDiffers,
        PeerAcceptsAnyone,
        CalledTitleUnknown,
        CallingTitleUnknown,
        CertificateAcceptedTitleUnknown,
        AssociationRefused,
        AssociationRefusedForNow,
        AssociationRefusedProtocol,
        AssociationAborted,
        NoContextForEcho,
        NoContextForImage,
        EchoFailed,
        StoreRefused,
        StoredWithWarning,
        StoreNoRoom,
        StoreNotAllowed,
        ProtocolBroken,
        ImageUnreadable,
        IdentityUnusable,
    ];

    /// <summary>Stable, in JSON and the journal.</summary>
    public string Slug { get; }

    public Side Side { get; }

    /// <summary>Of the catalogue.</summary>
    public string Code { get; }

    /// <summary>Who must act.</summary>
    public Responsible Who => Catalogue.English.Responsible(Code);

    public Problem ToProblem(params ReadOnlySpan<(string Name, string Value)> values) => Problem.Of(Code, values);

    public override string ToString() => Slug;
}

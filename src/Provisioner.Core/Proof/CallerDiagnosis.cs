using System.Collections.Immutable;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>The other direction: names the cause when someone who calls us fails. The causes are the same; the sides are
/// seen from here.</summary>
public static class CallerDiagnosis
{
    private static readonly ImmutableHashSet<Cause> Ours =
    [
        Cause.ServerCertificateExpired, Cause.ServerCertificateWrongUsage, Cause.ServerCertificateRevoked, Cause.ServerCertificateNotAccepted,
        Cause.StoreNoRoom, Cause.AssociationRefusedForNow,
    ];

    /// <summary>The cause; <c>null</c> when the caller hung up without a word, as one who only looks whether the port is open.</summary>
    public static Cause? Of(Evidence seen) => seen.Sign switch
    {
        Sign.NoCertificate => Cause.ClientCertificateMissing,
        Sign.NotTrusted refused => OfTrust(refused.Why),
        Sign.Rejected rejected => OfRejection(rejected.Why),
        Sign.Aborted => Cause.AssociationAborted,
        Sign.Answered => Cause.StoreNoRoom,
        Sign.Alert alert => OfAlert(alert.Number),
        _ when seen.Received.IsEmpty => seen.Sign is Sign.TimedOut ? Cause.PeerSilent : null,
        Sign.OurTls tls => OfOurTls(tls.Reason, seen),
        Sign.NotDicom => OfBytes(seen),
        Sign.TimedOut => Cause.PeerSilent,
        _ => seen.Stage == ProofStage.Tls ? OfHandshake(seen) : Cause.ConnectionLost,
    };

    /// <summary>Where the fault lies, seen from here.</summary>
    public static Side SideOf(Cause cause) =>
        cause.Side == Side.Network ? Side.Network
        : Ours.Contains(cause) ? Side.Us
        : Side.Peer;

    /// <summary>What the test peer says of it.</summary>
    public static string Heard(Cause cause, Evidence seen) =>
        Catalogue.English.Fill(cause.Code, "heard", Diagnosis.ToProblem(cause, seen with { Own = seen.Peer.FirstOrDefault() }).Values);

    private static Cause OfTrust(ImmutableArray<Problem> why)
    {
        var codes = why.Select(problem => problem.Code).ToHashSet();
        return codes.Overlaps(["CERT-150", "CERT-155", "CERT-156"]) ? Cause.ClientCertificateUnknownAuthority
            : codes.Contains("CERT-165") ? Cause.ClientCertificateRevoked
            : codes.Contains("CERT-103") ? Cause.ClientCertificateExpired
            : codes.Contains("CERT-104") ? Cause.ClientCertificateNotYetValid
            : codes.Contains("CERT-153") ? Cause.ClientCertificateWrongUsage
            : codes.Contains("CERT-158") ? Cause.ClientKeyTooSmall
            : Cause.ClientCertificateRefused;
    }

    private static Cause OfRejection(Rejection why) =>
        why == Rejection.CalledTitleUnknown ? Cause.CalledTitleUnknown
        : why == Rejection.CallingTitleUnknown ? Cause.CallingTitleUnknown
        : why.IsTransient ? Cause.AssociationRefusedForNow
        : Cause.AssociationRefusedProtocol;

    /// <summary>What the caller says of our certificate.</summary>
    private static Cause OfAlert(int alert) => alert switch
    {
        40 or 71 => Cause.NoCommonSuite,
        42 or 46 => Cause.ServerCertificateNotAccepted,
        43 => Cause.ServerCertificateWrongUsage,
        44 => Cause.ServerCertificateRevoked,
        45 => Cause.ServerCertificateExpired,
        48 => Cause.ServerCertificateUnknownAuthority,
        70 => Cause.NoCommonVersion,
        _ => Cause.TlsRefused,
    };

    private static Cause OfOurTls(int reason, Evidence seen) => SpokenBytes.Of(seen.Received.Span) != Spoken.Tls ? OfBytes(seen) : reason switch
    {
        OpenSsl.UnsupportedProtocol or OpenSsl.VersionTooLow or OpenSsl.WrongVersionNumber => Cause.NoCommonVersion,
        OpenSsl.NoSharedCipher => Cause.NoCommonSuite,
        OpenSsl.NoPeerCertificate => Cause.ClientCertificateMissing,
        OpenSsl.EndKeyTooSmall => Cause.ClientKeyTooSmall,
        _ => Cause.TlsRefused,
    };

    /// <summary>It spoke TLS, saw our certificate, and went without an alert.</summary>
    private static Cause OfHandshake(Evidence seen) =>
        SpokenBytes.Of(seen.Received.Span) == Spoken.Tls ? Cause.ServerCertificateNotAccepted : OfBytes(seen);

    private static Cause OfBytes(Evidence seen) => (SpokenBytes.Of(seen.Received.Span), seen.UsedTls) switch
    {
        (Spoken.Http, _) => Cause.PeerSpeaksHttp,
        (Spoken.Dicom, true) => Cause.PeerSpeaksPlainDicom,
        (Spoken.Tls, false) => Cause.PeerSpeaksTls,
        (Spoken.Dicom, false) or (Spoken.Tls, true) => Cause.ProtocolBroken,
        _ => Cause.PeerSpeaksOther,
    };
}

using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>A cause, or the probe that must be made before one can be named.</summary>
public abstract record Finding
{
    private Finding()
    {
    }

    public sealed record Settled(Cause Cause) : Finding;

    public sealed record Ask(Probe Probe) : Finding;

    public static implicit operator Finding(Cause cause) => new Settled(cause);

    public static implicit operator Finding(Probe probe) => new Ask(probe);
}

/// <summary>Names the one cause of a failure from what was seen. Pure, so that every row is tested without a network.</summary>
public static class Diagnosis
{
    /// <summary>A certificate younger than this that is said to be not yet valid means that a clock is behind.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromDays(2);

    private const int SmallestRsa = 2048;

    private static readonly ImmutableArray<string> Fields = ["seen", "remedy", "say", "heard"];

    public static Finding Of(Evidence seen) => seen.Sign switch
    {
        Sign.NameUnknown => Cause.NameNotResolved,
        Sign.Unreachable => Cause.HostUnreachable,
        Sign.Refused => Cause.ConnectionRefused,
        Sign.NotTrusted refused => TrustFaults.CauseOf(refused.Why, seen),
        Sign.IdentityUnusable => Cause.IdentityUnusable,
        Sign.UpgradeFault { Name: MessageFraming.UpgradeInvalid } => Cause.UpgradeRefused,
        Sign.UpgradeFault { Name: MessageFraming.EndpointNotFound } => Cause.EndpointNotServed,
        Sign.UpgradeFault => Cause.FramingFault,
        Sign.NotFraming => Cause.PeerSpeaksNoFraming,
        Sign.NoCertificate => Cause.ClientCertificateMissing,
        Sign.ImageUnreadable => Cause.ImageUnreadable,
        Sign.LetInWithout => Cause.PeerAcceptsAnyone,
        Sign.Rejected rejected => OfRejection(rejected.Why, seen),
        Sign.Answered answered => OfStatus(answered.Status, seen.Stage),
        Sign.NoContext when seen.Stage == ProofStage.Store => OfMissingClass(seen),
        Sign.NoContext => Cause.NoContextForEcho,
        Sign.Aborted { Source: AbortSource.User } when seen is { Stage: ProofStage.Store, ImagesStored: 0 } => Cause.StoreNotAllowed,
        Sign.Aborted => Cause.AssociationAborted,
        Sign.NotDicom { First: var first } when SpokenBytes.Of(first.Span) == Spoken.Http => Cause.PeerSpeaksHttp,
        Sign.Alert alert => OfAlert(alert.Number, seen),
        Sign.OurTls { Reason: OpenSsl.EndKeyTooSmall } when IsSmall(seen.Own) => Cause.ClientKeyTooSmall,
        _ => seen.Stage switch
        {
            ProofStage.Resolve => Cause.NameNotResolved,
            ProofStage.Connect => seen.Sign is Sign.TimedOut ? Cause.ConnectionTimedOut : Cause.PeerClosesAtOnce,
            ProofStage.Tls => OfHandshake(seen),
            ProofStage.Associate => OfAssociation(seen),
            _ => OfLater(seen),
        },
    };

    /// <summary>The cause as a problem with the values that its texts name, and no others.</summary>
    public static Problem ToProblem(Cause cause, Evidence seen)
    {
        var texts = string.Concat(Fields.Select(field => Catalogue.English.Find(cause.Code, field)));
        return cause.ToProblem([.. EvidenceWords.Of(cause, seen).Where(value => texts.Contains($"{{{value.Name}}}", StringComparison.Ordinal))]);
    }

    private static Finding OfHandshake(Evidence seen)
    {
        var wire = TlsRecords.Read(seen.Received.Span);
        return wire.Alert is { } alert ? OfAlert(alert, seen)
            : SpokenBytes.Of(seen.Received.Span) switch
            {
                Spoken.Http => Cause.PeerSpeaksHttp,
                Spoken.Dicom => Cause.PeerSpeaksPlainDicom,
                Spoken.Tls => OfBrokenHandshake(seen),
                Spoken.Other => WithoutTls(seen, seen.Via is null ? Cause.PeerSpeaksOther : Cause.PeerSpeaksNoFraming),
                _ => WithoutTls(seen, seen.Sign is Sign.TimedOut ? Cause.PeerSilent : Cause.PeerClosesAtOnce),
            };
    }

    /// <summary>TLS did not work: what answers to plain DICOM there?</summary>
    private static Finding WithoutTls(Evidence seen, Cause otherwise) => seen.Via is not null ? otherwise
        : !seen.Probes.TryGetValue(Probe.Plain, out var plain) ? Probe.Plain
        : plain.Spoken switch
        {
            Spoken.Dicom => Cause.PeerSpeaksPlainDicom,
            Spoken.Http => Cause.PeerSpeaksHttp,
            Spoken.Other => Cause.PeerSpeaksOther,
            _ => otherwise,
        };

    private static Finding OfBrokenHandshake(Evidence seen) => seen.Sign switch
    {
        Sign.OurTls { Reason: OpenSsl.UnsupportedProtocol or OpenSsl.VersionTooLow or OpenSsl.WrongVersionNumber } => Cause.NoCommonVersion,
        Sign.OurTls { Reason: OpenSsl.DhKeyTooSmall or OpenSsl.EndKeyTooSmall or OpenSsl.AuthorityKeyTooSmall } => Cause.ServerKeyTooSmall,
        Sign.TimedOut => Cause.PeerSilent,
        Sign.OurTls => Cause.TlsRefused,
        _ => Hidden(seen, Cause.ConnectionLost),
    };

    private static Finding OfAssociation(Evidence seen) => (seen.Sign, seen.UsedTls) switch
    {
        (Sign.NotDicom, true) => Cause.ProtocolBroken,
        (Sign.TimedOut, true) => Cause.PeerSilent,
        (_, true) => Hidden(seen, Cause.PeerClosesAtOnce),
        _ => SpokenBytes.Of(seen.Received.Span) switch
        {
            Spoken.Http => Cause.PeerSpeaksHttp,
            Spoken.Tls => Cause.PeerSpeaksTls,
            Spoken.Dicom => OfLater(seen),
            Spoken.Other => Cause.PeerSpeaksOther,
            _ => !seen.Probes.TryGetValue(Probe.Tls, out var tls) ? Probe.Tls
                : tls.Spoken == Spoken.Tls ? Cause.PeerSpeaksTls
                : seen.Sign is Sign.TimedOut ? Cause.PeerSilent
                : Cause.PeerClosesAtOnce,
        },
    };

    /// <summary>TLS was agreed on and then the line was cut: an alert may have been hidden or lost, or was never sent (.NET on
    /// Linux hangs up on a certificate that it refuses).</summary>
    private static Finding Hidden(Evidence seen, Cause otherwise) =>
        !seen.Probes.TryGetValue(Probe.HandshakeAgain, out var again) ? Probe.HandshakeAgain
        : again.Alert is { } alert ? OfAlert(alert, seen)
        : again.Passed || !seen.OwnAsked ? otherwise
        : seen.OwnSent ? Cause.ClientCertificateRefused
        : Missing(seen);

    private static Cause Missing(Evidence seen) => seen.Own is null ? Cause.ClientCertificateMissing : Cause.ClientCertificateNotSent;

    private static Finding OfLater(Evidence seen) => seen.Sign switch
    {
        Sign.TimedOut => Cause.PeerSilent,
        Sign.NotDicom => Cause.ProtocolBroken,
        _ => Cause.ConnectionLost,
    };

    /// <summary>RFC 8446, 6.2, as OpenSSL gives them to certificates' faults.</summary>
    private static Cause OfAlert(int alert, Evidence seen)
    {
        var missing = Missing(seen);
        return alert switch
        {
            116 => missing,
            40 when TlsRecords.Read(seen.Received.Span) is { CertificateRequested: true } => seen.OwnSent ? Cause.ClientCertificateRefused : missing,
            40 or 71 => Cause.NoCommonSuite,
            42 when !seen.OwnSent => missing,
            42 => OfBadCertificate(seen),
            43 => Cause.ClientCertificateWrongUsage,
            44 => Cause.ClientCertificateRevoked,
            45 => seen.Own is { } own && own.NotAfter >= seen.Now ? Cause.ClockDiffers : Cause.ClientCertificateExpired,
            46 or 49 => seen.OwnSent ? Cause.ClientCertificateRefused : missing,
            48 => Cause.ClientCertificateUnknownAuthority,
            51 => Cause.IdentityUnusable,
            70 => Cause.NoCommonVersion,
            _ => Cause.TlsRefused,
        };
    }

    private static Cause OfBadCertificate(Evidence seen) =>
        seen.Own is not { } own ? Cause.ClientCertificateRefused
        : own.NotBefore > seen.Now ? Cause.ClientCertificateNotYetValid
        : IsSmall(own) ? Cause.ClientKeyTooSmall
        : seen.Now - own.NotBefore < Young ? Cause.ClockDiffers
        : Cause.ClientCertificateRefused;

    private static bool IsSmall(HeldCertificate? certificate) =>
        certificate?.Key is { Algorithm: KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss, Bits: < SmallestRsa };

    private static Cause OfRejection(Rejection why, Evidence seen) => why switch
    {
        { IsTransient: true } or { Source: 3 } => Cause.AssociationRefusedForNow,
        { Source: 1, Reason: 7 } => Cause.CalledTitleUnknown,
        { Source: 1, Reason: 3 } => seen.OwnSent ? Cause.CertificateAcceptedTitleUnknown : Cause.CallingTitleUnknown,
        { Source: 1 or 2, Reason: 2 } => Cause.AssociationRefusedProtocol,
        _ => Cause.AssociationRefused,
    };

    private static Cause OfStatus(DimseStatus status, ProofStage stage) =>
        stage == ProofStage.Echo ? Cause.EchoFailed
        : status.IsWarning ? Cause.StoredWithWarning
        : status.IsOutOfResources ? Cause.StoreNoRoom
        : status.Code == 0x0124 ? Cause.StoreNotAllowed
        : Cause.StoreRefused;

    /// <summary>The coding alone was refused, or the class: then whether any class is taken tells a right from a class.</summary>
    private static Finding OfMissingClass(Evidence seen) =>
        seen.Sign is Sign.NoContext { Result: ContextResult.TransferSyntaxesNotSupported } ? Cause.NoContextForImage
        : !seen.Probes.TryGetValue(Probe.OtherClasses, out var others) ? Probe.OtherClasses
        : others.Passed ? Cause.NoContextForImage
        : Cause.StoreNotAllowed;
}

/// <summary>OpenSSL's reasons for its own refusals (sslerr.h), as they appear in .NET's innermost error.</summary>
internal static class OpenSsl
{
    public const int WrongVersionNumber = 267, UnsupportedProtocol = 258, VersionTooLow = 396;
    public const int NoSharedCipher = 193, NoPeerCertificate = 199, DhKeyTooSmall = 394, EndKeyTooSmall = 399, AuthorityKeyTooSmall = 397;
}

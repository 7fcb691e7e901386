using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Proof;

/// <summary>Signs to causes, without a network: what a real peer shows stands in Network/.</summary>
public sealed class DiagnosisTests
{
    private static readonly HeldCertificate Own = Made.Leaf(null).Held;

    private static readonly byte[] Tls12Asks = [22, 3, 3, 0, 50, 2, 0, 0, 38, 3, 3, .. new byte[32], 0, 0xC0, 0x2F, 0, 13, 0, 0, 4, 1, 1, 0, 0];

    private static readonly byte[] TlsAny = [22, 3, 3, 0, 1, 0];

    private static readonly byte[] Http = "HTTP/1.1 400 Bad Request"u8.ToArray();

    private static readonly byte[] Dicom = [7, 0, 0, 0, 0, 4, 0, 0, 0, 0];

    private static readonly Evidence Base = new()
    {
        Endpoint = Endpoint.Loopback(104),
        Stage = ProofStage.Tls,
        Sign = new Sign.Closed(),
        Titles = new(AeTitle.Check("MR2").Value, AeTitle.Check("PACS").Value),
        UsedTls = true,
        Own = Own,
        OwnSent = true,
        OwnAsked = true,
        Received = TlsAny,
        Now = Made.Now,
        Timeout = TimeSpan.FromSeconds(10),
    };

    public static readonly TheoryData<string, string> Rows = [];

    private static readonly Dictionary<string, (Evidence Seen, Cause Expected)> Table = new()
    {
        ["name"] = (At(ProofStage.Resolve, new Sign.NameUnknown()), Cause.NameNotResolved),
        ["name, no answer"] = (At(ProofStage.Resolve, new Sign.TimedOut()), Cause.NameNotResolved),
        ["no route"] = (At(ProofStage.Connect, new Sign.Unreachable()), Cause.HostUnreachable),
        ["refused"] = (At(ProofStage.Connect, new Sign.Refused()), Cause.ConnectionRefused),
        ["filtered"] = (At(ProofStage.Connect, new Sign.TimedOut()), Cause.ConnectionTimedOut),
        ["identity"] = (Alerted(51), Cause.IdentityUnusable),
        ["alert 116, none given"] = (Alerted(116) with { Own = null, OwnSent = false }, Cause.ClientCertificateMissing),
        ["alert 116, given and not sent"] = (Alerted(116) with { OwnSent = false }, Cause.ClientCertificateNotSent),
        ["alert 40, asked, none given"] = (Alerted(40) with { Received = Tls12Asks, Own = null, OwnSent = false }, Cause.ClientCertificateMissing),
        ["alert 40, asked, sent"] = (Alerted(40) with { Received = Tls12Asks }, Cause.ClientCertificateRefused),
        ["alert 40, not asked"] = (Alerted(40), Cause.NoCommonSuite),
        ["alert 71"] = (Alerted(71), Cause.NoCommonSuite),
        ["alert 42, later valid"] = (Alerted(42) with { Now = Own.NotBefore.AddSeconds(-1) }, Cause.ClientCertificateNotYetValid),
        ["alert 42, young"] = (Alerted(42) with { Now = Own.NotBefore.AddDays(1) }, Cause.ClockDiffers),
        ["alert 42, young, at the bound"] = (Alerted(42) with { Now = Own.NotBefore + Diagnosis.Young }, Cause.ClientCertificateRefused),
        ["alert 42, young, below the bound"] = (Alerted(42) with { Now = (Own.NotBefore + Diagnosis.Young).AddSeconds(-1) }, Cause.ClockDiffers),
        ["alert 42, none sent"] = (Alerted(42) with { Own = null, OwnSent = false }, Cause.ClientCertificateMissing),
        ["alert 43"] = (Alerted(43), Cause.ClientCertificateWrongUsage),
        ["alert 44"] = (Alerted(44), Cause.ClientCertificateRevoked),
        ["alert 45, over"] = (Alerted(45) with { Now = Own.NotAfter.AddSeconds(1) }, Cause.ClientCertificateExpired),
        ["alert 45, last second"] = (Alerted(45) with { Now = Own.NotAfter }, Cause.ClockDiffers),
        ["alert 46"] = (Alerted(46), Cause.ClientCertificateRefused),
        ["alert 48"] = (Alerted(48), Cause.ClientCertificateUnknownAuthority),
        ["alert 49, none sent"] = (Alerted(49) with { Own = null, OwnSent = false }, Cause.ClientCertificateMissing),
        ["alert 70"] = (Alerted(70), Cause.NoCommonVersion),
        ["alert 80"] = (Alerted(80), Cause.TlsRefused),
        ["alert 48 in clear, hidden by the platform"] = (Base with { Received = new byte[] { 21, 3, 3, 0, 2, 2, 48 } }, Cause.ClientCertificateUnknownAuthority),
        ["alert after the handshake"] = (Alerted(45) with { Stage = ProofStage.Associate, Now = Own.NotAfter.AddDays(1) }, Cause.ClientCertificateExpired),
        ["our library: version"] = (At(ProofStage.Tls, new Sign.OurTls(258)), Cause.NoCommonVersion),
        ["our library: their key"] = (At(ProofStage.Tls, new Sign.OurTls(394)), Cause.ServerKeyTooSmall),
        ["our library: anything"] = (At(ProofStage.Tls, new Sign.OurTls(0)), Cause.TlsRefused),
        ["a service of .NET without TLS"] = (Framed(new Sign.UpgradeFault("UpgradeInvalid")), Cause.UpgradeRefused),
        ["a service of .NET, another endpoint"] = (Framed(new Sign.UpgradeFault("EndpointNotFound")), Cause.EndpointNotServed),
        ["a service of .NET, busy"] = (Framed(new Sign.UpgradeFault("ServerTooBusy")), Cause.FramingFault),
        ["no service of .NET"] = (Framed(new Sign.NotFraming()) with { Received = Http }, Cause.PeerSpeaksNoFraming),
        ["a service of .NET that hangs up"] = (Framed(new Sign.Closed()), Cause.PeerClosesAtOnce),
        ["a service of .NET that is silent"] = (Framed(new Sign.TimedOut()), Cause.PeerSilent),
        ["TLS to HTTP"] = (At(ProofStage.Tls, new Sign.OurTls(0)) with { Received = Http }, Cause.PeerSpeaksHttp),
        ["TLS to plain, answered"] = (At(ProofStage.Tls, new Sign.OurTls(267)) with { Received = Dicom }, Cause.PeerSpeaksPlainDicom),
        ["TLS to plain, reset"] = (Probed(Silent(new Sign.Reset()), Probe.Plain, new(Spoken.Dicom, null, true)), Cause.PeerSpeaksPlainDicom),
        ["TLS to plain, silent"] = (Probed(Silent(new Sign.TimedOut()), Probe.Plain, new(Spoken.Dicom, null, false)), Cause.PeerSpeaksPlainDicom),
        ["TLS to HTTP, reset"] = (Probed(Silent(new Sign.Reset()), Probe.Plain, new(Spoken.Http, null, false)), Cause.PeerSpeaksHttp),
        ["TLS to something"] = (Probed(Silent(new Sign.Reset()), Probe.Plain, new(Spoken.Other, null, false)), Cause.PeerSpeaksOther),
        ["closes at once"] = (Probed(Silent(new Sign.Closed()), Probe.Plain, new(Spoken.Nothing, null, false)), Cause.PeerClosesAtOnce),
        ["silent"] = (Probed(Silent(new Sign.TimedOut()), Probe.Plain, new(Spoken.Nothing, null, false)), Cause.PeerSilent),
        ["cut in the handshake, alert seen again"] = (Probed(At(ProofStage.Tls, new Sign.Reset()), Probe.HandshakeAgain, new(Spoken.Tls, 48, false)), Cause.ClientCertificateUnknownAuthority),
        ["cut in the handshake, passes again"] = (Probed(At(ProofStage.Tls, new Sign.Reset()), Probe.HandshakeAgain, new(Spoken.Tls, null, true)), Cause.ConnectionLost),
        ["hangs up on our certificate"] = (Probed(At(ProofStage.Associate, new Sign.Closed()), Probe.HandshakeAgain, new(Spoken.Tls, null, false)), Cause.ClientCertificateRefused),
        ["hangs up without one"] = (Probed(At(ProofStage.Associate, new Sign.Closed()), Probe.HandshakeAgain, new(Spoken.Tls, null, false)) with { Own = null, OwnSent = false }, Cause.ClientCertificateMissing),
        ["hangs up, not asked"] = (Probed(At(ProofStage.Associate, new Sign.Closed()), Probe.HandshakeAgain, new(Spoken.Tls, null, false)) with { OwnAsked = false }, Cause.PeerClosesAtOnce),
        ["hangs up on the association only"] = (Probed(At(ProofStage.Associate, new Sign.Reset()), Probe.HandshakeAgain, new(Spoken.Tls, null, true)), Cause.PeerClosesAtOnce),
        ["silent after TLS"] = (At(ProofStage.Associate, new Sign.TimedOut()), Cause.PeerSilent),
        ["HTTP within TLS"] = (At(ProofStage.Associate, new Sign.NotDicom(AbortReason.UnrecognizedPdu, Http)), Cause.PeerSpeaksHttp),
        ["broken DICOM within TLS"] = (At(ProofStage.Associate, new Sign.NotDicom(AbortReason.InvalidParameter, Dicom)), Cause.ProtocolBroken),
        ["plain to TLS"] = (Probed(Plain(new Sign.Reset()), Probe.Tls, new(Spoken.Tls, null, true)), Cause.PeerSpeaksTls),
        ["plain to TLS, alert"] = (Plain(new Sign.NotDicom(AbortReason.UnrecognizedPdu, default)) with { Received = TlsAny }, Cause.PeerSpeaksTls),
        ["plain, closes at once"] = (Probed(Plain(new Sign.Closed()), Probe.Tls, new(Spoken.Nothing, null, false)), Cause.PeerClosesAtOnce),
        ["plain, silent"] = (Probed(Plain(new Sign.TimedOut()), Probe.Tls, new(Spoken.Nothing, null, false)), Cause.PeerSilent),
        ["plain to HTTP"] = (Plain(new Sign.NotDicom(AbortReason.UnrecognizedPdu, Http)) with { Received = Http }, Cause.PeerSpeaksHttp),
        ["rejected 1/1/7"] = (At(ProofStage.Associate, new Sign.Rejected(Rejection.CalledTitleUnknown)), Cause.CalledTitleUnknown),
        ["rejected 1/1/3 with a certificate"] = (At(ProofStage.Associate, new Sign.Rejected(Rejection.CallingTitleUnknown)), Cause.CertificateAcceptedTitleUnknown),
        ["rejected 1/1/3 without"] = (At(ProofStage.Associate, new Sign.Rejected(Rejection.CallingTitleUnknown)) with { OwnSent = false }, Cause.CallingTitleUnknown),
        ["rejected 1/1/1"] = (At(ProofStage.Associate, new Sign.Rejected(Rejection.NoReason)), Cause.AssociationRefused),
        ["rejected 1/1/2"] = (At(ProofStage.Associate, new Sign.Rejected(Rejection.ApplicationContextNotSupported)), Cause.AssociationRefusedProtocol),
        ["rejected 1/2/2"] = (At(ProofStage.Associate, new Sign.Rejected(Rejection.ProtocolVersionNotSupported)), Cause.AssociationRefusedProtocol),
        ["rejected 1/2/1"] = (At(ProofStage.Associate, new Sign.Rejected(new(1, 2, 1))), Cause.AssociationRefused),
        ["rejected 2/3/2"] = (At(ProofStage.Associate, new Sign.Rejected(Rejection.LocalLimitExceeded)), Cause.AssociationRefusedForNow),
        ["rejected 2/1/1"] = (At(ProofStage.Associate, new Sign.Rejected(new(2, 1, 1))), Cause.AssociationRefusedForNow),
        ["aborted"] = (At(ProofStage.Associate, new Sign.Aborted(AbortSource.Provider, AbortReason.NotSpecified)), Cause.AssociationAborted),
        ["no echo"] = (At(ProofStage.Echo, new Sign.NoContext(Uids.Verification, Uids.ImplicitLittle, null)), Cause.NoContextForEcho),
        ["echo fails"] = (At(ProofStage.Echo, new Sign.Answered(new(0x0110), null, null)), Cause.EchoFailed),
        ["lost in the echo"] = (At(ProofStage.Echo, new Sign.Reset()), Cause.ConnectionLost),
        ["silent in the echo"] = (At(ProofStage.Echo, new Sign.TimedOut()), Cause.PeerSilent),
        ["coding not taken"] = (NoClass(ContextResult.TransferSyntaxesNotSupported), Cause.NoContextForImage),
        ["class not taken, another is"] = (Probed(NoClass(ContextResult.AbstractSyntaxNotSupported), Probe.OtherClasses, new(Spoken.Tls, null, true)), Cause.NoContextForImage),
        ["no class taken"] = (Probed(NoClass(ContextResult.UserRejected), Probe.OtherClasses, new(Spoken.Tls, null, false)), Cause.StoreNotAllowed),
        ["aborts the first image"] = (At(ProofStage.Store, new Sign.Aborted(AbortSource.User, AbortReason.NotSpecified)), Cause.StoreNotAllowed),
        ["aborts the second image"] = (At(ProofStage.Store, new Sign.Aborted(AbortSource.User, AbortReason.NotSpecified)) with { ImagesStored = 1 }, Cause.AssociationAborted),
        ["provider aborts an image"] = (At(ProofStage.Store, new Sign.Aborted(AbortSource.Provider, AbortReason.NotSpecified)), Cause.AssociationAborted),
        ["store refused"] = (At(ProofStage.Store, new Sign.Answered(new(0xC000), "why", "1.2")), Cause.StoreRefused),
        ["store not authorized"] = (At(ProofStage.Store, new Sign.Answered(new(0x0124), null, "1.2")), Cause.StoreNotAllowed),
        ["no room"] = (At(ProofStage.Store, new Sign.Answered(new(0xA701), null, "1.2")), Cause.StoreNoRoom),
        ["warning"] = (At(ProofStage.Store, new Sign.Answered(new(0xB007), null, "1.2")), Cause.StoredWithWarning),
        ["image"] = (At(ProofStage.Store, new Sign.ImageUnreadable("x.dcm", "gone")), Cause.ImageUnreadable),
        ["let in without"] = (At(ProofStage.Release, new Sign.LetInWithout()), Cause.PeerAcceptsAnyone),
        ["not trusted: missing"] = (NotTrusted("CERT-150"), Cause.ServerCertificateUnknownAuthority),
        ["not trusted: other key"] = (NotTrusted("CERT-155"), Cause.ServerCertificateUnknownAuthority),
        ["not trusted: other root"] = (NotTrusted("CERT-156"), Cause.ServerRootNotTrusted),
        ["not trusted: other root and old"] = (NotTrusted("CERT-103", "CERT-156"), Cause.ServerRootNotTrusted),
        ["not trusted: self-signed"] = (NotTrusted("CERT-156") with { Peer = [Own] }, Cause.ServerCertificateSelfSigned),
        ["not trusted: over"] = (NotTrusted("CERT-103") with { Peer = [Own], Now = Own.NotAfter.AddDays(1) }, Cause.ServerCertificateExpired),
        ["not trusted: not yet"] = (NotTrusted("CERT-104") with { Peer = [Own], Now = Own.NotBefore.AddDays(-1) }, Cause.ServerCertificateNotYetValid),
        ["not trusted: an authority's dates"] = (NotTrusted("CERT-103") with { Peer = [Own] }, Cause.ServerCertificateNotAccepted),
        ["not trusted: usage"] = (NotTrusted("CERT-153"), Cause.ServerCertificateWrongUsage),
        ["not trusted: weak"] = (NotTrusted("CERT-158"), Cause.ServerKeyTooSmall),
        ["not trusted: name"] = (NotTrusted("CERT-161"), Cause.ServerNameDiffers),
        ["not trusted: revoked"] = (NotTrusted("CERT-165"), Cause.ServerCertificateRevoked),
        ["not trusted: something"] = (NotTrusted("CERT-157"), Cause.ServerCertificateNotAccepted),
        ["not trusted: a decision of another kind"] = (NotTrusted("PROOF-034"), Cause.ServerNameDiffers),
    };

    static DiagnosisTests()
    {
        foreach (var row in Table.Keys)
        {
            Rows.Add(row, Table[row].Expected.Slug);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void A_sign_has_one_cause(string row, string expected) => Assert.Equal(expected, (Diagnosis.Of(Table[row].Seen) as Finding.Settled)?.Cause.Slug);

    [Fact]
    public void Every_cause_is_reached() =>
        Assert.Empty(Cause.All.Except(Table.Values.Select(row => row.Expected)).Except([Cause.ClientKeyTooSmall]));

    [Fact]
    public void A_texts_values_are_all_filled_in_and_none_is_left_over() => Assert.All(Table.Values, row =>
    {
        var problem = Diagnosis.ToProblem(row.Expected, row.Seen);
        var say = Catalogue.English.Fill(problem.Code, "say", problem.Values);
        Assert.DoesNotContain('{', problem.Seen + problem.Remedy + say);
    });

    [Theory]
    [InlineData("reset in the handshake", ProofStage.Tls, false, Probe.Plain)]
    [InlineData("reset after hello", ProofStage.Tls, true, Probe.HandshakeAgain)]
    [InlineData("reset after the handshake", ProofStage.Associate, true, Probe.HandshakeAgain)]
    public void An_ambiguous_sign_asks_for_a_probe(string row, ProofStage stage, bool received, Probe expected) =>
        Assert.True(
            Diagnosis.Of(Base with { Stage = stage, Sign = new Sign.Reset(), Received = received ? TlsAny : ReadOnlyMemory<byte>.Empty }) is Finding.Ask { Probe: var probe } && probe == expected,
            row);

    [Fact]
    public void No_path_asks_for_the_same_probe_twice() => Assert.All(
        from stage in Enum.GetValues<ProofStage>()
        from sign in new Sign[] { new Sign.Reset(), new Sign.Closed(), new Sign.TimedOut(), new Sign.OurTls(0), new Sign.NoContext(Uids.CtImage, Uids.ImplicitLittle, null) }
        from tls in new[] { true, false }
        from received in new[] { [], TlsAny, Http, Dicom }
        select Base with { Stage = stage, Sign = sign, UsedTls = tls, Received = received },
        seen =>
        {
            while (Diagnosis.Of(seen) is Finding.Ask { Probe: var probe })
            {
                Assert.DoesNotContain(probe, seen.Probes.Keys);
                seen = Probed(seen, probe, new(Spoken.Nothing, null, false));
            }
        });

    private static Evidence At(ProofStage stage, Sign sign) => Base with { Stage = stage, Sign = sign };

    private static Evidence Alerted(int alert) => At(ProofStage.Tls, new Sign.Alert(alert));

    private static Evidence Silent(Sign sign) => At(ProofStage.Tls, sign) with { Received = ReadOnlyMemory<byte>.Empty };

    private static Evidence Framed(Sign sign) => Silent(sign) with { Via = "net.tcp://ris-1:8000/Login" };

    private static Evidence Plain(Sign sign) => At(ProofStage.Associate, sign) with { UsedTls = false, Received = ReadOnlyMemory<byte>.Empty };

    private static Evidence NoClass(ContextResult result) => At(ProofStage.Store, new Sign.NoContext(Uids.CtImage, Uids.ImplicitLittle, result));

    private static Evidence NotTrusted(params string[] codes) => At(ProofStage.Tls, new Sign.NotTrusted([.. codes.Select(code => Problem.Of(code, ("certificate", "x"), ("extension", "y"), ("until", "then"), ("from", "then"), ("now", "now")))]));

    private static Evidence Probed(Evidence seen, Probe probe, ProbeAnswer answer) => seen with { Probes = seen.Probes.SetItem(probe, answer) };
}

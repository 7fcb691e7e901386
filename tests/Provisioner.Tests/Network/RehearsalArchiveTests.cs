using System.Collections.Immutable;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Rehearsal;

namespace Provisioner.Tests.Network;

public sealed class RehearsalArchiveTests(Hospital hospital) : IClassFixture<Hospital>
{
    [Fact]
    public async Task An_echo_passes_with_the_right_certificates_on_both_sides()
    {
        await using var archive = Start();
        var result = await Prover.ProveAsync(hospital.Ask(archive.Endpoint), CancellationToken.None);
        Assert.True(result.Ok, result.Problem?.Seen);
        Assert.Equal("1.3", result.Tls!.Version);
        Assert.Equal(hospital.Server.Held, result.Tls.Peer[0]);
        Assert.Equal(hospital.Scanner.Held, result.Tls.Local);
        Assert.Equal(
            [StageOutcome.Pass, StageOutcome.Pass, StageOutcome.Pass, StageOutcome.Pass, StageOutcome.Pass, StageOutcome.Skip, StageOutcome.Pass],
            result.Stages.Select(stage => stage.Outcome));
    }

    [Fact]
    public async Task A_scanner_without_a_certificate_is_told_that_one_is_missing() =>
        await ExpectAsync(Cause.ClientCertificateMissing, request => request with { Identity = null });

    [Fact]
    public async Task A_scanner_of_another_authority_is_refused() =>
        await ExpectAsync(Cause.ClientCertificateRefused, request => request with { Identity = Hospital.WithKey(Hospital.MakeScanner(hospital.OtherAuthority)) });

    [Fact]
    public async Task An_archive_of_another_authority_is_not_trusted() =>
        await ExpectAsync(Cause.ServerCertificateUnknownAuthority, request => request with { Trust = Hospital.Servers(hospital.OtherAuthority) });

    [Fact]
    public async Task A_wrong_called_title_is_told() =>
        await ExpectAsync(Cause.CalledTitleUnknown, request => request with { Titles = Hospital.Titles(called: "ELSEWHERE") });

    [Fact]
    public async Task Plain_DICOM_to_its_port_is_told() =>
        await ExpectAsync(Cause.PeerSpeaksTls, request => request with { UseTls = false });

    [Theory]
    [InlineData(ProofKind.Tls)]
    [InlineData(ProofKind.Echo)]
    internal async Task A_handshake_alone_can_be_proven_too(ProofKind kind)
    {
        await using var archive = Start();
        Assert.Null((await Prover.ProveAsync(hospital.Ask(archive.Endpoint, kind) with { RequireMutual = true }, CancellationToken.None)).Problem);
    }

    [Fact]
    public async Task A_handshake_alone_tells_a_refused_certificate_too() => await ExpectAsync(
        Cause.ClientCertificateRefused,
        request => request with { Kind = ProofKind.Tls, Identity = Hospital.WithKey(Hospital.MakeScanner(hospital.OtherAuthority)) });

    private async Task ExpectAsync(Cause expected, Func<ProofRequest, ProofRequest> alter)
    {
        await using var archive = Start();
        var result = await Prover.ProveAsync(alter(hospital.Ask(archive.Endpoint)), CancellationToken.None);
        Assert.Equal(expected, result.Cause);
    }

    private RehearsalArchive Start() => RehearsalArchive.Start(new()
    {
        Called = AeTitle.Check("PACS").Value,
        Identity = Hospital.WithKey(hospital.Server),
        Trust = Hospital.Clients(hospital.Authority),
    });
}

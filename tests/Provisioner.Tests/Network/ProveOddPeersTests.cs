using System.Net;
using System.Net.Sockets;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;

namespace Provisioner.Tests.Network;

/// <summary>Peers that are no peers: web servers, silent ones, closed and filtered ports, and DICOM that is none.</summary>
public sealed class ProveOddPeersTests(Hospital hospital) : IClassFixture<Hospital>
{
    private static readonly byte[] Rejection = PduWriter.Write(new Pdu.AssociateReject(new(2, 3, 1)));

    private static readonly byte[] Accept = PduWriter.Write(new Pdu.AssociateAccept
    {
        Called = null,
        Calling = null,
        Contexts = [new(1, ContextResult.Accepted, Uids.ImplicitLittle)],
    });

    private static readonly Dictionary<string, (byte[] Says, bool AfterReading, Cause WithTls, Cause Without)> Rows = new()
    {
        ["a web server"] = ("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), true, Cause.PeerSpeaksHttp, Cause.PeerSpeaksHttp),
        ["a secure shell"] = ("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray(), false, Cause.PeerSpeaksOther, Cause.PeerSpeaksOther),
        ["one that hangs up"] = ([], false, Cause.PeerClosesAtOnce, Cause.PeerClosesAtOnce),
        ["one that hangs up when spoken to"] = ([], true, Cause.PeerClosesAtOnce, Cause.PeerClosesAtOnce),
        ["one that is busy"] = (Rejection, true, Cause.PeerSpeaksPlainDicom, Cause.AssociationRefusedForNow),
        ["one that aborts"] = (PduWriter.Write(new Pdu.Abort(AbortSource.Provider, AbortReason.NotSpecified)), true, Cause.PeerSpeaksPlainDicom, Cause.AssociationAborted),
        ["one that accepts and goes"] = (Accept, true, Cause.PeerSpeaksPlainDicom, Cause.ConnectionLost),
        ["one that breaks the protocol"] = ([2, 0, 0, 0, 0, 70, .. new byte[70]], true, Cause.PeerSpeaksPlainDicom, Cause.ProtocolBroken),
        ["one that promises four gigabytes"] = ([2, 0, 255, 255, 255, 255], true, Cause.PeerSpeaksOther, Cause.PeerSpeaksOther),
    };

    /// <summary>Ample for one that answers, however busy the machine is.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    /// <summary>For those who never answer, where it has to pass.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromMilliseconds(600);

    public static TheoryData<string> Names() => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task What_answers_instead_of_an_archive_is_named(string row)
    {
        var (says, afterReading, withTls, without) = Rows[row];
        await using var peer = OddPeer.Saying(says, afterReading);
        Assert.Equal(withTls, (await ProveAsync(peer.Endpoint, Patient)).Cause);
        Assert.Equal(without, (await ProveAsync(peer.Endpoint, Patient, tls: false)).Cause);
    }

    [Fact]
    public async Task A_silent_one_is_named_within_the_timeout()
    {
        await using var peer = OddPeer.Silent();
        Assert.Equal(Cause.PeerSilent, (await ProveAsync(peer.Endpoint, Impatient)).Cause);
        Assert.Equal(Cause.PeerSilent, (await ProveAsync(peer.Endpoint, Impatient, tls: false)).Cause);
    }

    [Fact]
    public async Task One_that_sends_a_byte_at_a_time_is_cut_off_in_the_time_of_one_answer()
    {
        await using var peer = new OddPeer(async (stream, stop) =>
        {
            foreach (var some in Accept)
            {
                await stream.WriteAsync(new[] { some }, stop);
                await Task.Delay(100, stop);
            }
        });
        var result = await ProveAsync(peer.Endpoint, Impatient, tls: false);
        Assert.Equal(Cause.PeerSilent, result.Cause);
        Assert.True(result.Stages[(int)ProofStage.Associate].Milliseconds < Accept.Length * 100, "it waited for the whole answer");
    }

    [Fact]
    public async Task A_closed_port_is_told_from_a_filtered_one()
    {
        Assert.Equal(Cause.ConnectionRefused, (await ProveAsync(Endpoint.Loopback(RunningPeer.FreePort()), Patient)).Cause);

        // A listener whose queue is full drops what asks for more, as a firewall does.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var at = (IPEndPoint)full.LocalEndPoint!;
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(at);
        Assert.Equal(Cause.ConnectionTimedOut, (await ProveAsync(Endpoint.Loopback(at.Port), Impatient)).Cause);
    }

    [Fact]
    public async Task All_stages_after_the_failed_one_are_skipped()
    {
        var result = await ProveAsync(Endpoint.Loopback(RunningPeer.FreePort()), Patient);
        Assert.Equal(Enum.GetValues<ProofStage>(), result.Stages.Select(stage => stage.Name));
        Assert.Equal([StageOutcome.Pass, StageOutcome.Fail], result.Stages.Take(2).Select(stage => stage.Outcome));
        Assert.All(result.Stages.Skip(2), stage => Assert.Equal(StageOutcome.Skip, stage.Outcome));
    }

    [Fact]
    public async Task A_cancelled_proof_ends_at_once_and_as_cancelled()
    {
        await using var peer = OddPeer.Silent();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var proof = Prover.ProveAsync(hospital.Ask(peer.Endpoint) with { Timeout = TimeSpan.FromSeconds(60) }, cancel.Token);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proof.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_web_server_behind_TLS_is_told_from_a_broken_archive()
    {
        using var identity = Hospital.WithKey(hospital.Server);
        await using var peer = new OddPeer(async (stream, stop) =>
        {
            await using var tls = new System.Net.Security.SslStream(stream);
            await tls.AuthenticateAsServerAsync(new System.Net.Security.SslServerAuthenticationOptions { ServerCertificate = identity }, stop);
            _ = await tls.ReadAsync(new byte[4096], stop);
            await tls.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stop);
            _ = await tls.ReadAsync(new byte[4096], stop);
        });
        Assert.Equal(Cause.PeerSpeaksHttp, (await ProveAsync(peer.Endpoint, Patient)).Cause);
    }

    private Task<ProofResult> ProveAsync(Endpoint endpoint, TimeSpan timeout, bool tls = true) =>
        Prover.ProveAsync(hospital.Ask(endpoint) with { UseTls = tls, Timeout = timeout }, CancellationToken.None);
}

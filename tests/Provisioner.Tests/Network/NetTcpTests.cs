using System.Text.Json;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Network;

/// <summary>The certificate of a service of .NET is read over the wire, and what stands in the way is told.</summary>
public sealed class NetTcpTests(Hospital hospital) : IClassFixture<Hospital>
{
    private const string Path = "/ClearCanvas.Ris.Application.Common.Login.ILoginService";

    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20), Impatient = TimeSpan.FromMilliseconds(600);

    /// <summary>Label, what the certificate is like, and the cause.</summary>
    private static readonly Dictionary<string, (Func<Hospital, Made> Made, Cause? Cause)> Certificates = new()
    {
        ["good"] = (hospital => hospital.Server, null),
        ["of another authority"] = (hospital => Hospital.MakeServer(hospital.OtherAuthority), Cause.ServerCertificateUnknownAuthority),
        ["signed by itself"] = (_ => Hospital.MakeServer(null), Cause.ServerCertificateSelfSigned),
        ["expired"] = (hospital => Hospital.MakeServer(hospital.Authority, w => w.Until = Hospital.Now.AddDays(-1)), Cause.ServerCertificateExpired),
        ["not yet valid"] = (hospital => Hospital.MakeServer(hospital.Authority, w => w.From = Hospital.Now.AddDays(1)), Cause.ServerCertificateNotYetValid),
        ["for another name"] = (hospital => Hospital.MakeServer(hospital.Authority, w => w.Names("ris-2.hospital.local")), Cause.ServerNameDiffers),
        ["for clients"] = (hospital => hospital.Scanner, Cause.ServerCertificateWrongUsage),
    };

    public static TheoryData<string> Rows => [.. Certificates.Keys];

    [Theory, MemberData(nameof(Rows))]
    public async Task The_certificate_that_it_shows_is_read_and_judged(string row)
    {
        using var own = Hospital.WithKey(Certificates[row].Made(hospital));
        await using var service = NetTcpService.Start(() => own, Path);
        var result = await ProveAsync(service.Endpoint);
        Assert.True(Certificates[row].Cause == result.Cause, $"{row}: {result.Cause}");
        if (result.Ok)
        {
            Assert.Equal(hospital.Server.Held.Fingerprint, result.Tls!.Peer[0].Fingerprint);
        }
    }

    [Fact]
    public async Task It_is_known_by_the_name_in_its_address_wherever_it_is_called()
    {
        using var own = Hospital.WithKey(hospital.Server);
        await using var service = NetTcpService.Start(() => own, Path);
        Assert.True((await ProveAsync(service.Endpoint, name: "pacs.hospital.local")).Ok);
        Assert.Equal(Cause.ServerNameDiffers, (await ProveAsync(service.Endpoint, name: "ris-2.hospital.local")).Cause);
    }

    [Theory]
    [InlineData("not encrypted", Path, false, "upgrade-refused")]
    [InlineData("another endpoint", "/Elsewhere", true, "endpoint-not-served")]
    public async Task A_service_that_cannot_be_asked_says_why(string row, string path, bool hasIdentity, string slug)
    {
        using var own = Hospital.WithKey(hospital.Server);
        await using var service = NetTcpService.Start(() => hasIdentity ? own : null, path);
        Assert.True((await ProveAsync(service.Endpoint)).Cause!.Slug == slug, row);
    }

    public static TheoryData<string, byte[], string> Others => new()
    {
        { "a fault of its own", NetTcpService.Fault("ServerTooBusy"), "framing-fault" },
        { "a fault that is cut off", NetTcpService.Fault("ServerTooBusy")[..20], "peer-speaks-no-framing" },
        { "a fault without an end", [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "peer-speaks-no-framing" },
        { "a web server", "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), "peer-speaks-no-framing" },
        { "DICOM that aborts", PduWriter.Write(new Pdu.Abort(AbortSource.Provider, AbortReason.NotSpecified)), "peer-speaks-no-framing" },
        { "a TLS alert", [21, 3, 1, 0, 2, 2, 10], "peer-speaks-no-framing" },
        { "one that hangs up", [], "peer-closes-at-once" },
        { "one that agrees and hangs up", [0x0A], "peer-closes-at-once" },
        { "one that agrees and speaks HTTP", [0x0A, .. "HTTP/1.1 400"u8], "peer-speaks-http" },
        { "one that agrees and says anything", [0x0A, .. "SSH-2.0-x\r\n"u8], "peer-speaks-no-framing" },
    };

    [Theory, MemberData(nameof(Others))]
    public async Task What_answers_instead_is_named(string row, byte[] says, string slug)
    {
        await using var peer = OddPeer.Saying(says, afterReading: true);
        var result = await ProveAsync(peer.Endpoint);
        Assert.True(result.Cause!.Slug == slug, $"{row}: {result.Cause} {result.Problem}");
        Assert.DoesNotContain('{', result.Problem!.Seen);
    }

    [Fact]
    public async Task A_silent_one_is_named_within_the_timeout()
    {
        await using var peer = OddPeer.Silent();
        Assert.Equal(Cause.PeerSilent, (await ProveAsync(peer.Endpoint, timeout: Impatient)).Cause);
    }

    [Fact]
    public async Task At_the_command_line_its_address_is_enough()
    {
        using var own = Hospital.WithKey(hospital.Server);
        await using var service = NetTcpService.Start(() => own, Path);
        var trust = hospital.File("ca.pem", hospital.Authority.Platform.ExportCertificatePem());
        var address = $"net.tcp://127.0.0.1:{service.Endpoint.Port}{Path}";
        var report = JsonDocument.Parse((await EndToEnd.Program.RunAsync(["prove", "tls", address, "--trust", trust, "--json"])).Expect(0).Output).RootElement;
        Assert.True(report.GetProperty("ok").GetBoolean());
        (await EndToEnd.Program.RunAsync(["prove", "tls", address + "x", "--trust", trust])).Expect(1);
        (await EndToEnd.Program.RunAsync(["prove", "echo", address, "--trust", trust])).Expect(2);
    }

    private Task<ProofResult> ProveAsync(Endpoint endpoint, string? name = null, TimeSpan? timeout = null) => Prover.ProveAsync(
        new()
        {
            Endpoint = endpoint,
            Kind = ProofKind.Tls,
            Via = $"net.tcp://ris-1.hospital.local:8000{Path}",
            ServerName = name,
            Trust = Hospital.Servers(hospital.Authority),
            Timeout = timeout ?? Patient,
        },
        CancellationToken.None);
}

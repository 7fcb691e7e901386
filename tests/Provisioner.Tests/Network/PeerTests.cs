using System.Collections.Concurrent;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Stores;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Network;

/// <summary>The other direction: dcmtk and OpenSSL call our listener, and its verdict names the cause.</summary>
public sealed class PeerTests(Hospital hospital) : IClassFixture<Hospital>
{
    private static readonly Dictionary<string, (Cause? Expected, Side? Side, Func<Hospital, Made, Made, string[]> Arguments)> Callers = new()
    {
        ["right"] = (null, null, (h, ca, own) => [.. Tls(h, own), .. Trusts(h, ca)]),
        ["without a certificate"] = (Cause.ClientCertificateMissing, Side.Peer, (h, ca, _) => ["+tla", .. Trusts(h, ca)]),
        ["of another authority"] = (Cause.ClientCertificateUnknownAuthority, Side.Peer, (h, ca, own) => [.. Tls(h, Hospital.MakeScanner(h.OtherAuthority, w => w.Pair = own.Pair)), .. Trusts(h, ca)]),
        ["expired"] = (Cause.ClientCertificateExpired, Side.Peer, (h, ca, own) => [.. Tls(h, Bad(ca, own, w => w.Until = Hospital.Now.AddDays(-2))), .. Trusts(h, ca)]),
        ["not yet valid"] = (Cause.ClientCertificateNotYetValid, Side.Peer, (h, ca, own) => [.. Tls(h, Bad(ca, own, w => w.From = Hospital.Now.AddDays(2))), .. Trusts(h, ca)]),
        ["of wrong usage"] = (Cause.ClientCertificateWrongUsage, Side.Peer, (h, ca, own) => [.. Tls(h, Bad(ca, own, w => w.Usages("1.3.6.1.5.5.7.3.1"))), .. Trusts(h, ca)]),
        ["trusting another authority"] = (Cause.ServerCertificateUnknownAuthority, Side.Peer, (h, _, own) => [.. Tls(h, own), .. Trusts(h, h.OtherAuthority)]),
        ["without TLS"] = (Cause.PeerSpeaksPlainDicom, Side.Peer, (_, _, _) => []),
        ["calling another title"] = (Cause.CalledTitleUnknown, Side.Peer, (h, ca, own) => ["-aec", "ELSEWHERE", .. Tls(h, own), .. Trusts(h, ca)]),
        ["under another title"] = (Cause.CallingTitleUnknown, Side.Peer, (h, ca, own) => ["-aet", "NOBODY", .. Tls(h, own), .. Trusts(h, ca)]),
        ["on old suites"] = (Cause.NoCommonSuite, Side.Peer, (h, ca, own) => ["+pa", .. Tls(h, own), .. Trusts(h, ca)]),
    };

    public static TheoryData<string, bool> Rows()
    {
        var rows = new TheoryData<string, bool>();
        foreach (var row in Callers.Keys)
        {
            rows.Add(row, true);
            rows.Add(row, false);
        }

        return rows;
    }

    [PeerTheory("echoscu"), MemberData(nameof(Rows))]
    public async Task Echoscu_that_is(string row, bool rsa)
    {
        var (expected, side, arguments) = Callers[row];
        var (authority, server, scanner) = rsa ? (hospital.RsaAuthority, hospital.RsaServer, hospital.RsaScanner) : (hospital.Authority, hospital.Server, hospital.Scanner);
        var visits = new BlockingCollection<Visit>();
        Visit visit;
        await using (var listener = Listener.Start(Options(authority, server, visits)))
        {
            var given = arguments(hospital, authority, scanner);
            string[] title = given.Contains("-aet") ? [] : ["-aet", "MR2"];
            string[] called = given.Contains("-aec") ? [] : ["-aec", "PACS"];
            var (code, _) = Peers.Run("echoscu", null, [.. title, .. called, .. given, "127.0.0.1", $"{listener.Port}"]);
            Assert.Equal(expected is null, code == 0);
            visit = visits.Take();
        }

        var cause = visit.Failure is { } seen ? CallerDiagnosis.Of(seen) : null;
        Assert.Equal((expected?.Slug, side), (cause?.Slug, cause is null ? null : CallerDiagnosis.SideOf(cause)));
        if (cause is not null)
        {
            Assert.DoesNotContain('{', CallerDiagnosis.Heard(cause, visit.Failure!));
        }
        else
        {
            Assert.Equal((1, "1.3", scanner.Held), (visit.Echoes, visit.Tls!.Version, visit.Tls.Peer[0]));
        }
    }

    [PeerTheory("openssl")]
    [InlineData("TLS 1.1", "-tls1_1 -cipher ALL:@SECLEVEL=0", "no-common-version")]
    [InlineData("TLS 1.2 without a common suite", "-tls1_2 -cipher AES128-SHA", "no-common-suite")]
    public async Task An_old_caller_is_told(string row, string arguments, string expected)
    {
        var visits = new BlockingCollection<Visit>();
        await using (var listener = Listener.Start(Options(hospital.RsaAuthority, hospital.RsaServer, visits)))
        {
            _ = Peers.Run("openssl", null, ["s_client", "-connect", $"127.0.0.1:{listener.Port}", .. arguments.Split(' ')]);
            Assert.True(CallerDiagnosis.Of(visits.Take().Failure!)?.Slug == expected, row);
        }
    }

    [PeerFact("storescu", "dump2dcm")]
    public async Task Images_are_kept_byte_for_byte_over_TLS_and_in_plain()
    {
        using var scratch = new Scratch();
        var files = TestFiles.Make(scratch, count: 5, pixels: 40_000);
        foreach (var tls in new[] { true, false })
        {
            var folder = Directory.CreateDirectory(scratch[$"rx-{tls}"]).FullName;
            var visits = new BlockingCollection<Visit>();
            var options = Options(hospital.Authority, hospital.Server, visits) with { Sink = new ReceivedImages(folder, new Disk()) };
            await using (var listener = Listener.Start(tls ? options : options with { Identity = null, Trust = null }))
            {
                string[] secure = tls ? [.. Tls(hospital, hospital.Scanner), .. Trusts(hospital, hospital.Authority)] : [];
                var (code, output) = Peers.Run("storescu", null, ["-aet", "MR2", "-aec", "PACS", .. secure, "127.0.0.1", $"{listener.Port}", .. files]);
                Assert.True(code == 0, output);
            }

            Assert.Equal(5, visits.Take().StoredCount);
            Assert.Equal(files.Select(TestFiles.DataSetOf), Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(TestFiles.DataSetOf));
        }
    }

    [PeerFact("storescp", "dump2dcm")]
    public async Task Images_that_we_send_arrive_byte_for_byte()
    {
        using var scratch = new Scratch();
        _ = TestFiles.Make(scratch, count: 5, pixels: 40_000);
        var sent = scratch["img"];
        File.WriteAllText(Path.Combine(sent, "note.txt"), "no image");
        var folder = Directory.CreateDirectory(scratch["rx"]).FullName;
        using var peer = RunningPeer.Start("storescp", port => ["--bit-preserving", "-od", folder, $"{port}"]);
        var images = OutgoingImages.Open(sent).Value;
        var result = await Prover.ProveAsync(hospital.Ask(peer.Endpoint, ProofKind.Store) with { UseTls = false, Images = images }, CancellationToken.None);
        Assert.True(result.Ok, result.Problem?.Seen);
        Assert.Equal((5, "note.txt"), (result.StoredInstances.Length, Path.GetFileName(Assert.Single(images.PassedOver))));
        Assert.Equal(
            Directory.GetFiles(sent, "*.dcm").Select(TestFiles.DataSetOf).Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(TestFiles.DataSetOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_image_that_is_there_already_is_kept_and_the_new_one_gets_a_number()
    {
        using var scratch = new Scratch();
        var images = new ReceivedImages(scratch.Path, new Disk());
        foreach (var content in new byte[] { 1, 2, 3 })
        {
            using var image = images.Begin(new(Uids.CtImage, "1.2.3", Uids.ImplicitLittle, null));
            image.Append([content]);
            image.Commit();
        }

        Assert.Equal(["1.2.3-2.dcm", "1.2.3-3.dcm", "1.2.3.dcm"], Directory.GetFiles(scratch.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(1, (await File.ReadAllBytesAsync(scratch["1.2.3.dcm"]))[^1]);
    }

    [Fact]
    public void Nothing_stays_of_an_image_that_was_not_whole()
    {
        using var scratch = new Scratch();
        using (var image = new ReceivedImages(scratch.Path, new Disk()).Begin(new(Uids.CtImage, "1.2.3", Uids.ImplicitLittle, null)))
        {
            image.Append([1, 2, 3]);
        }

        Assert.Empty(Directory.GetFiles(scratch.Path));
    }

    [Fact]
    public async Task A_disk_that_refuses_is_out_of_resources_and_the_association_goes_on()
    {
        var visits = new BlockingCollection<Visit>();
        await using (var listener = Listener.Start(Options(hospital.Authority, hospital.Server, visits) with { Sink = new FullDisk() }))
        {
            var result = await Prover.ProveAsync(hospital.Ask(Endpoint.Loopback(listener.Port), ProofKind.Store), CancellationToken.None);
            Assert.Equal((Cause.StoreNoRoom, 0), (result.Cause, result.StoredInstances.Length));
        }

        Assert.Equal(Cause.StoreNoRoom, CallerDiagnosis.Of(visits.Take().Failure!));
    }

    [Fact]
    public async Task One_association_too_many_is_refused_for_now_and_more_are_hung_up_on()
    {
        await using var listener = Listener.Start(new() { Policy = new(), MostAssociations = 2 });
        var at = Endpoint.Loopback(listener.Port);
        var request = hospital.Ask(at) with { UseTls = false };
        var open = new List<Association>();
        for (var number = 0; number < 2; number++)
        {
            open.Add(await OpenAsync(at));
        }

        Assert.Equal(Cause.AssociationRefusedForNow, (await Prover.ProveAsync(request, CancellationToken.None)).Cause);
        foreach (var association in open)
        {
            await association.ReleaseAsync();
            await association.DisposeAsync();
        }

        await Eventually.PassesAsync(async () => Assert.Null((await Prover.ProveAsync(request, CancellationToken.None)).Cause));
    }

    internal static async Task<Association> OpenAsync(Endpoint at)
    {
        var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await socket.ConnectAsync(at.Host, at.Port);
        return await Association.OpenAsync(new Wire(socket), Hospital.Titles(), [new(1, Uids.Verification, [Uids.ImplicitLittle])], TimeSpan.FromSeconds(20), CancellationToken.None);
    }

    private static ListenerOptions Options(Made authority, Made server, BlockingCollection<Visit> visits) => new()
    {
        Policy = new() { Called = AeTitle.Check("PACS").Value, Calling = [AeTitle.Check("MR2").Value], Store = true },
        Identity = Hospital.WithKey(server),
        Trust = Hospital.Clients(authority),
        Report = visits.Add,
    };

    private static string[] Tls(Hospital h, Made own) => ["+tls", h.File("own.key", own.KeyPem), h.File("own.crt", own.Pem)];

    private static string[] Trusts(Hospital h, Made authority) => ["+cf", h.File("ca.crt", authority.Pem)];

    private static Made Bad(Made authority, Made scanner, Action<Made.Wish> alter) => Hospital.MakeScanner(authority, w => { w.Pair = scanner.Pair; alter(w); });

    private sealed class FullDisk : IImageSink
    {
        public IIncomingImage Begin(IncomingImage image) => throw new IOException("full", 0x1C);
    }
}

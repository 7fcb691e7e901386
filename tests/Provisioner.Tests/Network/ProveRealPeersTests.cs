using System.Security.Cryptography;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Network;

/// <summary>Faults as real peers show them, each with one cause: dcmtk, Orthanc, OpenSSL; TLS 1.2 and 1.3; RSA and P-256.</summary>
public sealed class ProveRealPeersTests(RealPeers peers) : IClassFixture<RealPeers>
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1", ClientUsage = "1.3.6.1.5.5.7.3.2";

    /// <summary>What is otherwise than right, on the scanner's side: given the request, the authority and the scanner.</summary>
    private static readonly Dictionary<string, (Cause? Expected, Func<ProofRequest, Made, Made, ProofRequest> Alter)> OfTheScanner = new()
    {
        ["nothing"] = (null, (ask, _, _) => ask),
        ["no certificate"] = (Cause.ClientCertificateMissing, (ask, _, _) => ask with { Identity = null }),
        ["of another authority"] = (Cause.ClientCertificateUnknownAuthority, (ask, _, own) => ask with { Identity = Other(own) }),
        ["expired"] = (Cause.ClientCertificateExpired, (ask, ca, own) => ask with { Identity = Bad(ca, own, w => w.Until = Hospital.Now.AddDays(-2)) }),
        ["not yet valid"] = (Cause.ClientCertificateNotYetValid, (ask, ca, own) => ask with { Identity = Bad(ca, own, w => w.From = Hospital.Now.AddDays(2)) }),
        ["of wrong usage"] = (Cause.ClientCertificateWrongUsage, (ask, ca, own) => ask with { Identity = Bad(ca, own, w => w.Usages(ServerUsage)) }),
        ["on a clock behind"] = (Cause.ClockDiffers, (ask, ca, own) => ask with
        {
            Now = Hospital.Now.AddDays(-20),
            Identity = Bad(ca, own, w => w.Until = Hospital.Now.AddDays(-5)),
            Trust = (_, _) => [],
        }),
        ["just issued by a clock ahead"] = (Cause.ClockDiffers, (ask, ca, own) => ask with
        {
            Now = Hospital.Now.AddHours(26),
            Identity = Bad(ca, own, w => w.From = Hospital.Now.AddHours(2)),
        }),
        ["trusting another authority"] = (Cause.ServerRootNotTrusted, (ask, _, _) => ask with { Trust = Hospital.Servers(Made.Root("Elsewhere")) }),
        ["calling another name"] = (Cause.ServerNameDiffers, (ask, _, _) => ask with { Endpoint = At($"127.0.0.2:{ask.Endpoint.Port}") }),
        ["without TLS"] = (Cause.PeerSpeaksTls, (ask, _, _) => ask with { UseTls = false }),
        ["an unknown name"] = (Cause.NameNotResolved, (ask, _, _) => ask with { Endpoint = At($"nowhere.invalid:{ask.Endpoint.Port}") }),
    };

    private static readonly Dictionary<string, (Cause Expected, Action<Made.Wish> Alter)> OfTheServer = new()
    {
        ["expired"] = (Cause.ServerCertificateExpired, w => w.Until = Hospital.Now.AddDays(-2)),
        ["not yet valid"] = (Cause.ServerCertificateNotYetValid, w => w.From = Hospital.Now.AddDays(2)),
        ["of wrong usage"] = (Cause.ServerCertificateWrongUsage, w => w.Usages(ClientUsage)),
        ["for another name"] = (Cause.ServerNameDiffers, w => w.Names("other.hospital.local")),
    };

    public static TheoryData<string, bool, string> ScannerRows() => Each(OfTheScanner.Keys);

    public static TheoryData<string, bool, string> ServerRows() => Each(OfTheServer.Keys);

    [PeerTheory("storescp"), MemberData(nameof(ScannerRows))]
    public async Task Storescp_with_a_scanner_that_is(string row, bool rsa, string profile)
    {
        var (authority, _, scanner) = peers.Keys(rsa);
        var (expected, alter) = OfTheScanner[row];
        var peer = peers.Storescp(rsa, null, profile);
        await ExpectAsync(expected, alter(Ask(peer, rsa), authority, scanner), profile == "+pz" ? "1.2" : "1.3");
    }

    [PeerTheory("storescp"), MemberData(nameof(ServerRows))]
    public async Task Storescp_with_a_server_certificate_that_is(string row, bool rsa, string profile)
    {
        var (authority, server, _) = peers.Keys(rsa);
        var (expected, alter) = OfTheServer[row];
        var bad = Hospital.MakeServer(authority, w => { w.Pair = server.Pair; alter(w); });
        using var peer = RunningPeer.Start("storescp", port =>
            ["-od", peers.Hospital.Folder.Path, "+tls", peers.Hospital.File("k", bad.KeyPem), peers.Hospital.File("c", bad.Pem), "+cf", peers.Hospital.File("a", authority.Pem), profile, $"{port}"]);
        await ExpectAsync(expected, Ask(peer, rsa), null);
    }

    [PeerTheory("storescp")]
    [InlineData(true, "+pz")]
    [InlineData(false, "+py")]
    public async Task A_handshake_alone_tells_the_same(bool rsa, string profile)
    {
        var (authority, _, scanner) = peers.Keys(rsa);
        foreach (var row in new[] { "nothing", "no certificate", "of another authority", "expired", "trusting another authority" })
        {
            var (expected, alter) = OfTheScanner[row];
            await ExpectAsync(expected, alter(Ask(peers.Storescp(rsa, null, profile), rsa), authority, scanner) with { Kind = ProofKind.Tls }, null);
        }
    }

    [PeerTheory("storescp")]
    [InlineData("verify if given", "-vc", true)]
    [InlineData("never asks", "-ic", true)]
    [InlineData("requires", "-rc", false)]
    public async Task A_server_that_lets_anyone_in_is_found_where_it_should_not(string row, string option, bool lets)
    {
        var result = await Prover.ProveAsync(Ask(peers.Storescp(true, null, option), true) with { RequireMutual = true }, CancellationToken.None);
        Assert.True((result.Cause == Cause.PeerAcceptsAnyone) == lets, row);
    }

    [PeerTheory("Orthanc")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Orthanc_tells_each_fault(bool rsa)
    {
        var (authority, _, scanner) = peers.Keys(rsa);
        var ask = Ask(peers.Orthanc(rsa), rsa);
        await ExpectAsync(null, ask with { Kind = ProofKind.Store }, "1.3");
        await ExpectAsync(Cause.ClientCertificateMissing, ask with { Identity = null }, null);
        await ExpectAsync(Cause.ClientCertificateUnknownAuthority, ask with { Identity = Other(scanner) }, null);
        await ExpectAsync(Cause.ClientCertificateExpired, ask with { Identity = Bad(authority, scanner, w => w.Until = Hospital.Now.AddDays(-2)) }, null);
        await ExpectAsync(Cause.CalledTitleUnknown, ask with { Titles = Hospital.Titles(called: "ELSEWHERE") }, null);
        await ExpectAsync(Cause.PeerSpeaksTls, ask with { UseTls = false }, null);
    }

    [PeerFact("Orthanc")]
    public async Task Orthanc_that_allows_echo_and_no_store_is_told_from_one_that_takes_other_images()
    {
        var noStore = peers.Orthanc(true, more: """, "DicomAlwaysAllowEcho": true, "DicomAlwaysAllowStore": false""");
        await ExpectAsync(null, Ask(noStore, true), null);
        await ExpectAsync(Cause.StoreNotAllowed, Ask(noStore, true) with { Kind = ProofKind.Store }, null);
        var jpegOnly = peers.Orthanc(true, more: """, "DicomAlwaysAllowStore": true, "AcceptedTransferSyntaxes": ["1.2.840.10008.1.2.4.50"]""");
        await ExpectAsync(Cause.NoContextForImage, Ask(jpegOnly, true) with { Kind = ProofKind.Store }, null);
    }

    [PeerFact("Orthanc")]
    public async Task Orthanc_that_does_not_know_the_scanners_title_says_so_after_the_certificate_passed()
    {
        var strict = peers.Orthanc(true, more:
            """, "DicomAlwaysAllowEcho": false, "DicomAlwaysAllowStore": false, "DicomCheckModalityHost": true, "DicomModalities": {"known": ["KNOWN", "127.0.0.1", 104]}""");
        await ExpectAsync(Cause.CertificateAcceptedTitleUnknown, Ask(strict, true), null);
        await ExpectAsync(null, Ask(strict, true) with { Titles = Hospital.Titles("KNOWN"), Kind = ProofKind.Store }, null);
    }

    [PeerFact("Orthanc", "storescp")]
    public async Task TLS_to_a_plain_port_is_told_by_a_second_probe()
    {
        foreach (var plain in new[] { peers.Orthanc(true, tls: false), peers.PlainStorescp() })
        {
            await ExpectAsync(Cause.PeerSpeaksPlainDicom, Ask(plain, true), null);
            await ExpectAsync(Cause.PeerSpeaksPlainDicom, Ask(plain, true) with { Kind = ProofKind.Tls }, null);
            await ExpectAsync(null, Ask(plain, true) with { UseTls = false, Kind = ProofKind.Store }, null);
        }
    }

    [PeerFact("storescp")]
    public async Task A_refusal_without_a_reason_is_told_so() =>
        await ExpectAsync(Cause.AssociationRefused, Ask(peers.PlainStorescp("--refuse"), true) with { UseTls = false }, null);

    [PeerTheory("openssl")]
    [InlineData("TLS 1.1 only", "-tls1_1 -cipher ALL:@SECLEVEL=0", "no-common-version")]
    [InlineData("TLS 1.0 only", "-tls1 -cipher ALL:@SECLEVEL=0", "no-common-version")]
    [InlineData("static RSA with CBC only", "-tls1_2 -cipher AES128-SHA", "no-common-suite")]
    [InlineData("NULL only", "-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0", "no-common-suite")]
    [InlineData("CCM only", "-tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256", "no-common-suite")]
    [InlineData("ChaCha20", "-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256", null)]
    [InlineData("DHE with AES-GCM", "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", null)]
    [InlineData("DHE of 1024 bits", "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 -dhparam small", "server-key-too-small")]
    public async Task A_server_with_other_versions_and_suites(string row, string arguments, string? expected)
    {
        var dh = peers.Hospital.File("dh.pem", SmallDh);
        var peer = peers.OpenSslServer(peers.Hospital.RsaServer, [.. arguments.Split(' ').Select(word => word == "small" ? dh : word)]);
        Assert.True((await Prover.ProveAsync(Ask(peer, true) with { Kind = ProofKind.Tls }, CancellationToken.None)).Cause?.Slug == expected, row);
    }

    [PeerFact("openssl", "storescp")]
    public async Task Keys_of_1024_bits_are_told_on_either_side()
    {
        using var small = RSA.Create(1024);
        var (authority, _, _) = peers.Keys(true);
        var server = Hospital.MakeServer(authority, w => w.Pair = small);
        await ExpectAsync(Cause.ServerKeyTooSmall, Ask(peers.OpenSslServer(server, "-cipher", "DEFAULT:@SECLEVEL=0"), true), null);
        var scanner = Hospital.MakeScanner(authority, w => w.Pair = small);
        await ExpectAsync(Cause.ClientKeyTooSmall, Ask(peers.Storescp(true), true) with { Identity = Hospital.WithKey(scanner) }, null);
    }

    [PeerFact("openssl")]
    public async Task A_self_signed_server_is_told_so()
    {
        var alone = Hospital.MakeServer(null, _ => { });
        await ExpectAsync(Cause.ServerCertificateSelfSigned, Ask(peers.OpenSslServer(alone), false), null);
    }

    [PeerFact("openssl")]
    public async Task A_server_whose_certificate_is_on_the_revocation_list_is_told_so()
    {
        var (authority, server, _) = peers.Keys(false);
        var builder = new System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder();
        builder.AddEntry(server.Platform);
        var list = builder.Build(
            authority.Platform.SubjectName,
            System.Security.Cryptography.X509Certificates.X509SignatureGenerator.CreateForECDsa((ECDsa)authority.Pair),
            1,
            Hospital.Now.AddDays(7),
            HashAlgorithmName.SHA256,
            System.Security.Cryptography.X509Certificates.X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority.Platform, true, false),
            Hospital.Now.AddHours(-1));
        var held = Core.Certificates.CertificateFile.Read("ca.crl", list).RevocationLists;
        var trust = Trust.By([authority.Held], Core.Certificates.Paths.PathPurpose.Server, Hospital.Now, held);
        await ExpectAsync(Cause.ServerCertificateRevoked, Ask(peers.OpenSslServer(server), false) with { Trust = trust }, null);
    }

    /// <summary>Every row with RSA and P-256, TLS 1.2 and 1.3.</summary>
    private static TheoryData<string, bool, string> Each(IEnumerable<string> rows)
    {
        var each = new TheoryData<string, bool, string>();
        foreach (var row in rows)
        {
            foreach (var rsa in new[] { true, false })
            {
                each.Add(row, rsa, "+pz");
                each.Add(row, rsa, "+py");
            }
        }

        return each;
    }

    private static async Task ExpectAsync(Cause? expected, ProofRequest request, string? version)
    {
        var result = await Prover.ProveAsync(request, CancellationToken.None);
        Assert.Equal((expected?.Slug, expected?.Side), (result.Cause?.Slug, result.Cause?.Side));
        Assert.Equal(expected is null, result.Ok);
        if (expected is null && version is not null)
        {
            Assert.Equal(version, result.Tls!.Version);
        }
    }

    private ProofRequest Ask(RunningPeer peer, bool rsa)
    {
        var (authority, _, scanner) = peers.Keys(rsa);
        return peers.Hospital.Ask(peer.Endpoint) with { Identity = Hospital.WithKey(scanner), Trust = Hospital.Servers(authority) };
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Bad(Made authority, Made scanner, Action<Made.Wish> alter) =>
        Hospital.WithKey(Hospital.MakeScanner(authority, w => { w.Pair = scanner.Pair; alter(w); }));

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Other(Made scanner) =>
        Hospital.WithKey(Hospital.MakeScanner(Hospital.Dated("CN=Elsewhere", null, w => w.Authority()), w => w.Pair = scanner.Pair));

    private static Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new FormatException(text);

    /// <summary>1024 bits: RFC 2409's second group.</summary>
    private const string SmallDh = """
        -----BEGIN DH PARAMETERS-----
        MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
        Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
        /1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
        -----END DH PARAMETERS-----

        """;
}

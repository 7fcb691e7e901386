using System.Globalization;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Network;

namespace Provisioner.Tests.RealSystems;

/// <summary>DCMTK's programs, started as the settings say that the procedures wrote.</summary>
public sealed class DcmtkTests
{
    private const string Settings = "etc/dcmtk/storage.properties";

    private const string Before = """
        # read by the storage service's wrapper
        SERIAL=4711
        HOST=storage-1
        AETITLE=STORAGE
        PORT=11112
        TLS=off

        """;

    [PeerFact("echoscu", "openssl", "storescp")]
    public async Task After_secure_client_DCMTK_sends_encrypted_with_the_folder_of_authorities()
    {
        using var visit = new SystemVisit((Settings, Before));
        using var archive = StoreScp.Secure(visit.Aside("received"));
        var start = visit.Tree();
        (await visit.Answer("authority", "CERTS/IN/authority.pem").Answer("identity", "CERTS/IN/host-identity.pem").Answer("compare-authority", "not-compared")
            .Answer("server", $"127.0.0.1:{archive.Port}").Answer("titles", "STORAGE/STORESCP").RunAsync("dcmtk/secure-client")).Expect(0);
        var settings = Read(visit);
        Assert.Equal(("true", "127.0.0.1", "/etc/dcmtk/trusted"), (settings["SEND_TLS"], settings["SEND_HOST"], settings["TRUSTED"]));
        Assert.Equal(archive.Port.ToString(CultureInfo.InvariantCulture), settings["SEND_PORT"]);
        (int Code, string Output) Echo() => Peers.Run(
            "echoscu", null, "-aet", settings["AETITLE"], "-aec", settings["SEND_AETITLE"], "+tls", visit.Console + settings["PRIVATE_KEY"],
            visit.Console + settings["CERTIFICATE"], "+cd", visit.Console + settings["TRUSTED"], settings["SEND_HOST"], settings["SEND_PORT"]);
        var (code, output) = Echo();
        Assert.True(code == 0, output);

        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, visit.Tree());
        Assert.DoesNotContain("SEND_TLS", Read(visit).Keys);
        Assert.NotEqual(0, Echo().Code);
    }

    [PeerFact("echoscu", "openssl", "storescp")]
    public async Task After_secure_server_storescp_lets_in_exactly_those_who_are_trusted_and_after_put_back_nobody_encrypted()
    {
        using var visit = new SystemVisit((Settings, Before));
        var (start, port) = (visit.Tree(), RunningPeer.FreePort());
        RunningPeer? service = null;
        try
        {
            Caller.ExpectsDone(await visit.Answer("authority", "CERTS/IN/authority.pem").Answer("identity", "CERTS/IN/host-identity.pem").Answer("compare-authority", "not-compared")
                .Answer("port", port.ToString(CultureInfo.InvariantCulture)).RunAsync("dcmtk/secure-server", () => service = Serve(visit, port)));
            Assert.Equal(port.ToString(CultureInfo.InvariantCulture), Read(visit)["PORT"]);
            Caller.ExpectsOnlyTrusted(port);
        }
        finally
        {
            service?.Dispose();
        }

        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, visit.Tree());
        var before = RunningPeer.FreePort();
        using var again = Serve(visit, before);
        Caller.ExpectsOnlyClear(before);
    }

    /// <summary>As the wrapper starts it.</summary>
    private static RunningPeer Serve(SystemVisit visit, int port) => RunningPeer.Start(
        "storescp",
        _ =>
        {
            var settings = Read(visit);
            string[] tls = settings["TLS"] is "on" or "true"
                ? ["+tls", visit.Console + settings["PRIVATE_KEY"], visit.Console + settings["CERTIFICATE"], "+cd", visit.Console + settings["TRUSTED"],
                    settings["REQUIRE_CERTIFICATE"] == "true" ? "-rc" : "-ic"]
                : [];
            return ["--fork", "-od", visit.Aside("kept"), "-aet", settings["AETITLE"], .. tls, port.ToString(CultureInfo.InvariantCulture)];
        },
        at: port);

    private static Dictionary<string, string> Read(SystemVisit visit) => File.ReadAllLines(visit[Settings])
        .Where(line => line.Length > 0 && line[0] != '#').ToDictionary(line => line.Split('=')[0], line => line.Split('=', 2)[1]);
}

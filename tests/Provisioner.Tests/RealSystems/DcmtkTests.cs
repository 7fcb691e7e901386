using System.Globalization;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

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
        var (code, output) = Peers.Run(
            "echoscu", null, "-aet", settings["AETITLE"], "-aec", settings["SEND_AETITLE"], "+tls", visit.Console + settings["PRIVATE_KEY"],
            visit.Console + settings["CERTIFICATE"], "+cd", visit.Console + settings["TRUSTED"], settings["SEND_HOST"], settings["SEND_PORT"]);
        Assert.True(code == 0, output);

        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, visit.Tree());
        Assert.DoesNotContain("SEND_TLS", Read(visit).Keys);
    }

    private static Dictionary<string, string> Read(SystemVisit visit) => File.ReadAllLines(visit[Settings])
        .Where(line => line.Length > 0 && line[0] != '#').ToDictionary(line => line.Split('=')[0], line => line.Split('=', 2)[1]);
}

using System.Globalization;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Network;

namespace Provisioner.Tests.RealSystems;

/// <summary>A real Orthanc with the settings that the procedures wrote.</summary>
public sealed class OrthancTests
{
    private const string Settings = "etc/orthanc/orthanc.json";

    private const string Before = """
        {
          /**
           * General configuration of Orthanc
           **/
          // The logical name of this instance of Orthanc.
          "Name" : "MyOrthanc",
          "StorageDirectory" : "@STORAGE@",
          "IndexDirectory" : "@STORAGE@",
          "HttpServerEnabled" : true,
          "HttpPort" : 8042,
          "AuthenticationEnabled" : false,
          "DicomAet" : "ORTHANC",
          "DicomPort" : 4242,
          "DicomTlsEnabled" : false, // see the Orthanc Book
          "DicomModalities" : {
            /* "sample" : [ "SAMPLE", "127.0.0.1", 2000 ] */
          },
          "OverwriteInstances" : true
        }

        """;

    [PeerFact("Orthanc", "openssl", "storescp")]
    public async Task After_secure_client_Orthanc_sends_encrypted_and_after_put_back_no_more()
    {
        using var visit = Visit();
        using var archive = StoreScp.Secure(visit.Aside("received"));
        var start = visit.Tree();
        (await visit.Answer("server", $"127.0.0.1:{archive.Port}").Answer("titles", "ORTHANC/STORESCP").RunAsync("orthanc/secure-client")).Expect(0);
        Assert.True(await EchoesAsync(visit));
        Assert.Contains("// see the Orthanc Book", File.ReadAllText(visit[Settings]), StringComparison.Ordinal);

        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, visit.Tree());
        Assert.False(await EchoesAsync(visit));
    }

    [PeerFact("Orthanc", "echoscu", "openssl")]
    public async Task After_secure_server_Orthanc_lets_in_exactly_those_who_are_trusted_and_after_put_back_nobody_encrypted()
    {
        using var visit = Visit();
        var (start, port) = (visit.Tree(), RunningPeer.FreePort());
        RunningPeer? orthanc = null;
        try
        {
            Caller.ExpectsDone(await visit.Answer("port", port.ToString(CultureInfo.InvariantCulture)).RunAsync("orthanc/secure-server", () => orthanc = Serve(visit, port)));
            Caller.ExpectsOnlyTrusted(port);
        }
        finally
        {
            orthanc?.Dispose();
        }

        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, visit.Tree());
        var before = RunningPeer.FreePort();
        using var again = Serve(visit, before);
        Caller.ExpectsOnlyClear(before);
    }

    [PeerFact("Orthanc", "openssl", "storescp")]
    public async Task After_renew_the_new_certificate_is_shown_and_after_put_back_the_old_one()
    {
        using var visit = Visit();
        using var archive = StoreScp.Secure(visit.Aside("received"));
        _ = visit.Answer("server", $"127.0.0.1:{archive.Port}").Answer("titles", "ORTHANC/STORESCP");
        (await visit.RunAsync("orthanc/secure-client")).Expect(0);
        var old = File.ReadAllText(visit["etc/orthanc/tls/orthanc.pem"]);
        (await visit.Answer("identity", "CERTS/IN/renewed-identity.pem").RunAsync("orthanc/renew")).Expect(0);
        Assert.NotEqual(old, File.ReadAllText(visit["etc/orthanc/tls/orthanc.pem"]));
        Assert.True(await EchoesAsync(visit));
        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(old, File.ReadAllText(visit["etc/orthanc/tls/orthanc.pem"]));
        Assert.True(await EchoesAsync(visit));
    }

    private static SystemVisit Visit()
    {
        var visit = new SystemVisit((Settings, Before));
        _ = visit.Answer("authority", "CERTS/IN/authority.pem").Answer("identity", "CERTS/IN/host-identity.pem").Answer("compare-authority", "not-compared");
        return visit;
    }

    /// <summary>Orthanc itself calls the archive that its settings name.</summary>
    private static async Task<bool> EchoesAsync(SystemVisit visit)
    {
        using var orthanc = Start(visit);
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{orthanc.Port}/modalities/SECURE/echo"), new StringContent("{}"));
        return answer.IsSuccessStatusCode;
    }

    /// <summary>As a server: with the settings as they are, the port of the first time aside.</summary>
    private static RunningPeer Serve(SystemVisit visit, int port) => RunningPeer.Start(
        "Orthanc",
        _ =>
        {
            var settings = File.ReadAllText(visit[Settings])
                .Replace("\"/etc/", $"\"{visit.Console}/etc/", StringComparison.Ordinal)
                .Replace("@STORAGE@", visit.Aside("storage"), StringComparison.Ordinal)
                .Replace("8042", RunningPeer.FreePort().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace(" 4242", $" {port}", StringComparison.Ordinal);
            var file = Path.Combine(visit.Aside("run"), "server.json");
            File.WriteAllText(file, settings);
            return [file];
        },
        at: port);

    /// <summary>With the settings as they are: only the root, the ports and the storage are the test's.</summary>
    private static RunningPeer Start(SystemVisit visit) => RunningPeer.Start("Orthanc", port =>
    {
        var settings = File.ReadAllText(visit[Settings])
            .Replace("\"/etc/", $"\"{visit.Console}/etc/", StringComparison.Ordinal)
            .Replace("@STORAGE@", visit.Aside("storage"), StringComparison.Ordinal)
            .Replace("8042", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("4242", RunningPeer.FreePort().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var file = Path.Combine(visit.Aside("run"), "orthanc.json");
        File.WriteAllText(file, settings);
        return [file];
    });
}

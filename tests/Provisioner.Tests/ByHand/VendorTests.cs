using System.Globalization;
using System.Text.Json;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.RealSystems;

namespace Provisioner.Tests.ByHand;

/// <summary>Kind <c>vendor</c>: the program runs on the console itself, and only the vendor's own screens alter store and settings.</summary>
public sealed class VendorTests
{
    private const string Modality = """
        schema: provisioner/1
        modality: closed
        version: 1.0.0
        title: Closed scanner
        source: No manual
        recognition: {kind: vendor, serial: Service > About, host: Service > Network}
        store:
          kind: vendor
          slots:
            host: {screen: Service > Certificates, accepts: [p12], shows: sha1, fixed-name: scanner, replaces: true}
            trusted: {screen: Service > Trusted, accepts: [cer]}
        services:
          dicom:
            title: DICOM
            restart: {text: Restart it.}
            settings:
              client: {kind: vendor, screen: Service > DICOM, labels: {tls: Secure, certificate: Certificate, remote-host: Address, remote-port: Port}}

        """;

    private const string Procedure = """
        schema: provisioner/1
        procedure: closed/secure-client
        version: 1.0.0
        source: No manual
        modality: closed
        title: Closed scanner as secure client
        about: What it is about.
        personnel: {persons: 1, procedure: 10..20}
        inputs:
          authority: {kind: certificate, slot: trusted, prompt: Authority}
          identity: {kind: identity, slot: host, prompt: Own certificate}
          server: {kind: endpoint, prompt: Server}
          titles: {kind: ae-titles, prompt: AE titles}
        steps:
          - {id: hazards, title: Hazards, safety: {level: warning, hazard: A hazard., consequence: A harm., avoid: A way.}}
          - {id: free, title: Scanner free, scanner-free: {}}
          - {id: same, title: Compare, compare: {fingerprint: authority}}
          - {id: first, title: Try first, try: {echo: server, as: titles, identity: identity, trust: authority}}
          - {id: trust, title: Import, import: {certificate: authority, into: trusted}}
          - {id: own, title: Import, import: {identity: identity, into: host}}
          - {id: dicom, title: Configure, configure: {service: dicom, role: client, remote: server, identity: host, trust: authority}}
          - {id: restart, title: Restart, restart: {service: dicom}}
          - {id: proof, title: Prove, prove: {echo: server, as: titles, service: dicom}}

        """;

    [PeerFact("openssl", "storescp")]
    public async Task The_vendors_screens_are_used_although_the_program_runs_on_the_console()
    {
        using var visit = new SystemVisit();
        using var archive = StoreScp.Secure(visit.Aside("received"));
        File.WriteAllText(Path.Combine(visit.Stick, "PROCS/modalities/closed.yaml"), Modality);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(visit.Stick, "PROCS/closed")).FullName, "secure-client.yaml"), Procedure);
        foreach (var (name, text) in new Dictionary<string, string>
        {
            ["scanner.serial"] = "4711", ["scanner.host"] = "closed-1",
            ["authority"] = "CERTS/IN/authority.pem", ["identity"] = "CERTS/IN/host-identity.pem", ["same"] = "not-compared",
            ["server"] = $"127.0.0.1:{archive.Port.ToString(CultureInfo.InvariantCulture)}", ["titles"] = "CLOSED/STORESCP",
            ["trust.now"] = "old-ca", ["trust.by"] = "FE", ["own.now"] = "CERTS/old.p12 of 2024", ["own.by"] = "FE",
            ["dicom.tls"] = "off", ["dicom.certificate"] = "old", ["dicom.remote-host"] = "127.0.0.1", ["dicom.remote-port"] = "104", ["dicom.by"] = "FE",
            ["proof.by"] = "FE", ["put-back.by"] = "FE",
        })
        {
            _ = visit.Answer(name, text);
        }

        var ran = (await visit.RunAsync("closed/secure-client", "own")).Expect(0).OneLine;
        Assert.Contains("Port: shows 104; it must show", ran, StringComparison.Ordinal);
        Assert.Contains("Certificate: shows old; it must show scanner", ran, StringComparison.Ordinal);
        Assert.Contains("SHA-1", ran, StringComparison.Ordinal);
        Assert.DoesNotContain("Address: shows", ran, StringComparison.Ordinal);
        Assert.DoesNotContain("Take the stick out", ran, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(visit.Stick, "KEYS/OUT")));
        Assert.Contains("EVENT=SECOND-PERSON", File.ReadAllText(Path.Combine(visit.Stick, "LOGS/R0000001.PAL")), StringComparison.Ordinal);
        Assert.Equal(["scanner True", "authority False"], await ListedAsync(visit));
        var back = (await visit.UndoAnsweredAsync()).Expect(0).OneLine;
        Assert.Contains("Put back what was there: CERTS/old.p12 of 2024", back, StringComparison.Ordinal);
        Assert.Empty(await ListedAsync(visit));
    }

    /// <summary>The store itself cannot be read: the stick's log tells.</summary>
    private static async Task<string[]> ListedAsync(SystemVisit visit)
    {
        string[] words = ["store", "list", "--console", visit.Console, "--modality", Path.Combine(visit.Stick, "PROCS/modalities/closed.yaml")];
        Assert.Contains("only the vendor's own screens", (await EndToEnd.Program.RunAsync(words)).Expect(0).OneLine, StringComparison.Ordinal);
        Assert.Contains("STORE-007", (await EndToEnd.Program.RunAsync(["store", "verify", .. words[2..]])).Expect(1).OneLine, StringComparison.Ordinal);
        using var list = JsonDocument.Parse((await EndToEnd.Program.RunAsync([.. words, "--stick", visit.Stick, "--json"])).Expect(0).Output);
        return [.. from slot in list.RootElement.GetProperty("slots").EnumerateArray()
                   from entry in slot.GetProperty("entries").EnumerateArray()
                   where entry.GetProperty("sha256").GetString()!.Length == 64
                   select $"{entry.GetProperty("name")} {entry.GetProperty("hasKey")}"];
    }
}

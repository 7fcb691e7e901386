using System.Collections.Concurrent;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Network;

/// <summary>Real peers shared by a class's tests, each started when first asked for.</summary>
public sealed class RealPeers : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RunningPeer>> _running = [];

    internal Hospital Hospital { get; } = new();

    /// <summary>Authority, server and scanner of one kind of key.</summary>
    internal (Made Authority, Made Server, Made Scanner) Keys(bool rsa) => rsa
        ? (Hospital.RsaAuthority, Hospital.RsaServer, Hospital.RsaScanner)
        : (Hospital.Authority, Hospital.Server, Hospital.Scanner);

    /// <summary>dcmtk's storescp with mutual TLS, unless altered.</summary>
    /// <param name="more">Further arguments; <c>+pz</c> is TLS 1.2 only, <c>+py</c> 1.2 and 1.3.</param>
    internal RunningPeer Storescp(bool rsa, Made? server = null, params string[] more)
    {
        var shown = server ?? Keys(rsa).Server;
        return Shared($"storescp {rsa} {shown.Held.Fingerprint} {string.Join(' ', more)}", "storescp", port =>
        [
            "--fork", "-od", Hospital.Folder.Path, "-aet", "PACS", "+tls", Hospital.File("server.key", shown.KeyPem), Hospital.File("server.crt", shown.Pem),
            "+cf", Hospital.File("ca.crt", Keys(rsa).Authority.Pem), .. more, $"{port}",
        ]);
    }

    internal RunningPeer PlainStorescp(params string[] more) =>
        Shared($"plain storescp {string.Join(' ', more)}", "storescp", port => ["--fork", "-od", Hospital.Folder.Path, .. more, $"{port}"]);

    /// <summary>Orthanc with mutual TLS, unless altered.</summary>
    /// <param name="more">Further members of its configuration, from a comma on.</param>
    internal RunningPeer Orthanc(bool rsa, bool tls = true, string more = "")
    {
        var (authority, server, _) = Keys(rsa);
        return Shared($"orthanc {rsa} {tls} {more}", "Orthanc", port =>
        {
            var folder = Hospital.Folder[$"orthanc-{port}"];
            return [Hospital.File($"orthanc-{port}.json", $$"""
                {
                  "StorageDirectory": "{{folder}}", "IndexDirectory": "{{folder}}", "HttpServerEnabled": false, "OverwriteInstances": true,
                  "DicomAet": "PACS", "DicomPort": {{port}}, "DicomCheckCalledAet": true, "DicomTlsEnabled": {{(tls ? "true" : "false")}},
                  "DicomTlsCertificate": "{{Hospital.File("server.crt", server.Pem)}}", "DicomTlsPrivateKey": "{{Hospital.File("server.key", server.KeyPem)}}",
                  "DicomTlsTrustedCertificates": "{{Hospital.File("ca.crt", authority.Pem)}}", "DicomTlsRemoteCertificateRequired": true {{more}}
                }
                """)];
        });
    }

    internal RunningPeer OpenSslServer(Made server, params string[] more) =>
        Shared($"s_server {server.Held.Fingerprint} {string.Join(' ', more)}", "openssl", port =>
            ["s_server", "-port", $"{port}", "-cert", Hospital.File("s.crt", server.Pem), "-key", Hospital.File("s.key", server.KeyPem), .. more]);

    public void Dispose()
    {
        foreach (var peer in _running.Values.Where(peer => peer.IsValueCreated))
        {
            peer.Value.Dispose();
        }

        Hospital.Dispose();
    }

    private RunningPeer Shared(string key, string program, Func<int, string[]> arguments) =>
        _running.GetOrAdd(key, _ => new(() => RunningPeer.Start(program, arguments))).Value;
}

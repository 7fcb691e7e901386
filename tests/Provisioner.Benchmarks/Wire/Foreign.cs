using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Provisioner.Benchmarks.Wire;

/// <summary>dcmtk and Orthanc as Debian installs them, or with Nagle's algorithm off (<c>TCP_NODELAY=1</c>).</summary>
internal sealed class Foreign : IDisposable
{
    private readonly Process _process;

    private Foreign(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static Foreign Storescp(string folder, Identities? tls, bool noDelay)
    {
        _ = Directory.CreateDirectory(folder);
        return Listening("storescp", noDelay, port =>
            ["-od", folder, "-aet", "PACS", .. tls is null ? (string[])[] : ["+tls", tls.ServerKey, tls.ServerFile, "+cf", tls.Authority], $"{port}"]);
    }

    public static Foreign Orthanc(string folder, Identities? tls, bool noDelay)
    {
        _ = Directory.CreateDirectory(folder);
        return Listening("/usr/sbin/Orthanc", noDelay, port =>
        {
            var file = Path.Combine(folder, "orthanc.json");
            File.WriteAllText(file, $$"""
                {
                  "StorageDirectory": "{{folder}}", "IndexDirectory": "{{folder}}", "HttpServerEnabled": false, "OverwriteInstances": true,
                  "DicomAet": "PACS", "DicomPort": {{port}}, "DicomTlsEnabled": {{(tls is null ? "false" : "true")}},
                  "DicomTlsCertificate": "{{tls?.ServerFile}}", "DicomTlsPrivateKey": "{{tls?.ServerKey}}",
                  "DicomTlsTrustedCertificates": "{{tls?.Authority}}", "DicomTlsRemoteCertificateRequired": true
                }
                """);
            return [file];
        });
    }

    /// <summary>Milliseconds of one call, its start included.</summary>
    public static double Call(string program, int port, Identities? tls, bool noDelay, params string[] more)
    {
        string[] secure = tls is null ? [] : ["+tls", tls.ScannerKey, tls.ScannerFile, "+cf", tls.Authority];
        var began = Stopwatch.GetTimestamp();
        using var process = Start(program, noDelay, ["-aet", "MR2", "-aec", "PACS", .. secure, "127.0.0.1", $"{port}", .. more]);
        process.WaitForExit();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0 ? took : throw new InvalidOperationException($"{program}: {process.ExitCode}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Foreign Listening(string program, bool noDelay, Func<int, string[]> arguments)
    {
        int port;
        using (var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)free.LocalEndPoint!).Port;
        }

        var started = new Foreign(Start(program, noDelay, arguments(port)), port);
        for (var since = Stopwatch.StartNew(); !Listens(port);)
        {
            if (started._process.HasExited || since.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"{program} does not listen");
            }

            Thread.Sleep(20);
        }

        return started;
    }

    private static bool Listens(int port) => new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadLines)
        .Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, "0A", ..] && local.EndsWith($":{port:X4}", StringComparison.Ordinal));

    private static Process Start(string program, bool noDelay, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (noDelay)
        {
            start.Environment["TCP_NODELAY"] = "1";
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}

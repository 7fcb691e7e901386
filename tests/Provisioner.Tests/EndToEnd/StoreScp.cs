using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

/// <summary>dcmtk's <c>storescp</c> on a loopback port that the system picked, killed in the end.</summary>
internal sealed class StoreScp : IDisposable
{
    private readonly Process _process;

    /// <param name="arguments">Before the port, e.g. the TLS options.</param>
    public StoreScp(string folder, params string[] arguments)
    {
        Port = FreePort();
        var start = new ProcessStartInfo(
            Peers.Require("storescp"), ["--fork", "-od", folder, "-aet", "STORESCP", .. arguments, Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilItListens();
    }

    public int Port { get; }

    /// <summary>TLS with the server's key, asking every client for a certificate of the authority.</summary>
    public static StoreScp Secure(string folder, string certificate = "server.pem") => new(
        folder, "+tls", HospitalIt.File("server.key"), HospitalIt.File(certificate), "+cf", HospitalIt.File("authority.pem"), "-rc");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void WaitUntilItListens()
    {
        var deadline = Stopwatch.StartNew();
        while (deadline.Elapsed < TimeSpan.FromSeconds(20))
        {
            using var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Yield();
            }
        }

        throw new TimeoutException("storescp does not listen");
    }
}

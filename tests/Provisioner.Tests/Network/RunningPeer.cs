using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Provisioner.Core.Proof;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Network;

/// <summary>A real program that listens on a port of this machine until disposed. Killed at the end: some take seconds to stop.</summary>
internal sealed class RunningPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private RunningPeer(Process process, int port)
    {
        (_process, Port) = (process, port);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public Endpoint Endpoint => Endpoint.Loopback(Port);

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    /// <param name="arguments">Given the port.</param>
    /// <param name="at">The port; 0: a free one.</param>
    public static RunningPeer Start(string program, Func<int, string[]> arguments, string? folder = null, int at = 0)
    {
        var port = at == 0 ? FreePort() : at;
        var start = new ProcessStartInfo(Peers.Require(program), arguments(port))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        var peer = new RunningPeer(Process.Start(start)!, port);
        try
        {
            peer.AwaitListening();
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>Looks into the kernel's table rather than connecting: some peers serve one connection only.</summary>
    private void AwaitListening()
    {
        var since = Stopwatch.StartNew();
        while (!Listens(Port))
        {
            if (_process.HasExited || since.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} does not listen: {Output}");
            }

            Thread.Sleep(10);
        }
    }

    private static bool Listens(int port) => new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists)
        .SelectMany(File.ReadLines)
        .Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, "0A", ..] && local.EndsWith($":{port:X4}", StringComparison.Ordinal));

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _ = _output.AppendLine(line.Data);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Provisioner.Core.Proof;

namespace Provisioner.Tests.Network;

/// <summary>A listener in this process that does one odd thing to everyone who connects.</summary>
internal sealed class OddPeer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _visits = [];
    private readonly Task _accepting;

    /// <param name="act">What is done with each connection; it is closed afterwards.</param>
    /// <param name="port">0: one that is free.</param>
    public OddPeer(Func<NetworkStream, CancellationToken, Task> act, int port = 0)
    {
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        Endpoint = Endpoint.Loopback(((IPEndPoint)_listener.LocalEndpoint).Port);
        _accepting = AcceptAsync(act);
    }

    public Endpoint Endpoint { get; }

    /// <summary>Reads something, if asked, then sends these bytes and closes.</summary>
    public static OddPeer Saying(byte[] bytes, bool afterReading) => new(async (stream, stop) =>
    {
        if (afterReading)
        {
            _ = await stream.ReadAsync(new byte[4096], stop);
        }

        await stream.WriteAsync(bytes, stop);
        stream.Socket.Shutdown(SocketShutdown.Send);
        while (await stream.ReadAsync(new byte[4096], stop) > 0)
        {
        }
    });

    /// <summary>Says nothing and keeps the connection.</summary>
    public static OddPeer Silent() => new((_, stop) => Task.Delay(Timeout.Infinite, stop));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_visits).WaitAsync(TimeSpan.FromSeconds(10));
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> act)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _visits.Add(VisitAsync(client, act));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, maybe between two of them.
        }
    }

    private async Task VisitAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> act)
    {
        using (client)
        {
            try
            {
                await act(client.GetStream(), _stop.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException)
            {
                // They went, or we stopped.
            }
        }
    }
}

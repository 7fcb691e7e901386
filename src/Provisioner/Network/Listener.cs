using System.Net;
using System.Net.Sockets;

namespace Provisioner.Network;

/// <summary>Waits for associations and serves each on its own. Bounded in number, memory and time.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly ListenerOptions _options;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly HashSet<Task> _visits = [];
    private int _active;

    private Listener(ListenerOptions options, Socket socket)
    {
        (_options, _socket) = (options, socket);
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <exception cref="SocketException">The port is taken or not allowed.</exception>
    public static Listener Start(ListenerOptions options)
    {
        var socket = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(options.Address, options.Port));
            socket.Listen(256);
            return new(options, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Aborts what is open and waits until all has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(Visits()).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The one who came has gone already.
                continue;
            }

            Serve(socket);
        }
    }

    private void Serve(Socket socket)
    {
        var active = Interlocked.Increment(ref _active);
        if (active > 2 * _options.MostAssociations)
        {
            socket.Dispose();
            _ = Interlocked.Decrement(ref _active);
            return;
        }

        var visit = Task.Run(() => new Reception(_options, isFull: active > _options.MostAssociations, _stop.Token).ServeAsync(socket));
        lock (_visits)
        {
            _ = _visits.Add(visit);
        }

        _ = visit.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Ended(Task<Visit?> visit)
    {
        _ = Interlocked.Decrement(ref _active);
        lock (_visits)
        {
            _ = _visits.Remove(visit);
        }

        if (visit is { IsCompletedSuccessfully: true, Result: { } seen })
        {
            _options.Report?.Invoke(seen);
        }
    }

    private Task[] Visits()
    {
        lock (_visits)
        {
            return [.. _visits];
        }
    }
}

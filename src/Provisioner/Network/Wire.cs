using System.Net;
using System.Net.Sockets;

namespace Provisioner.Network;

/// <summary>A TCP connection as a stream: no Nagle, on Linux quick acknowledgements armed again around each read (peers leave
/// Nagle's algorithm on; without them every small message of theirs waits about 45 ms), and the first bytes that come kept for
/// diagnosis.</summary>
internal sealed class Wire : Stream
{
    /// <summary>Bytes kept of what came: a TLS 1.2 handshake with long chains fits.</summary>
    public const int MostKept = 16 * 1024;

    private static readonly byte[] On = [1, 0, 0, 0];

    private readonly Socket _socket;
    private readonly MemoryStream _kept = new();
    private bool _hasQuickAcks = OperatingSystem.IsLinux();

    public Wire(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        QuickAck();
    }

    /// <summary>The first bytes received, beneath TLS.</summary>
    public ReadOnlyMemory<byte> Kept
    {
        get
        {
            lock (_kept)
            {
                return _kept.ToArray();
            }
        }
    }

    public EndPoint? Remote => _socket.RemoteEndPoint;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        QuickAck();
        try
        {
            var read = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            QuickAck();
            Keep(buffer.Span[..read]);
            return read;
        }
        catch (SocketException lost)
        {
            throw new IOException(lost.Message, lost);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (buffer.Length > 0)
            {
                buffer = buffer[await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
            }
        }
        catch (SocketException lost)
        {
            throw new IOException(lost.Message, lost);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>TCP_QUICKACK (12 of IPPROTO_TCP, 6); the kernel forgets it, so it is set again. One refusal ends the trying.</summary>
    private void QuickAck()
    {
        if (!_hasQuickAcks)
        {
            return;
        }

        try
        {
            _socket.SetRawSocketOption(6, 12, On);
        }
        catch (Exception refused) when (refused is SocketException or ObjectDisposedException)
        {
            _hasQuickAcks = false;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length < MostKept)
        {
            lock (_kept)
            {
                _kept.Write(bytes[..(int)Math.Min(bytes.Length, MostKept - _kept.Length)]);
            }
        }
    }
}

using System.Buffers;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>A PDU that came: with P-DATA-TF its body, else the PDU read.</summary>
/// <param name="Pdu"><c>null</c> for P-DATA-TF.</param>
/// <param name="Data">Valid until the next is received.</param>
internal readonly record struct Arrival(Pdu? Pdu, ReadOnlyMemory<byte> Data);

/// <summary>Pumps PDUs over a stream by the state machine of PS3.8, 9.2. One caller at a time. What the other side or the wire
/// does wrong comes as <see cref="WireException"/>, after the abort that the machine asks for was sent.</summary>
internal sealed class UpperLayer : IAsyncDisposable
{
    /// <summary>Holds every P-DATA-TF; only an A-ASSOCIATE may be longer.</summary>
    private const int FirstBuffer = 64 * 1024;

    /// <summary>How long an aborted connection is read on so that the abort arrives (ARTIM).</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);

    private readonly Stream _stream;
    private readonly bool _isRequestor;
    private readonly Deadline _deadline;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _start, _end;
    private Task<int>? _early;

    /// <param name="stream">Open; disposed with this.</param>
    /// <param name="each">The longest wait for a whole PDU, or for a write to be taken.</param>
    public UpperLayer(Stream stream, bool isRequestor, TimeSpan each, CancellationToken outside)
    {
        (_stream, _isRequestor, _deadline) = (stream, isRequestor, new Deadline(each, outside));
        State = isRequestor ? AssociationState.Connecting : Next(AssociationState.Idle, AssociationEvent.TransportIndicated).Next;
    }

    public AssociationState State { get; private set; }

    /// <summary>Starts to read before anything is written: with TLS 1.3 the reason of a refusal is otherwise lost.</summary>
    public void ReadEarly() => _early ??= _stream.ReadAsync(_buffer.AsMemory(_end), _deadline.Arm()).AsTask();

    /// <summary>Sends what a local event asks for, as one write.</summary>
    public async ValueTask SendAsync(AssociationEvent local, ReadOnlyMemory<byte> bytes)
    {
        State = Next(State, local).Next;
        await WriteAsync(bytes).ConfigureAwait(false);
    }

    public ValueTask SendAsync(AssociationEvent local, Pdu pdu) => SendAsync(local, PduWriter.Write(pdu));

    /// <summary>The next PDU that concerns the local user.</summary>
    /// <exception cref="WireException">Aborted, closed, timed out, or not right.</exception>
    public async ValueTask<Arrival> ReceiveAsync()
    {
        while (true)
        {
            var (happened, arrival, fault) = await ReadAsync().ConfigureAwait(false);
            var step = Next(State, happened);
            State = step.Next;
            switch (step.Do)
            {
                case AssociationAction.AA1 or AssociationAction.AA7 or AssociationAction.AA8:
                    await EndWithAbortAsync(new(AbortSource.Provider, fault)).ConfigureAwait(false);
                    throw new WireException(new Sign.NotDicom(fault, FirstBytes()));
                case AssociationAction.AA2 or AssociationAction.AA3:
                    throw new WireException(arrival.Pdu is Pdu.Abort abort ? new Sign.Aborted(abort.Source, abort.Reason) : new Sign.TimedOut());
                case AssociationAction.AA4 or AssociationAction.AA5 or AssociationAction.AR5:
                    throw new WireException(new Sign.Closed());
                case AssociationAction.AA6:
                    break;
                default:
                    return arrival;
            }
        }
    }

    /// <summary>A-ABORT by the user, then the end of the connection.</summary>
    public async ValueTask AbortAsync()
    {
        if (State is not (AssociationState.Idle or AssociationState.Connecting or AssociationState.AwaitingRequest or AssociationState.AwaitingClose))
        {
            State = Next(State, AssociationEvent.AbortLocal).Next;
            await EndWithAbortAsync(new(AbortSource.User, AbortReason.NotSpecified)).ConfigureAwait(false);
        }
    }

    /// <summary>Waits a little for the other side to close, so that what was sent last arrives.</summary>
    public async ValueTask AwaitCloseAsync()
    {
        try
        {
            _deadline.Arm(Linger);
            for (var most = 64; most > 0 && await ReadSomeAsync(_buffer).ConfigureAwait(false) > 0; most--)
            {
            }
        }
        catch (Exception ended) when (WireException.From(ended) is not null)
        {
            // Closed one way or the other.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await ForgetEarlyAsync().ConfigureAwait(false);
        _deadline.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Of the PDU that was read last, or could not be.</summary>
    private byte[] FirstBytes() => _buffer.AsSpan(_start, Math.Min(32, _end - _start)).ToArray();

    private AssociationStep Next(AssociationState state, AssociationEvent happened) => AssociationMachine.Next(state, happened, _isRequestor);

    private async ValueTask<(AssociationEvent Happened, Arrival Arrival, AbortReason Fault)> ReadAsync()
    {
        _ = _deadline.Arm();
        if (!await FillAsync(PduHead.Size).ConfigureAwait(false))
        {
            return (AssociationEvent.TransportClosed, default, default);
        }

        var head = PduHead.Read(_buffer.AsSpan(_start));
        if (head.Fault() is { } fault)
        {
            return (AssociationEvent.InvalidPdu, default, fault);
        }

        var whole = PduHead.Size + (int)head.BodyLength;
        if (!await FillAsync(whole).ConfigureAwait(false))
        {
            return (AssociationEvent.TransportClosed, default, default);
        }

        var body = _buffer.AsMemory(_start + PduHead.Size, (int)head.BodyLength);
        _start += whole;
        return head.Type == PduType.Data ? (AssociationEvent.DataPdu, new(null, body), AbortReason.UnexpectedPdu)
            : PduReader.TryRead(head.Type, body.Span, out var pdu, out fault) ? (AssociationMachine.Arrival(head.Type), new(pdu, default), AbortReason.UnexpectedPdu)
            : (AssociationEvent.InvalidPdu, default, fault);
    }

    /// <summary>Has so many bytes in the buffer from <see cref="_start"/>; false when the other side closed before.</summary>
    private async ValueTask<bool> FillAsync(int wanted)
    {
        MakeRoom(wanted);
        while (_end - _start < wanted)
        {
            var read = await ReadSomeAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    private void MakeRoom(int wanted)
    {
        if (_early is not null || _buffer.Length - _start >= wanted)
        {
            return;
        }

        var room = _buffer.Length >= wanted ? _buffer : ArrayPool<byte>.Shared.Rent(wanted);
        _buffer.AsSpan(_start, _end - _start).CopyTo(room);
        if (room != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = room;
        }

        (_start, _end) = (0, _end - _start);
    }

    private async ValueTask<int> ReadSomeAsync(Memory<byte> into)
    {
        try
        {
            if (_early is not { } early)
            {
                return await _stream.ReadAsync(into, _deadline.Token).ConfigureAwait(false);
            }

            _early = null;
            return await early.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not WireException)
        {
            throw _deadline.Translate(fault);
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes, _deadline.Arm()).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            throw await WhatCameAsync().ConfigureAwait(false) ?? _deadline.Translate(fault);
        }
    }

    /// <summary>After a write that failed: the alert or the abort that says why, if one lies there to be read.</summary>
    private async ValueTask<WireException?> WhatCameAsync()
    {
        try
        {
            _deadline.Arm(Linger);
            var (happened, arrival, _) = await ReadAsync().ConfigureAwait(false);
            return happened == AssociationEvent.AbortPdu && arrival.Pdu is Pdu.Abort abort ? new WireException(new Sign.Aborted(abort.Source, abort.Reason)) : null;
        }
        catch (WireException why) when (why.Sign is Sign.Alert)
        {
            return why;
        }
        catch (Exception fault) when (WireException.From(fault) is not null)
        {
            return null;
        }
    }

    private async ValueTask EndWithAbortAsync(Pdu.Abort abort)
    {
        try
        {
            await _stream.WriteAsync(PduWriter.Write(abort), _deadline.Arm()).ConfigureAwait(false);
            await AwaitCloseAsync().ConfigureAwait(false);
        }
        catch (Exception ended) when (WireException.From(ended) is not null)
        {
            // The other side was quicker.
        }
    }

    private async ValueTask ForgetEarlyAsync()
    {
        try
        {
            if (_early is { } early)
            {
                _ = await early.ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (WireException.From(ended) is not null)
        {
            // Nobody asks for it any more.
        }
    }
}

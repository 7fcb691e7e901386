using System.Buffers;
using System.Collections.Immutable;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>An association that we asked for: echo and store as user (PS3.7, 9.1). One message at a time.</summary>
internal sealed class Association : IAsyncDisposable
{
    /// <summary>Bytes handed to the stream at once: many PDUs for those who take only small ones.</summary>
    private const int Outgoing = 256 * 1024;

    private readonly UpperLayer _layer;
    private readonly MessageReader _reader = new();
    private readonly ImmutableArray<AnsweredContext> _answered;
    private readonly ImmutableArray<ProposedContext> _proposed;
    private readonly int _fragment;
    private ReadOnlyMemory<byte> _rest;
    private byte[]? _outgoing;
    private ushort _messageId;

    private Association(UpperLayer layer, ImmutableArray<ProposedContext> proposed, Pdu.AssociateAccept accept)
    {
        (_layer, _proposed, _answered) = (layer, proposed, accept.Contexts);
        _fragment = Pdv.LongestFragment(accept.User.MaximumLength);
        Peer = accept.User;
    }

    /// <summary>What the other side says of itself.</summary>
    public UserInformation Peer { get; }

    /// <summary>Asks for an association. The stream is disposed with it, and at once when it fails.</summary>
    /// <param name="each">The longest wait for a PDU.</param>
    /// <exception cref="WireException">Rejected, aborted, closed, timed out, or no DICOM.</exception>
    public static async Task<Association> OpenAsync(
        Stream stream, AeTitles titles, ImmutableArray<ProposedContext> contexts, TimeSpan each, CancellationToken cancellation)
    {
        var layer = new UpperLayer(stream, isRequestor: true, each, cancellation);
        try
        {
            layer.ReadEarly();
            await layer.SendAsync(
                AssociationEvent.TransportOpened,
                new Pdu.AssociateRequest { Called = titles.Called, Calling = titles.Calling, Contexts = contexts }).ConfigureAwait(false);
            return (await layer.ReceiveAsync().ConfigureAwait(false)).Pdu switch
            {
                Pdu.AssociateAccept accept => new(layer, contexts, accept),
                Pdu.AssociateReject reject => throw new WireException(new Sign.Rejected(reject.Why)),
                _ => throw new WireException(new Sign.NotDicom(AbortReason.UnexpectedPdu, default)),
            };
        }
        catch
        {
            await layer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The context that was accepted for this class and one of these codings, or <c>null</c>.</summary>
    /// <param name="transferSyntaxes">Empty: any.</param>
    public AnsweredContext? Accepted(string abstractSyntax, params ReadOnlySpan<string> transferSyntaxes)
    {
        foreach (var context in _answered)
        {
            if (context.IsAccepted
                && _proposed.Any(proposed => proposed.Id == context.Id && proposed.AbstractSyntax == abstractSyntax && proposed.TransferSyntaxes.Contains(context.TransferSyntax))
                && (transferSyntaxes.IsEmpty || transferSyntaxes.Contains(context.TransferSyntax)))
            {
                return context;
            }
        }

        return null;
    }

    /// <summary>The sign that no context was accepted for this class and coding.</summary>
    public WireException NoContext(string abstractSyntax, string transferSyntax)
    {
        var asked = _proposed.FirstOrDefault(context => context.AbstractSyntax == abstractSyntax && context.TransferSyntaxes.Contains(transferSyntax));
        return new(new Sign.NoContext(abstractSyntax, transferSyntax, _answered.FirstOrDefault(context => context.Id == asked?.Id)?.Result));
    }

    /// <summary>C-ECHO.</summary>
    /// <exception cref="WireException">Verification was not accepted, or the association ended.</exception>
    public async Task<DimseStatus> EchoAsync()
    {
        var context = Accepted(Uids.Verification) ?? throw NoContext(Uids.Verification, Uids.ImplicitLittle);
        var command = Command.EchoRequest(++_messageId);
        await SendAsync(context.Id, command, Stream.Null, 0).ConfigureAwait(false);
        return (await AnswerAsync(command).ConfigureAwait(false)).Status!.Value;
    }

    /// <summary>C-STORE of a data set, read piece by piece.</summary>
    /// <param name="context">As accepted for the image's class and coding.</param>
    /// <param name="dataSet">Read from where it stands, <paramref name="length"/> bytes.</param>
    /// <returns>The response, with its status and comment.</returns>
    /// <exception cref="DataSetUnreadableException">The data set ended early or its medium failed.</exception>
    public async Task<Command> StoreAsync(AnsweredContext context, string sopClass, string sopInstance, Stream dataSet, long length)
    {
        var command = Command.StoreRequest(++_messageId, sopClass, sopInstance);
        await SendAsync(context.Id, command, dataSet, length).ConfigureAwait(false);
        return await AnswerAsync(command).ConfigureAwait(false);
    }

    /// <summary>A-RELEASE. A side that closes instead of answering has released too.</summary>
    public async Task ReleaseAsync()
    {
        await _layer.SendAsync(AssociationEvent.ReleaseLocal, new Pdu.ReleaseRequest()).ConfigureAwait(false);
        try
        {
            while (_layer.State != AssociationState.Idle)
            {
                _ = await _layer.ReceiveAsync().ConfigureAwait(false);
                if (_layer.State == AssociationState.CollisionRequestorLocal)
                {
                    await _layer.SendAsync(AssociationEvent.ReleaseReplyLocal, new Pdu.ReleaseReply()).ConfigureAwait(false);
                }
            }
        }
        catch (WireException closed) when (closed.Sign is Sign.Closed or Sign.Reset)
        {
            // Released all the same.
        }
    }

    public ValueTask AbortAsync() => _layer.AbortAsync();

    public async ValueTask DisposeAsync()
    {
        await _layer.DisposeAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _outgoing, null) is { } outgoing)
        {
            ArrayPool<byte>.Shared.Return(outgoing);
        }
    }

    /// <summary>Command and data set, packed into as few writes as fit.</summary>
    private async ValueTask SendAsync(byte context, Command command, Stream dataSet, long length)
    {
        var packer = new PduPacker(_outgoing ??= ArrayPool<byte>.Shared.Rent(Outgoing), context, _fragment);
        packer.AddCommand(command.ToBytes());
        while (length > 0)
        {
            length -= Read(packer, dataSet, length);
            if (packer.IsFull || length == 0)
            {
                await _layer.SendAsync(AssociationEvent.DataLocal, packer.Take()).ConfigureAwait(false);
            }
        }

        if (packer.Length > 0)
        {
            await _layer.SendAsync(AssociationEvent.DataLocal, packer.Take()).ConfigureAwait(false);
        }
    }

    private static int Read(PduPacker packer, Stream dataSet, long left)
    {
        try
        {
            return packer.AddData(dataSet, left);
        }
        catch (Exception unreadable) when (Stores.Faults.IsMachine(unreadable))
        {
            throw new DataSetUnreadableException(unreadable);
        }
    }

    /// <summary>Waits for the response to this request; what answers another is a fault.</summary>
    private async ValueTask<Command> AnswerAsync(Command request)
    {
        while (true)
        {
            while (Pdv.TryTake(ref _rest, out var pdv))
            {
                var part = _reader.Take(pdv);
                if (part.Kind == MessagePart.PartKind.Command && part.Command is { IsResponse: true, Status: not null } answer
                    && answer.MessageId == request.MessageId && ((ushort)answer.Field & 0x7FFF) == (ushort)request.Field)
                {
                    return answer;
                }

                if (part.Kind is not MessagePart.PartKind.Pending and not MessagePart.PartKind.Data)
                {
                    await BreakOffAsync().ConfigureAwait(false);
                }
            }

            if (!_rest.IsEmpty)
            {
                await BreakOffAsync().ConfigureAwait(false);
            }

            var arrival = await _layer.ReceiveAsync().ConfigureAwait(false);
            if (arrival.Pdu is not null)
            {
                await BreakOffAsync().ConfigureAwait(false);
            }

            _rest = arrival.Data;
        }
    }

    private async ValueTask BreakOffAsync()
    {
        await _layer.AbortAsync().ConfigureAwait(false);
        throw new WireException(new Sign.NotDicom(AbortReason.UnexpectedPdu, default));
    }
}

/// <summary>The data set that was being sent cannot be read on; the association is to be aborted.</summary>
internal sealed class DataSetUnreadableException(Exception inner) : Exception("the data set cannot be read", inner);

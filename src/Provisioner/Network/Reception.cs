using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>Serves one connection from its first byte to its end: handshake, association, echo and store as provider.</summary>
/// <param name="isFull">Whether the association is to be rejected as one too many.</param>
internal sealed class Reception(ListenerOptions options, bool isFull, CancellationToken stop)
{
    private readonly MessageReader _reader = new();
    private Pdu.AssociateAccept? _accept;
    private IIncomingImage? _image;
    private DimseStatus _imageStatus;
    private ProofStage _stage = ProofStage.Connect;
    private Visit _visit = null!;
    private Sign? _refused;
    private int _echoes, _stored;
    private readonly List<string> _named = [];

    /// <summary>Never throws for what the other side does; <c>null</c> when it was gone before anything was known of it.</summary>
    public async Task<Visit?> ServeAsync(Socket socket)
    {
        await using var wire = new Wire(socket);
        return wire.Remote is IPEndPoint from ? await ServeAsync(wire, from, () => wire.Kept).ConfigureAwait(false) : null;
    }

    /// <param name="wire">Open; disposed at the end.</param>
    /// <param name="kept">The first bytes that came over it.</param>
    public async Task<Visit> ServeAsync(Stream wire, IPEndPoint from, Func<ReadOnlyMemory<byte>> kept)
    {
        _visit = new() { From = from };
        var witness = new TrustWitness(options.Trust, host: null);
        var sign = default(Sign);
        try
        {
            await ServeAsync(await SecureAsync(wire, witness).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // We end, not they.
        }
        catch (Exception fault) when (WireException.From(fault) is { } ended)
        {
            sign = witness.IsMissing ? new Sign.NoCertificate() : witness.Why.IsEmpty ? ended.Sign : new Sign.NotTrusted(witness.Why);
        }
        finally
        {
            _image?.Dispose();
        }

        return _visit with
        {
            Echoes = _echoes,
            StoredCount = _stored,
            Stored = [.. _named],
            Failure = (_refused ?? sign) is { } seen ? Failure(from, seen, kept(), witness) : null,
        };
    }

    private Evidence Failure(IPEndPoint from, Sign sign, ReadOnlyMemory<byte> received, TrustWitness witness) => new()
    {
        Endpoint = Endpoint.TryParse(from.ToString(), out var at) ? at : Endpoint.Loopback(from.Port),
        Stage = _stage,
        Sign = sign,
        Titles = _visit.Asked is { Calling: { } calling, Called: { } called } ? new(calling, called) : null,
        UsedTls = options.Identity is not null,
        Received = received,
        Peer = witness.Presented,
        Now = TimeProvider.System.GetUtcNow(),
        Timeout = options.Timeout,
    };

    private async Task<Stream> SecureAsync(Stream wire, TrustWitness witness)
    {
        if (options.Identity is not { } identity)
        {
            return wire;
        }

        _stage = ProofStage.Tls;
        var tls = new SslStream(wire, leaveInnerStreamOpen: false);
        using var deadline = new Deadline(options.Timeout, stop);
        try
        {
            await tls.AuthenticateAsServerAsync(
                Tls.Server(identity, options.IdentityChain, options.Profile, options.Trust is not null, options.RequireCertificate, witness), deadline.Arm()).ConfigureAwait(false);
            _visit = _visit with { Tls = Tls.Facts(tls, witness.Presented) };
            return tls;
        }
        catch (Exception fault)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw deadline.Translate(fault);
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        await using var layer = new UpperLayer(stream, isRequestor: false, options.Timeout, stop);
        _stage = ProofStage.Associate;
        var request = (Pdu.AssociateRequest)(await layer.ReceiveAsync().ConfigureAwait(false)).Pdu!;
        var answer = isFull ? new Pdu.AssociateReject(Rejection.LocalLimitExceeded) : Negotiation.Answer(request, options.Policy);
        _visit = _visit with { Asked = request, Answered = answer };
        if (answer is not Pdu.AssociateAccept accept)
        {
            await layer.SendAsync(AssociationEvent.RejectLocal, answer).ConfigureAwait(false);
            await layer.AwaitCloseAsync().ConfigureAwait(false);
            throw new WireException(new Sign.Rejected(((Pdu.AssociateReject)answer).Why));
        }

        _accept = accept;
        await layer.SendAsync(AssociationEvent.AcceptLocal, accept).ConfigureAwait(false);
        var fragment = Pdv.LongestFragment(request.User.MaximumLength);
        _stage = ProofStage.Echo;
        try
        {
            while (layer.State == AssociationState.Established)
            {
                await NextAsync(layer, fragment).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await layer.AbortAsync().ConfigureAwait(false);
            throw;
        }

        _stage = ProofStage.Release;
        await layer.SendAsync(AssociationEvent.ReleaseReplyLocal, new Pdu.ReleaseReply()).ConfigureAwait(false);
        await layer.AwaitCloseAsync().ConfigureAwait(false);
    }

    private async ValueTask NextAsync(UpperLayer layer, int fragment)
    {
        var arrival = await layer.ReceiveAsync().ConfigureAwait(false);
        var rest = arrival.Data;
        while (Pdv.TryTake(ref rest, out var pdv))
        {
            var part = _reader.Take(pdv);
            var answer = part.Kind switch
            {
                MessagePart.PartKind.Pending => null,
                MessagePart.PartKind.Command => Begin(part),
                MessagePart.PartKind.Data => Continue(part),
                _ => await BreakOffAsync(layer).ConfigureAwait(false),
            };
            if (answer is not null)
            {
                await layer.SendAsync(AssociationEvent.DataLocal, Packed(pdv.ContextId, answer, fragment)).ConfigureAwait(false);
            }
        }

        if (!rest.IsEmpty)
        {
            _ = await BreakOffAsync(layer).ConfigureAwait(false);
        }
    }

    /// <summary>A whole command: answered at once, or its data set is awaited.</summary>
    private Command? Begin(MessagePart part)
    {
        var command = part.Command!;
        var context = _accept!.Contexts.FirstOrDefault(c => c.Id == part.ContextId && c.IsAccepted);
        switch (command.Field)
        {
            case CommandField.EchoRequest when context is not null && !command.HasDataSet:
                _echoes++;
                return command.Answer(DimseStatus.Success);
            case CommandField.StoreRequest when command is { HasDataSet: true, SopClass: { } sopClass, SopInstance: { } instance }:
                _stage = ProofStage.Store;
                _imageStatus = context is null ? DimseStatus.SopClassNotSupported : Open(new(sopClass, instance, context.TransferSyntax, _visit.Asked?.Calling));
                return null;
            case CommandField.CancelRequest:
                return null;
            default:
                _imageStatus = DimseStatus.UnrecognizedOperation;
                return command is { IsResponse: false, HasDataSet: false } ? command.Answer(_imageStatus) : null;
        }
    }

    private Command? Continue(MessagePart part)
    {
        if (_image is not null)
        {
            _imageStatus = Guarded(() => _image.Append(part.Fragment.Span));
        }

        if (!part.IsLast)
        {
            return null;
        }

        if (_image is not null)
        {
            _imageStatus = Guarded(_image.Commit);
            _image?.Dispose();
            _image = null;
        }

        Count(part.Command!.SopInstance!);
        return part.Command.Answer(_imageStatus);
    }

    private void Count(string instance)
    {
        if (!_imageStatus.IsSuccess)
        {
            _refused ??= new Sign.Answered(_imageStatus, null, instance);
            return;
        }

        _stored++;
        if (_named.Count < Visit.MostNamed)
        {
            _named.Add(instance);
        }
    }

    private DimseStatus Open(IncomingImage image) => options.Sink is { } sink ? Guarded(() => _image = sink.Begin(image)) : DimseStatus.Success;

    /// <summary>What the disk refuses is "out of resources" to the other side; the image is given up.</summary>
    private DimseStatus Guarded(Action act)
    {
        try
        {
            act();
            return DimseStatus.Success;
        }
        catch (Exception refused) when (Stores.Faults.IsMachine(refused))
        {
            _image?.Dispose();
            _image = null;
            return DimseStatus.OutOfResources;
        }
    }

    private static ReadOnlyMemory<byte> Packed(byte context, Command answer, int fragment)
    {
        var bytes = answer.ToBytes();
        var packer = new PduPacker(new byte[bytes.Length + (((bytes.Length / fragment) + 1) * (PduHead.Size + Pdv.HeadSize))], context, fragment);
        packer.AddCommand(bytes);
        return packer.Take();
    }

    private static async ValueTask<Command?> BreakOffAsync(UpperLayer layer)
    {
        await layer.AbortAsync().ConfigureAwait(false);
        throw new WireException(new Sign.NotDicom(AbortReason.UnexpectedPdu, default));
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>One connection, taken from the name to the release, with the time of each stage and what was seen where it ended.</summary>
internal sealed class ProofAttempt(ProofRequest request, SslProtocols versions, CancellationToken cancellation) : IAsyncDisposable
{
    /// <summary>How long the other side may think about our certificate after a handshake that it has not answered yet (TLS 1.3).</summary>
    private static readonly TimeSpan SecondThoughts = TimeSpan.FromMilliseconds(300);

    private static readonly ImmutableArray<string> Plain = [Uids.ImplicitLittle, Uids.ExplicitLittle];

    /// <summary>Codings that archives know: plain, JPEG and JPEG 2000.</summary>
    private static readonly ImmutableArray<string> Common =
        [.. Plain, "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"];

    private readonly Dictionary<ProofStage, Stage> _stages = [];
    private readonly DateTimeOffset _now = request.Now ?? TimeProvider.System.GetUtcNow();
    private readonly TrustWitness _witness = new(request.Trust, request.ServerName ?? request.Endpoint.Host);
    private IPAddress[] _addresses = [];
    private Wire? _wire;
    private SslStream? _tls;
    private Association? _association;
    private ProofStage _stage;
    private int _switched;
    private ImmutableArray<OutgoingImage> _images = [];

    /// <summary>Image classes that are proposed besides, to see whether any is taken.</summary>
    public ImmutableArray<string> FurtherClasses { get; init; } = [];

    /// <summary>Whether one of <see cref="FurtherClasses"/> was accepted.</summary>
    public bool TakesFurtherClass { get; private set; }

    /// <summary>What the handshake agreed on; <c>null</c> without one.</summary>
    public TlsFacts? Tls { get; private set; }

    /// <summary>The other side's certificates in order; empty when none came.</summary>
    public ImmutableArray<HeldCertificate> Presented => _witness.Presented;

    /// <summary>The first bytes from the other side, beneath TLS; without those by which it switched to TLS.</summary>
    public ReadOnlyMemory<byte> Received => (_wire?.Kept ?? default)[_switched..];

    /// <summary>SOP instance UIDs that the other side now holds.</summary>
    public ImmutableArray<string> Stored { get; private set; } = [];

    public ImmutableArray<Stage> Stages =>
    [
        .. Enum.GetValues<ProofStage>().Select(name => _stages.GetValueOrDefault(name) ?? new Stage(name, StageOutcome.Skip, 0)),
    ];

    /// <summary>The stages of the kind asked for; ends at the first that fails and says what was seen, or <c>null</c> when all passed.</summary>
    public async Task<Sign?> RunAsync()
    {
        try
        {
            await StageAsync(ProofStage.Resolve, ResolveAsync).ConfigureAwait(false);
            await StageAsync(ProofStage.Connect, ConnectAsync).ConfigureAwait(false);
            if (request.UseTls)
            {
                await StageAsync(ProofStage.Tls, HandshakeAsync).ConfigureAwait(false);
            }

            if (request.Kind != ProofKind.Tls)
            {
                await StageAsync(ProofStage.Associate, AssociateAsync).ConfigureAwait(false);
                if (request.Kind == ProofKind.Echo || _association!.Accepted(Uids.Verification) is not null)
                {
                    await StageAsync(ProofStage.Echo, EchoAsync).ConfigureAwait(false);
                }

                if (request.Kind == ProofKind.Store)
                {
                    await StageAsync(ProofStage.Store, StoreAsync).ConfigureAwait(false);
                }

                await StageAsync(ProofStage.Release, _association!.ReleaseAsync).ConfigureAwait(false);
            }

            return null;
        }
        catch (WireException fault)
        {
            if (fault.Sign is Sign.Answered or Sign.NoContext)
            {
                await PartAsync().ConfigureAwait(false);
            }

            return _witness.Why.IsEmpty ? fault.Sign : new Sign.NotTrusted(_witness.Why);
        }
    }

    /// <summary>Connects, sends these bytes and reads what comes, as TLS; <c>null</c> when there is no connection.</summary>
    /// <param name="patience">How long to wait for more.</param>
    public async Task<TlsRecords?> SayAsync(byte[] bytes, TimeSpan patience)
    {
        try
        {
            await StageAsync(ProofStage.Resolve, ResolveAsync).ConfigureAwait(false);
            await StageAsync(ProofStage.Connect, ConnectAsync).ConfigureAwait(false);
        }
        catch (WireException)
        {
            return null;
        }

        using var deadline = new Deadline(request.Timeout, cancellation);
        try
        {
            await _wire!.WriteAsync(bytes, deadline.Arm()).ConfigureAwait(false);
            var buffer = new byte[4096];
            while (await _wire.ReadAsync(buffer, deadline.Token).ConfigureAwait(false) > 0 && TlsRecords.Read(Received.Span) is { ServerHello: false, Alert: null })
            {
                deadline.Arm(patience);
            }
        }
        catch (Exception fault) when (deadline.Translate(fault) is WireException)
        {
            // What came until then counts.
        }

        return TlsRecords.Read(Received.Span);
    }

    public Evidence Evidence(Sign sign) => new()
    {
        Endpoint = request.Endpoint,
        Stage = _stage,
        Sign = sign,
        Titles = request.Titles,
        UsedTls = request.UseTls,
        Via = request.Via,
        Received = Received,
        Own = Own,
        OwnAsked = IsAsked,
        OwnSent = Tls is { } agreed ? agreed.Local is not null : request.Identity is not null && IsAsked,
        Peer = _witness.Presented,
        ImagesStored = Stored.Length,
        Now = _now,
        Timeout = request.Timeout,
    };

    public async ValueTask DisposeAsync()
    {
        if (_association is not null)
        {
            await _association.DisposeAsync().ConfigureAwait(false);
        }

        if (_tls is not null)
        {
            await _tls.DisposeAsync().ConfigureAwait(false);
        }

        if (_wire is not null)
        {
            await _wire.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool IsAsked => _witness.WasAskedForOwn || Tls is { Local: not null } || TlsRecords.Read(Received.Span).CertificateRequested;

    private HeldCertificate? Own => request.Identity is { } identity && HeldCertificate.Read(identity.RawData).TryGet(out var own, out _) ? own : null;

    private async Task StageAsync(ProofStage stage, Func<Task> act)
    {
        _stage = stage;
        var began = Stopwatch.GetTimestamp();
        using var deadline = new Deadline(request.Timeout, cancellation);
        try
        {
            await act().ConfigureAwait(false);
            _stages[stage] = new(stage, StageOutcome.Pass, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception fault)
        {
            _stages[stage] = new(stage, StageOutcome.Fail, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            cancellation.ThrowIfCancellationRequested();
            throw WireException.From(fault) ?? fault;
        }
    }

    private async Task ResolveAsync() => _addresses = IPAddress.TryParse(request.Endpoint.Host, out var address)
        ? [address]
        : await Dns.GetHostAddressesAsync(request.Endpoint.Host, cancellation).WaitAsync(request.Timeout, cancellation).ConfigureAwait(false);

    /// <summary>Each address in turn; the last one's fault counts.</summary>
    private async Task ConnectAsync()
    {
        using var deadline = new Deadline(request.Timeout, cancellation);
        _ = deadline.Arm();
        for (var at = 0; ; at++)
        {
            var socket = new Socket(_addresses[at].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(_addresses[at], request.Endpoint.Port), deadline.Token).ConfigureAwait(false);
                _wire = new(socket);
                return;
            }
            catch (Exception fault)
            {
                socket.Dispose();
                if (at + 1 == _addresses.Length || deadline.Token.IsCancellationRequested)
                {
                    throw deadline.Translate(fault);
                }
            }
        }
    }

    private async Task HandshakeAsync()
    {
        using var deadline = new Deadline(request.Timeout, cancellation);
        _tls = new(_wire!, leaveInnerStreamOpen: true);
        try
        {
            if (request.Via is { } via)
            {
                await SwitchAsync(via, deadline).ConfigureAwait(false);
            }

            await _tls.AuthenticateAsClientAsync(Network.Tls.Client(request, versions, _witness), deadline.Arm()).ConfigureAwait(false);
            Tls = Network.Tls.Facts(_tls, _witness.Presented);
            if (request.Kind == ProofKind.Tls)
            {
                await AwaitSecondThoughtsAsync(deadline).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            throw deadline.Translate(fault);
        }
    }

    /// <summary>Byte by byte, so that none of TLS is taken.</summary>
    private async Task SwitchAsync(string via, Deadline deadline)
    {
        await _wire!.WriteAsync(MessageFraming.Preamble(via), deadline.Arm()).ConfigureAwait(false);
        var octet = new byte[1];
        FramingAnswer answer;
        while ((answer = MessageFraming.Read(Received.Span)) is FramingAnswer.Unfinished)
        {
            if (await _wire.ReadAsync(octet, deadline.Token).ConfigureAwait(false) == 0)
            {
                throw new WireException(new Sign.Closed());
            }
        }

        if (answer is FramingAnswer.Unexpected)
        {
            await GlimpseAsync(deadline).ConfigureAwait(false);
        }

        _switched = answer switch
        {
            FramingAnswer.Upgraded => Received.Length,
            FramingAnswer.Fault fault => throw new WireException(new Sign.UpgradeFault(fault.Name)),
            _ => throw new WireException(new Sign.NotFraming()),
        };
    }

    /// <summary>A little more of what came, to show it.</summary>
    private async Task GlimpseAsync(Deadline deadline)
    {
        using var glance = new Deadline(SecondThoughts, deadline.Token);
        try
        {
            _ = await _wire!.ReadAsync(new byte[64], glance.Arm()).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // What came until then counts.
        }
    }

    /// <summary>The other side may judge our certificate after our handshake has ended: with TLS 1.3 always, and .NET on Linux
    /// does it with 1.2 too. We wait for an alert or the end.</summary>
    private async Task AwaitSecondThoughtsAsync(Deadline deadline)
    {
        using var thoughts = new Deadline(request.Timeout < SecondThoughts ? request.Timeout : SecondThoughts, deadline.Token);
        try
        {
            if (await _tls!.ReadAsync(new byte[1], thoughts.Arm()).ConfigureAwait(false) == 0)
            {
                throw new WireException(new Sign.Closed());
            }
        }
        catch (OperationCanceledException) when (!deadline.Token.IsCancellationRequested)
        {
            // No objection.
        }
    }

    private async Task AssociateAsync()
    {
        var titles = request.Titles ?? throw new InvalidOperationException("echo and store need AE titles");
        if (request.Kind == ProofKind.Store)
        {
            _images = (request.Images ?? OutgoingImages.Made(titles.Calling, _now)).Images;
        }

        IEnumerable<(string Class, ImmutableArray<string> Syntaxes)> kinds =
        [
            (Uids.Verification, Plain),
            .. FurtherClasses.Select(sopClass => (sopClass, Common)),
            .. _images.SelectMany(image => image.TransferSyntaxes, (image, syntax) => (image.SopClass, Syntax: syntax)).Distinct()
                .Select(kind => (kind.SopClass, ImmutableArray.Create(kind.Syntax))),
        ];
        _association = await Association.OpenAsync(
            (Stream?)_tls ?? _wire!,
            titles,
            [.. kinds.Select((kind, at) => new ProposedContext((byte)((2 * at) + 1), kind.Class, kind.Syntaxes))],
            request.Timeout,
            cancellation).ConfigureAwait(false);
        TakesFurtherClass = FurtherClasses.Any(sopClass => _association.Accepted(sopClass) is not null);
    }

    /// <summary>All images in order; the first that is not stored with plain success ends it.</summary>
    private async Task StoreAsync()
    {
        foreach (var image in _images)
        {
            var context = _association!.Accepted(image.SopClass, image.TransferSyntaxes.AsSpan())
                ?? throw _association.NoContext(image.SopClass, image.TransferSyntaxes[0]);
            var answer = await SendAsync(image, context).ConfigureAwait(false);
            if (answer.Status is { IsSuccess: true } or { IsWarning: true })
            {
                Stored = Stored.Add(image.SopInstance);
            }

            if (answer.Status is { IsSuccess: false } status)
            {
                throw new WireException(new Sign.Answered(status, answer.Comment, image.SopInstance));
            }
        }
    }

    /// <summary>An association that did not do what it was for ends in good order all the same.</summary>
    private async Task PartAsync()
    {
        try
        {
            await _association!.ReleaseAsync().ConfigureAwait(false);
        }
        catch (WireException)
        {
            // The failure before counts.
        }
    }

    private async Task<Command> SendAsync(OutgoingImage image, AnsweredContext context)
    {
        try
        {
            await using var dataSet = image.Open(context.TransferSyntax);
            return await _association!.StoreAsync(context, image.SopClass, image.SopInstance, dataSet, dataSet.Length - dataSet.Position).ConfigureAwait(false);
        }
        catch (DataSetUnreadableException broken)
        {
            await _association!.AbortAsync().ConfigureAwait(false);
            throw Unreadable(broken.InnerException!);
        }
        catch (Exception refused) when (refused is not WireException && Stores.Faults.IsMachine(refused))
        {
            throw Unreadable(refused);
        }

        WireException Unreadable(Exception fault) => new(new Sign.ImageUnreadable(image.Name, Stores.Faults.Of(fault, image.Name).Seen));
    }

    private async Task EchoAsync()
    {
        var status = await _association!.EchoAsync().ConfigureAwait(false);
        if (!status.IsSuccess)
        {
            throw new WireException(new Sign.Answered(status, null, null));
        }
    }
}

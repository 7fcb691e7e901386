using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;

namespace Provisioner.Tests.Network;

/// <summary>What anyone may send is bounded in memory and time and ends with an abort, never with an exception.</summary>
[Collection(Alone.Name)]
public sealed class HostileTests
{
    private static readonly int Streams = Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1" ? 100_000 : 2_000;

    private static readonly ListenerOptions Open = new() { Policy = new() { Store = true }, Timeout = TimeSpan.FromSeconds(1) };

    private static readonly byte[] Request = PduWriter.Write(new Pdu.AssociateRequest
    {
        Called = AeTitle.Check("PACS").Value,
        Calling = AeTitle.Check("MR2").Value,
        Contexts = [new(1, Uids.Verification, [Uids.ImplicitLittle]), new(3, Uids.CtImage, [Uids.ImplicitLittle])],
    });

    [Fact]
    public async Task Random_PDU_streams_to_the_listener_end_without_exception_hang_or_growth()
    {
        var ends = new HashSet<string>();
        await HoldAsync(async seed =>
        {
            var pdus = new RandomPdus(seed);
            var sent = pdus.Stream();
            var stream = new ScriptedStream(sent, pdus.Chunk);
            var visit = await new Reception(Open, isFull: false, CancellationToken.None).ServeAsync(stream, new(IPAddress.Loopback, 1), () => sent.AsMemory(0, Math.Min(sent.Length, Wire.MostKept)));
            _ = ends.Add(visit.Failure is { } seen ? CallerDiagnosis.Of(seen)?.Slug ?? "nothing" : "released");
            Assert.InRange(stream.Written, 0, 100_000);
        });
        Assert.Superset(new HashSet<string> { "released", "nothing", "connection-lost", "protocol-broken", "association-aborted" }, ends);
    }

    [Fact]
    public async Task Random_PDU_streams_to_the_caller_end_without_exception_hang_or_growth()
    {
        var ends = new HashSet<string>();
        await HoldAsync(async seed =>
        {
            var pdus = new RandomPdus(seed);
            try
            {
                await using var association = await Association.OpenAsync(
                    new ScriptedStream(pdus.Answers(), pdus.Chunk),
                    Hospital.Titles(),
                    [new(1, Uids.Verification, [Uids.ImplicitLittle]), new(3, Uids.CtImage, [Uids.ImplicitLittle])],
                    TimeSpan.FromSeconds(1),
                    CancellationToken.None);
                _ = await association.EchoAsync();
                if (association.Accepted(Uids.CtImage) is { } context)
                {
                    _ = await association.StoreAsync(context, Uids.CtImage, "1.2.3", new MemoryStream(new byte[5000]), 5000);
                }

                await association.ReleaseAsync();
                _ = ends.Add("Released");
            }
            catch (WireException ended)
            {
                _ = ends.Add(ended.Sign.GetType().Name);
            }
        });
        Assert.Superset(new HashSet<string> { "Released", "Closed", "NotDicom", "Aborted" }, ends);
    }

    [Fact]
    public async Task A_flood_of_echoes_is_answered_one_by_one_and_nothing_is_kept()
    {
        await using var listener = Listener.Start(Open);
        await using var association = await PeerTests.OpenAsync(Endpoint.Loopback(listener.Port));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < 5_000; number++)
        {
            Assert.True((await association.EchoAsync()).IsSuccess);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1 << 20);
        await association.ReleaseAsync();
    }

    [Theory]
    [InlineData("a length of four gigabytes", new byte[] { 4, 0, 255, 255, 255, 255 })]
    [InlineData("a type that is none", new byte[] { 99, 0, 0, 0, 0, 4, 1, 2, 3, 4 })]
    [InlineData("a PDV longer than its PDU", new byte[] { 4, 0, 0, 0, 0, 6, 0, 0, 255, 0, 1, 3 })]
    [InlineData("data before a command", new byte[] { 4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 1, 2 })]
    [InlineData("a second request", new byte[] { 1 })]
    public async Task What_is_wrong_after_the_request_is_answered_with_an_abort(string row, byte[] wrong)
    {
        await using var listener = Listener.Start(Open);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, listener.Port);
        var stream = client.GetStream();
        await stream.WriteAsync((byte[])[.. Request, .. wrong.Length == 1 ? Request : wrong]);
        var answer = await ReadToEndAsync(stream);
        Assert.True(answer[^10..] is [7, 0, 0, 0, 0, 4, 0, 0, _, _], row);
    }

    [Fact]
    public async Task Slow_bytes_are_cut_off_in_the_time_of_one_PDU()
    {
        await using var listener = Listener.Start(Open);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, listener.Port);
        var since = Stopwatch.StartNew();
        var cut = false;
        for (var at = 0; at < Request.Length && !cut; at++)
        {
            try
            {
                await client.GetStream().WriteAsync(Request.AsMemory(at, 1));
                await Task.Delay(50);
                cut = client.Client.Poll(0, SelectMode.SelectRead);
            }
            catch (IOException)
            {
                cut = true;
            }
        }

        Assert.True(cut);
        Assert.InRange(since.Elapsed.TotalSeconds, 0.5, 8);
    }

    [Fact]
    public async Task Sixty_four_associations_are_served_at_once()
    {
        await using var listener = Listener.Start(Open with { Timeout = TimeSpan.FromSeconds(20) });
        var open = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => PeerTests.OpenAsync(Endpoint.Loopback(listener.Port))));
        foreach (var association in open)
        {
            Assert.True((await association.EchoAsync()).IsSuccess);
        }

        foreach (var association in open)
        {
            await association.ReleaseAsync();
            await association.DisposeAsync();
        }
    }

    /// <summary>Half a gigabyte there and back through one process: what is allocated for it all, let alone held, is less than the
    /// program may hold.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_image_of_any_size_passes_in_little_memory(bool tls)
    {
        using var hospital = new Hospital();
        var sink = new CountingSink();
        await using var listener = Listener.Start(new()
        {
            Policy = new() { Store = true },
            Sink = sink,
            Identity = tls ? Hospital.WithKey(hospital.Server) : null,
            Trust = tls ? Hospital.Clients(hospital.Authority) : null,
        });
        var image = new OutgoingImage { SopClass = Uids.CtImage, SopInstance = "1.2.3", TransferSyntaxes = [Uids.ImplicitLittle], Open = _ => new Zeros(512 << 20), Name = "large" };
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var result = await Prover.ProveAsync(
            hospital.Ask(Endpoint.Loopback(listener.Port), ProofKind.Store) with { UseTls = tls, Images = new([image], []), Timeout = TimeSpan.FromSeconds(60) }, CancellationToken.None);
        Assert.True(result.Ok, result.Problem?.Seen);
        Assert.Equal(512 << 20, sink.Bytes);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
    }

    /// <summary>Every seed within ten seconds; and the memory at the end as after the first tenth, give or take two megabytes.</summary>
    private static async Task HoldAsync(Func<int, Task> act)
    {
        long before = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            if (seed == Streams / 10)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }

            try
            {
                await act(seed).WaitAsync(TimeSpan.FromSeconds(10));
            }
            catch (Exception fault)
            {
                Assert.Fail($"seed {seed}: {fault}");
            }
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 << 20);
    }

    private static async Task<byte[]> ReadToEndAsync(NetworkStream stream)
    {
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole).WaitAsync(TimeSpan.FromSeconds(10));
        return whole.ToArray();
    }
}

/// <summary>Keeps nothing.</summary>
internal sealed class CountingSink : IImageSink, IIncomingImage
{
    public long Bytes { get; private set; }

    public IIncomingImage Begin(IncomingImage image) => this;

    public void Append(ReadOnlySpan<byte> fragment) => Bytes += fragment.Length;

    public void Commit()
    {
    }

    public void Dispose()
    {
    }
}

/// <summary>So many bytes of nothing.</summary>
internal sealed class Zeros(long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = (int)Math.Min(count, length - Position);
        Array.Clear(buffer, offset, read);
        Position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>For tests that measure the whole process: they run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

using System.Buffers.Binary;
using Provisioner.Core.Dicom;

namespace Provisioner.Tests.Network;

/// <summary>Streams of PDUs as nobody should send them: mostly right, then wrong in one place or many. The seed says it all.</summary>
internal sealed class RandomPdus(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>To one who listens.</summary>
    public byte[] Stream()
    {
        var bytes = new List<byte>();
        if (_random.Next(10) > 0)
        {
            bytes.AddRange(Request());
        }

        return Damaged(bytes);
    }

    /// <summary>To one who asks for an echo, an image stored, and release: often what is right.</summary>
    public byte[] Answers()
    {
        byte[][] right =
        [
            Accept(),
            Whole(1, Command.EchoRequest(1).Answer(DimseStatus.Success)),
            Whole(3, Command.StoreRequest(2, Uids.CtImage, "1.2.3").Answer(DimseStatus.Success)),
            PduWriter.Write(new Pdu.ReleaseReply()),
        ];
        var bytes = new List<byte>();
        foreach (var pdu in right)
        {
            bytes.AddRange(_random.Next(8) > 0 ? pdu : Piece());
        }

        return Damaged(bytes);
    }

    private byte[] Damaged(List<byte> bytes)
    {
        for (var count = _random.Next(12); count > 0; count--)
        {
            bytes.AddRange(Piece());
        }

        var stream = bytes.ToArray();
        for (var flips = _random.Next(3) == 0 ? _random.Next(1, 6) : 0; flips > 0 && stream.Length > 0; flips--)
        {
            stream[_random.Next(stream.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return _random.Next(4) == 0 ? stream[.._random.Next(stream.Length + 1)] : stream;
    }

    /// <summary>Cuts as TCP would.</summary>
    public int Chunk(int left) => _random.Next(3) switch
    {
        0 => Math.Min(left, _random.Next(1, 8)),
        1 => Math.Min(left, _random.Next(1, 600)),
        _ => left,
    };

    private byte[] Piece() => _random.Next(9) switch
    {
        0 => Request(),
        1 => PduWriter.Write(new Pdu.ReleaseRequest()),
        2 => PduWriter.Write(new Pdu.ReleaseReply()),
        3 => PduWriter.Write(new Pdu.Abort((AbortSource)_random.Next(4), (AbortReason)_random.Next(9))),
        4 => Head((byte)_random.Next(256), (uint)_random.NextInt64(uint.MaxValue), _random.Next(40)),
        _ => Data(),
    };

    private byte[] Request() => PduWriter.Write(new Pdu.AssociateRequest
    {
        Called = AeTitle.Check("PACS").Value,
        Calling = AeTitle.Check("MR2").Value,
        Contexts = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(at => new ProposedContext(
            (byte)((2 * at) + 1), at == 0 ? Uids.Verification : Uids.CtImage, [Uids.ImplicitLittle]))],
        User = new(_random.Next(4) == 0 ? (uint)_random.Next(20) : 16384, "1.2", null),
    });

    private static byte[] Accept() => PduWriter.Write(new Pdu.AssociateAccept
    {
        Called = null,
        Calling = null,
        Contexts = [new(1, ContextResult.Accepted, Uids.ImplicitLittle), new(3, ContextResult.Accepted, Uids.ImplicitLittle)],
    });

    private byte[] Data()
    {
        var values = new List<byte>();
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            var command = _random.Next(5) switch
            {
                0 => Command.EchoRequest((ushort)_random.Next(5)),
                1 => Command.EchoRequest(1).Answer(new((ushort)_random.Next(ushort.MaxValue))),
                2 => Command.StoreRequest(1, Uids.CtImage, "1.2.3").Answer(DimseStatus.Success),
                3 => new Command { Field = (CommandField)_random.Next(ushort.MaxValue), MessageId = 1, HasDataSet = _random.Next(2) == 0 },
                _ => Command.StoreRequest(2, Uids.CtImage, "1.2.3"),
            };
            values.AddRange(Value((byte)((2 * _random.Next(3)) + 1), isCommand: true, command.ToBytes()));
            if (_random.Next(2) == 0)
            {
                values.AddRange(Value(3, isCommand: false, new byte[_random.Next(3000)]));
            }
        }

        return [.. Head(4, (uint)values.Count, 0), .. values];
    }

    private static byte[] Whole(byte context, Command command)
    {
        var fragment = command.ToBytes();
        var value = new byte[Pdv.HeadSize + fragment.Length];
        Pdv.WriteHead(value, context, isCommand: true, isLast: true, fragment.Length);
        fragment.CopyTo(value, Pdv.HeadSize);
        var head = new byte[PduHead.Size];
        new PduHead(PduType.Data, (uint)value.Length).Write(head);
        return [.. head, .. value];
    }

    private byte[] Value(byte context, bool isCommand, byte[] fragment)
    {
        var value = new byte[Pdv.HeadSize + fragment.Length];
        Pdv.WriteHead(value, context, isCommand, _random.Next(6) > 0, fragment.Length + (_random.Next(20) == 0 ? _random.Next(-8, 9) : 0));
        fragment.CopyTo(value, Pdv.HeadSize);
        return value;
    }

    private byte[] Head(byte type, uint length, int bytes)
    {
        var head = new byte[PduHead.Size + bytes];
        head[0] = type;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(2), length);
        _random.NextBytes(head.AsSpan(PduHead.Size));
        return head;
    }
}

/// <summary>A connection in memory: gives the bytes in pieces, then the end; counts what is written.</summary>
internal sealed class ScriptedStream(byte[] bytes, Func<int, int> chunk) : Stream
{
    private int _at;

    public long Written { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = Math.Min(bytes.Length - _at, buffer.Length);
        var count = left == 0 ? 0 : chunk(left);
        bytes.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        return ValueTask.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

using Provisioner.Core.Dicom;

namespace Provisioner.Network;

/// <summary>Packs one message's fragments as P-DATA-TF PDUs of one PDV each into a buffer that is sent with one write.</summary>
/// <param name="fragment">Longest fragment that the receiver takes.</param>
internal sealed class PduPacker(byte[] buffer, byte context, int fragment)
{
    private const int Heads = PduHead.Size + Pdv.HeadSize;

    public byte[] Buffer { get; } = buffer;

    public int Length { get; private set; }

    /// <summary>Whether not even the smallest useful fragment fits.</summary>
    public bool IsFull => Room < Math.Min(fragment, 1024);

    private int Room => Buffer.Length - Length - Heads;

    /// <summary>A whole command set; it fits an empty buffer.</summary>
    public void AddCommand(ReadOnlySpan<byte> command)
    {
        while (command.Length > 0)
        {
            var size = Math.Min(fragment, command.Length);
            command[..size].CopyTo(Buffer.AsSpan(Length + Heads));
            Close(size, isCommand: true, isLast: size == command.Length);
            command = command[size..];
        }
    }

    /// <summary>One fragment from the stream, at most what fits.</summary>
    /// <param name="left">Bytes of the data set not yet sent.</param>
    /// <returns>Bytes taken.</returns>
    /// <exception cref="EndOfStreamException">The data set ended early.</exception>
    public int AddData(Stream dataSet, long left)
    {
        var size = (int)Math.Min(Math.Min(fragment, Room & ~1), left);
        dataSet.ReadExactly(Buffer.AsSpan(Length + Heads, size));
        Close(size, isCommand: false, isLast: size == left);
        return size;
    }

    /// <summary>What is packed, to be sent before anything is added.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        var taken = Buffer.AsMemory(0, Length);
        Length = 0;
        return taken;
    }

    private void Close(int size, bool isCommand, bool isLast)
    {
        var at = Buffer.AsSpan(Length);
        new PduHead(PduType.Data, (uint)(Pdv.HeadSize + size)).Write(at);
        Pdv.WriteHead(at[PduHead.Size..], context, isCommand, isLast, size);
        Length += Heads + size;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Provisioner.Core.Dicom;

/// <summary>Writes a flat data set, little endian, with explicit or implicit value representation (PS3.5, 7.1). Elements are given
/// in ascending order; values come out with even length.</summary>
/// <param name="isExplicit">Whether the value representation is written.</param>
public sealed class DataSetWriter(bool isExplicit)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(8 * 1024);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Text(ushort group, ushort element, string representation, string value) =>
        Put(group, element, representation, Encoding.ASCII.GetBytes(value), (byte)' ');

    public void Uid(ushort group, ushort element, string uid) => Put(group, element, "UI", Encoding.ASCII.GetBytes(uid), 0);

    public void Number(ushort group, ushort element, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        Put(group, element, "US", bytes, 0);
    }

    public void Number(ushort group, ushort element, string representation, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Put(group, element, representation, bytes, 0);
    }

    public void Bytes(ushort group, ushort element, string representation, ReadOnlySpan<byte> value) =>
        Put(group, element, representation, value, 0);

    private void Put(ushort group, ushort element, string representation, ReadOnlySpan<byte> value, byte pad)
    {
        var length = value.Length + (value.Length & 1);
        Span<byte> head = stackalloc byte[12];
        head.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(head, group);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], element);
        _bytes.Write(head[..Length(head, representation, length)]);
        _bytes.Write(value);
        if (length > value.Length)
        {
            _bytes.Write([pad]);
        }
    }

    /// <summary>Fills in what follows the tag; answers the head's whole length.</summary>
    private int Length(Span<byte> head, string representation, int length)
    {
        if (!isExplicit)
        {
            BinaryPrimitives.WriteInt32LittleEndian(head[4..], length);
            return 8;
        }

        Encoding.ASCII.GetBytes(representation, head[4..]);
        if (representation is "OB" or "OW" or "UN" or "UT" or "SQ")
        {
            BinaryPrimitives.WriteInt32LittleEndian(head[8..], length);
            return 12;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(head[6..], checked((ushort)length));
        return 8;
    }
}

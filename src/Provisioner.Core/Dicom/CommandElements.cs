using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Provisioner.Core.Dicom;

/// <summary>Elements of group 0000 in ascending order, then their group length before them (PS3.7, 6.3.1).</summary>
internal sealed class CommandElements
{
    private readonly ArrayBufferWriter<byte> _elements = new(256);

    public void Number(ushort element, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        Put(_elements, element, bytes);
    }

    /// <summary>Left out when <c>null</c>; padded to even length with a zero byte.</summary>
    public void Uid(ushort element, string? uid) => Padded(element, uid, '\0');

    /// <summary>Left out when <c>null</c>; padded to even length with a space; at most 64 characters.</summary>
    public void Text(ushort element, string? text) => Padded(element, text is { Length: > 64 } ? text[..64] : text, ' ');

    public byte[] ToBytes()
    {
        var whole = new ArrayBufferWriter<byte>(_elements.WrittenCount + 12);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, _elements.WrittenCount);
        Put(whole, 0x0000, length);
        whole.Write(_elements.WrittenSpan);
        return whole.WrittenSpan.ToArray();
    }

    private void Padded(ushort element, string? text, char pad)
    {
        if (text is not null)
        {
            Put(_elements, element, Encoding.ASCII.GetBytes(text.Length % 2 == 0 ? text : text + pad));
        }
    }

    /// <summary>Group 0, element 2, length 4, value 8.</summary>
    private static void Put(ArrayBufferWriter<byte> to, ushort element, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[8];
        head.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], element);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], value.Length);
        to.Write(head);
        to.Write(value);
    }
}

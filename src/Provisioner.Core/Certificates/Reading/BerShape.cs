using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Containers are written in BER, with lengths left open and octet strings in pieces. Turns them into definite lengths and whole
/// strings, in two passes over the bytes; depth and number are checked before anything is allocated for them.</summary>
internal static class BerShape
{
    private const int Deepest = 32, MostElements = 500_000;
    private const byte Constructed = 0x20, OctetString = 0x04, OpenOctetString = 0x24, OpenLength = 0x80;

    /// <summary>The same bytes where nothing was open.</summary>
    /// <exception cref="MalformedException">Too deep, too many, or cut off.</exception>
    public static ReadOnlyMemory<byte> Definite(ReadOnlyMemory<byte> ber)
    {
        var plan = new Plan();
        _ = plan.Measure(ber.Span, 0);
        return plan.IsOpen ? plan.Write(ber.Span) : ber;
    }

    /// <summary>An octet string's content without copying it, where it lies in one piece.</summary>
    public static ReadOnlyMemory<byte> Octets(this AsnReader reader, Asn1Tag? tag = null) =>
        reader.TryReadPrimitiveOctetString(out var content, tag) ? content : reader.ReadOctetString(tag);

    private sealed class Plan
    {
        /// <summary>Lengths of content as they will be, in the order of the elements.</summary>
        private readonly List<int> _lengths = [];
        private int _next;

        public bool IsOpen { get; private set; }

        /// <summary>Measures one element. Answers how many bytes it has now, and how many its content and whole will have.</summary>
        public (int Read, int Content, int Whole) Measure(ReadOnlySpan<byte> bytes, int depth)
        {
            var head = Head.Of(bytes);
            if (depth > Deepest || _lengths.Count >= MostElements)
            {
                throw new MalformedException("nested too deep, or too many parts");
            }

            var slot = _lengths.Count;
            _lengths.Add(0);
            var (read, content) = head.IsConstructed ? Children(bytes, head, depth) : (head.Size + head.Length!.Value, head.Length!.Value);
            IsOpen |= head.Length is null || head.Tag == OpenOctetString;
            _lengths[slot] = content;
            return (read, content, head.TagSize + LengthSize(content) + content);
        }

        private (int Read, int Content) Children(ReadOnlySpan<byte> bytes, Head head, int depth)
        {
            var (at, content) = (head.Size, 0);
            var end = head.Length is { } length ? head.Size + length : int.MaxValue;
            while (at < end && !(head.Length is null && IsEnd(bytes, at)))
            {
                var child = Measure(bytes[at..Math.Min(end, bytes.Length)], depth + 1);
                at += child.Read;
                content += head.Tag == OpenOctetString ? child.Content : child.Whole;
            }

            return (head.Length is null ? at + 2 : at, content);
        }

        public byte[] Write(ReadOnlySpan<byte> bytes)
        {
            var whole = new byte[Head.Of(bytes).TagSize + LengthSize(_lengths[0]) + _lengths[0]];
            var (from, to) = (0, 0);
            Copy(bytes, ref from, whole, ref to, withHead: true);
            return whole;
        }

        private void Copy(ReadOnlySpan<byte> bytes, ref int from, Span<byte> whole, ref int to, bool withHead)
        {
            var head = Head.Of(bytes[from..]);
            var content = _lengths[_next++];
            if (withHead)
            {
                bytes.Slice(from, head.TagSize).CopyTo(whole[to..]);
                whole[to] = head.Tag == OpenOctetString ? OctetString : whole[to];
                to += head.TagSize;
                to += WriteLength(whole[to..], content);
            }

            var end = head.Length is { } length ? from + head.Size + length : int.MaxValue;
            from += head.Size;
            if (!head.IsConstructed)
            {
                bytes[from..end].CopyTo(whole[to..]);
                (from, to) = (end, to + content);
                return;
            }

            while (from < end && !(head.Length is null && IsEnd(bytes, from)))
            {
                Copy(bytes, ref from, whole, ref to, withHead: head.Tag != OpenOctetString);
            }

            from += head.Length is null ? 2 : 0;
        }

        private static bool IsEnd(ReadOnlySpan<byte> bytes, int at) =>
            at + 2 > bytes.Length ? throw new MalformedException("cut off") : bytes[at] == 0 && bytes[at + 1] == 0;

        private static int LengthSize(int length) => length switch { < 0x80 => 1, < 0x100 => 2, < 0x10000 => 3, < 0x1000000 => 4, _ => 5 };

        private static int WriteLength(Span<byte> to, int length)
        {
            var size = LengthSize(length);
            to[0] = size == 1 ? (byte)length : (byte)(OpenLength | (size - 1));
            for (var at = 1; at < size; at++)
            {
                to[at] = (byte)(length >> (8 * (size - 1 - at)));
            }

            return size;
        }
    }

    /// <summary>Tag and length (X.690, 8.1). <paramref name="Length"/> is <c>null</c> where it is left open.</summary>
    private readonly record struct Head(byte Tag, int TagSize, int Size, int? Length)
    {
        public bool IsConstructed => (Tag & Constructed) != 0;

        public static Head Of(ReadOnlySpan<byte> bytes)
        {
            if (!Asn1Tag.TryDecode(bytes, out _, out var tagSize) || tagSize >= bytes.Length)
            {
                throw new MalformedException("cut off");
            }

            if (!AsnDecoder.TryDecodeLength(bytes[tagSize..], AsnEncodingRules.BER, out var length, out var lengthSize))
            {
                throw new MalformedException("length makes no sense");
            }

            var head = new Head(bytes[0], tagSize, tagSize + lengthSize, length);
            return (length is null && !head.IsConstructed) || length > bytes.Length - head.Size ? throw new MalformedException("cut off") : head;
        }
    }
}

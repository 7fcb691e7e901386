using System.Buffers;
using System.Buffers.Binary;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Dicom;

/// <summary>What the head of a DICOM file says (PS3.10, 7.1).</summary>
/// <param name="DataSetOffset">Where the data set begins, in bytes from the file's beginning.</param>
public sealed record Part10Head(string SopClass, string SopInstance, string TransferSyntax, int DataSetOffset);

/// <summary>Reads and writes the head of a DICOM file; the data set itself is never looked into.</summary>
public static class Part10
{
    /// <summary>Bytes from the file's beginning in which the head must end.</summary>
    public const int LongestHead = 64 * 1024;

    private const int Preamble = 128, Magic = 4;

    private static ReadOnlySpan<byte> MetaGroup => [2, 0];

    /// <param name="beginning">The first bytes of the file, as many as there are up to <see cref="LongestHead"/>.</param>
    public static Checked<Part10Head> ReadHead(ReadOnlySpan<byte> beginning)
    {
        if (beginning.Length < Preamble + Magic || !beginning[Preamble..].StartsWith("DICM"u8))
        {
            return Problem.Of("DICOM-002");
        }

        string? sopClass = null, instance = null, syntax = null;
        var at = Preamble + Magic;
        while (MetaElement.TryRead(beginning[at..], out var element))
        {
            var value = beginning.Slice(at + element.HeadLength, element.ValueLength);
            switch (element.Element)
            {
                case 0x0002:
                    sopClass = Uids.Read(value);
                    break;
                case 0x0003:
                    instance = Uids.Read(value);
                    break;
                case 0x0010:
                    syntax = Uids.Read(value);
                    break;
                default:
                    break;
            }

            at += element.HeadLength + element.ValueLength;
        }

        var isCut = beginning.Length - at < 8 || beginning[at..].StartsWith(MetaGroup);
        return isCut || sopClass is null || instance is null || syntax is null ? Problem.Of("DICOM-003") : new Part10Head(sopClass, instance, syntax, at);
    }

    /// <summary>Preamble, prefix and file meta information, to be followed by the data set.</summary>
    /// <param name="source">Who sent it; <c>null</c> when not known.</param>
    public static byte[] WriteHead(string sopClass, string sopInstance, string transferSyntax, AeTitle? source)
    {
        var meta = new DataSetWriter(isExplicit: true);
        meta.Bytes(0x0002, 0x0001, "OB", [0, 1]);
        meta.Uid(0x0002, 0x0002, sopClass);
        meta.Uid(0x0002, 0x0003, sopInstance);
        meta.Uid(0x0002, 0x0010, transferSyntax);
        meta.Uid(0x0002, 0x0012, Uids.Implementation);
        meta.Text(0x0002, 0x0013, "SH", Uids.ImplementationVersion);
        if (source is not null)
        {
            meta.Text(0x0002, 0x0016, "AE", source.Text);
        }

        var length = new DataSetWriter(isExplicit: true);
        length.Number(0x0002, 0x0000, "UL", (uint)meta.Written.Length);
        var head = new ArrayBufferWriter<byte>(Preamble + Magic + length.Written.Length + meta.Written.Length);
        head.Write(new byte[Preamble]);
        head.Write("DICM"u8);
        head.Write(length.Written);
        head.Write(meta.Written);
        return head.WrittenSpan.ToArray();
    }

    /// <summary>The head of an element of group 0002, always explicit, little endian: tag 4, VR 2, then length 2, or 2 reserved and
    /// length 4 (PS3.5, 7.1.2).</summary>
    private readonly record struct MetaElement(ushort Element, int HeadLength, int ValueLength)
    {
        public static bool TryRead(ReadOnlySpan<byte> bytes, out MetaElement element)
        {
            element = default;
            if (bytes.Length < 8 || BinaryPrimitives.ReadUInt16LittleEndian(bytes) != 0x0002)
            {
                return false;
            }

            var isLong = bytes[4..6] is [(byte)'O', _] or [(byte)'U', (byte)'N' or (byte)'T' or (byte)'C' or (byte)'R'] or [(byte)'S', (byte)'Q'];
            if (isLong && bytes.Length < 12)
            {
                return false;
            }

            var head = isLong ? 12 : 8;
            var length = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
            element = new(BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), head, (int)Math.Min(length, int.MaxValue));
            return length <= bytes.Length - head;
        }
    }
}

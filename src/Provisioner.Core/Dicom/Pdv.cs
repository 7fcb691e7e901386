using System.Buffers.Binary;

namespace Provisioner.Core.Dicom;

/// <summary>A presentation data value: one fragment of a command or a data set (PS3.8, 9.3.5.1 and annex E).</summary>
/// <param name="Fragment">A view into the buffer that was read; valid until that is read into again.</param>
public readonly record struct Pdv(byte ContextId, bool IsCommand, bool IsLast, ReadOnlyMemory<byte> Fragment)
{
    /// <summary>Length 4, context 1, control 1.</summary>
    public const int HeadSize = 6;

    /// <summary>Takes the next fragment off a P-DATA-TF body. False when none is left or what is left is broken: then
    /// <paramref name="body"/> is not empty.</summary>
    public static bool TryTake(ref ReadOnlyMemory<byte> body, out Pdv pdv)
    {
        pdv = default;
        var bytes = body.Span;
        if (bytes.Length < HeadSize || BinaryPrimitives.ReadUInt32BigEndian(bytes) is var length && (length < 2 || length > bytes.Length - 4))
        {
            return false;
        }

        pdv = new(bytes[4], (bytes[5] & 1) != 0, (bytes[5] & 2) != 0, body[HeadSize..(int)(4 + length)]);
        body = body[(int)(4 + length)..];
        return true;
    }

    /// <summary>Writes the head before a fragment that follows it.</summary>
    /// <param name="bytes">At least 6.</param>
    public static void WriteHead(Span<byte> bytes, byte contextId, bool isCommand, bool isLast, int fragmentLength)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes, fragmentLength + 2);
        bytes[4] = contextId;
        bytes[5] = (byte)((isCommand ? 1 : 0) | (isLast ? 2 : 0));
    }

    /// <summary>The longest even fragment for one PDV filling a P-DATA-TF of this length.</summary>
    /// <param name="maximumLength">As the receiver said; 0 means no limit, and then ours is used.
    /// At least 2 comes back, whatever was said.</param>
    public static int LongestFragment(uint maximumLength) =>
        Math.Max(2, ((int)(maximumLength is 0 or > UserInformation.OurMaximumLength ? UserInformation.OurMaximumLength : maximumLength) - HeadSize) & ~1);
}

using System.Buffers.Binary;

namespace Provisioner.Core.Dicom;

/// <summary>The six bytes before every PDU: type, a reserved byte, length of what follows (PS3.8, 9.3.1).</summary>
public readonly record struct PduHead(PduType Type, uint BodyLength)
{
    public const int Size = 6;

    /// <summary>Longest A-ASSOCIATE that is read; one with 128 contexts of 30 transfer syntaxes has about 250 KB.</summary>
    public const int LongestAssociate = 256 * 1024;

    /// <param name="bytes">At least 6.</param>
    public static PduHead Read(ReadOnlySpan<byte> bytes) =>
        new((PduType)bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    /// <summary>Writes it before a body of known length.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Type;
        bytes[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], BodyLength);
    }

    /// <summary>Why a PDU of this head is not even read; <c>null</c> when it is.</summary>
    public AbortReason? Fault() => Type switch
    {
        PduType.AssociateRequest or PduType.AssociateAccept => BodyLength is >= 68 and <= LongestAssociate ? null : AbortReason.InvalidParameter,
        PduType.Data => BodyLength is >= 6 and <= UserInformation.OurMaximumLength ? null : AbortReason.InvalidParameter,
        PduType.AssociateReject or PduType.ReleaseRequest or PduType.ReleaseReply or PduType.Abort =>
            BodyLength == 4 ? null : AbortReason.InvalidParameter,
        _ => AbortReason.UnrecognizedPdu,
    };
}

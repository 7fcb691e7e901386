using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Provisioner.Core.Dicom;

/// <summary>(0000,0100), PS3.7, E.1.</summary>
public enum CommandField : ushort
{
    StoreRequest = 0x0001,
    StoreResponse = 0x8001,
    EchoRequest = 0x0030,
    EchoResponse = 0x8030,
    CancelRequest = 0x0FFF,
}

/// <summary>A command set (PS3.7, 6.3): implicit value representation, little endian, group 0000, whatever the context.</summary>
public sealed record Command
{
    /// <summary>Longest command set that is put together from fragments.</summary>
    public const int Longest = 16 * 1024;

    private const ushort NoDataSet = 0x0101;

    public required CommandField Field { get; init; }

    /// <summary>Of a request its own number, of a response the number it answers.</summary>
    public required ushort MessageId { get; init; }

    /// <summary>Affected SOP class UID.</summary>
    public string? SopClass { get; init; }

    /// <summary>Affected SOP instance UID.</summary>
    public string? SopInstance { get; init; }

    /// <summary>Of responses only.</summary>
    public DimseStatus? Status { get; init; }

    /// <summary>(0000,0902), of responses that failed.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether a data set follows.</summary>
    public bool HasDataSet { get; init; }

    public bool IsResponse => ((ushort)Field & 0x8000) != 0;

    public static Command EchoRequest(ushort messageId) =>
        new() { Field = CommandField.EchoRequest, MessageId = messageId, SopClass = Uids.Verification };

    public static Command StoreRequest(ushort messageId, string sopClass, string sopInstance) => new()
    {
        Field = CommandField.StoreRequest,
        MessageId = messageId,
        SopClass = sopClass,
        SopInstance = sopInstance,
        HasDataSet = true,
    };

    /// <summary>The response to this request, without a data set.</summary>
    public Command Answer(DimseStatus status, string? comment = null) => new()
    {
        Field = (CommandField)((ushort)Field | 0x8000),
        MessageId = MessageId,
        SopClass = SopClass,
        SopInstance = SopInstance,
        Status = status,
        Comment = comment,
    };

    /// <summary>Reads a whole command set. Elements that are not needed are passed over.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Command? command)
    {
        command = null;
        ushort? field = null, id = null, answered = null, dataSet = null, status = null;
        string? sopClass = null, instance = null, comment = null;
        while (bytes.Length > 0)
        {
            if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) is var length && length > bytes.Length - 8)
            {
                return false;
            }

            var tag = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) != 0)
            {
                return false;
            }

            var value = bytes.Slice(8, (int)length);
            switch (tag)
            {
                case 0x0002 or 0x0003:
                    sopClass = Uids.Read(value);
                    break;
                case 0x0100:
                    field = Number(value);
                    break;
                case 0x0110:
                    id = Number(value);
                    break;
                case 0x0120:
                    answered = Number(value);
                    break;
                case 0x0800:
                    dataSet = Number(value);
                    break;
                case 0x0900:
                    status = Number(value);
                    break;
                case 0x0902:
                    comment = Encoding.Latin1.GetString(value.TrimEnd("\0 "u8));
                    break;
                case 0x1000 or 0x1001:
                    instance = Uids.Read(value);
                    break;
                default:
                    break;
            }

            bytes = bytes[(8 + (int)length)..];
        }

        if (field is not { } kind || (answered ?? id) is not { } number || dataSet is null)
        {
            return false;
        }

        command = new()
        {
            Field = (CommandField)kind,
            MessageId = number,
            SopClass = sopClass,
            SopInstance = instance,
            Status = status is { } code ? new DimseStatus(code) : null,
            Comment = comment,
            HasDataSet = dataSet != NoDataSet,
        };
        return true;
    }

    /// <summary>The whole command set with its group length.</summary>
    public byte[] ToBytes()
    {
        var elements = new CommandElements();
        elements.Uid(0x0002, SopClass);
        elements.Number(0x0100, (ushort)Field);
        elements.Number((ushort)(IsResponse ? 0x0120 : 0x0110), MessageId);
        if (Field == CommandField.StoreRequest)
        {
            elements.Number(0x0700, 0);
        }

        elements.Number(0x0800, HasDataSet ? (ushort)0 : NoDataSet);
        if (Status is { } status)
        {
            elements.Number(0x0900, status.Code);
        }

        elements.Text(0x0902, Comment);
        elements.Uid(0x1000, SopInstance);
        return elements.ToBytes();
    }

    private static ushort? Number(ReadOnlySpan<byte> value) => value.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(value) : null;
}

using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Provisioner.Core.Dicom;

/// <summary>Writes whole PDUs, head and body, each to be sent with one write.</summary>
public static class PduWriter
{
    public static byte[] Write(Pdu pdu)
    {
        var body = new ArrayBufferWriter<byte>(512);
        switch (pdu)
        {
            case Pdu.AssociateRequest request:
                Fixed(body, request.Versions, request.Called, request.Calling);
                Item(body, 0x10, request.ApplicationContext);
                foreach (var context in request.Contexts)
                {
                    Item(body, 0x20, Proposed(context));
                }

                Item(body, 0x50, User(request.User));
                break;
            case Pdu.AssociateAccept accept:
                Fixed(body, 1, accept.Called, accept.Calling);
                Item(body, 0x10, accept.ApplicationContext);
                foreach (var context in accept.Contexts)
                {
                    Item(body, 0x21, Answered(context));
                }

                Item(body, 0x50, User(accept.User));
                break;
            case Pdu.AssociateReject { Why: var why }:
                body.Write<byte>([0, why.Result, why.Source, why.Reason]);
                break;
            case Pdu.ReleaseRequest or Pdu.ReleaseReply:
                body.Write<byte>([0, 0, 0, 0]);
                break;
            case Pdu.Abort abort:
                body.Write<byte>([0, 0, (byte)abort.Source, (byte)abort.Reason]);
                break;
            default:
                throw new UnreachableException();
        }

        var bytes = new byte[PduHead.Size + body.WrittenCount];
        new PduHead(pdu.Type, (uint)body.WrittenCount).Write(bytes);
        body.WrittenSpan.CopyTo(bytes.AsSpan(PduHead.Size));
        return bytes;
    }

    /// <summary>Table 9-11: version 0, reserved 2, called 4, calling 20, reserved 36 to 67.</summary>
    private static void Fixed(ArrayBufferWriter<byte> body, ushort versions, AeTitle? called, AeTitle? calling)
    {
        var field = body.GetSpan(68)[..68];
        field.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(field, versions);
        called?.Write(field[4..]);
        calling?.Write(field[20..]);
        body.Advance(68);
    }

    private static ReadOnlySpan<byte> Proposed(ProposedContext context)
    {
        var value = new ArrayBufferWriter<byte>(128);
        value.Write<byte>([context.Id, 0, 0, 0]);
        Item(value, 0x30, context.AbstractSyntax);
        foreach (var syntax in context.TransferSyntaxes)
        {
            Item(value, 0x40, syntax);
        }

        return value.WrittenSpan;
    }

    private static ReadOnlySpan<byte> Answered(AnsweredContext context)
    {
        var value = new ArrayBufferWriter<byte>(64);
        value.Write<byte>([context.Id, 0, (byte)context.Result, 0]);
        Item(value, 0x40, context.TransferSyntax);
        return value.WrittenSpan;
    }

    private static ReadOnlySpan<byte> User(UserInformation user)
    {
        var value = new ArrayBufferWriter<byte>(128);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, user.MaximumLength);
        Item(value, 0x51, length);
        Item(value, 0x52, user.ImplementationClass);
        if (user.ImplementationVersion is { } version)
        {
            Item(value, 0x55, version);
        }

        return value.WrittenSpan;
    }

    private static void Item(ArrayBufferWriter<byte> to, byte type, string text) => Item(to, type, Encoding.Latin1.GetBytes(text));

    private static void Item(ArrayBufferWriter<byte> to, byte type, ReadOnlySpan<byte> value)
    {
        Span<byte> head = [type, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], checked((ushort)value.Length));
        to.Write(head);
        to.Write(value);
    }
}

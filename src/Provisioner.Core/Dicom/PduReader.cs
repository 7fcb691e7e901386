using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Provisioner.Core.Dicom;

/// <summary>Reads PDU bodies from bytes that anyone may have sent: every length is checked, unknown items are passed over.</summary>
public static class PduReader
{
    private const byte ApplicationContextItem = 0x10, AbstractSyntaxItem = 0x30, TransferSyntaxItem = 0x40, UserInformationItem = 0x50;
    private const byte ProposedContextItem = 0x20, AnsweredContextItem = 0x21;
    private const byte MaximumLengthItem = 0x51, ImplementationClassItem = 0x52, ImplementationVersionItem = 0x55;

    /// <summary>Contexts in one association: the odd numbers of a byte.</summary>
    private const int MostContexts = 128;

    /// <summary>Reads the body of any PDU but P-DATA-TF.</summary>
    /// <param name="body">What follows the head, as long as it said.</param>
    /// <param name="fault">What to abort with when it is not right; meaningless otherwise.</param>
    public static bool TryRead(PduType type, ReadOnlySpan<byte> body, [NotNullWhen(true)] out Pdu? pdu, out AbortReason fault)
    {
        fault = type is PduType.Data ? AbortReason.UnexpectedPdu : new PduHead(type, (uint)body.Length).Fault() ?? AbortReason.InvalidParameter;
        pdu = type switch
        {
            PduType.AssociateRequest when body.Length >= 68 => Request(body),
            PduType.AssociateAccept when body.Length >= 68 => Accept(body),
            _ when body.Length != 4 => null,
            PduType.AssociateReject => new Pdu.AssociateReject(new(body[1], body[2], body[3])),
            PduType.ReleaseRequest => new Pdu.ReleaseRequest(),
            PduType.ReleaseReply => new Pdu.ReleaseReply(),
            PduType.Abort => new Pdu.Abort((AbortSource)body[2], (AbortReason)body[3]),
            _ => null,
        };
        return pdu is not null;
    }

    /// <summary>Offsets from table 9-11: version 0, called 4, calling 20, reserved 36, items 68.</summary>
    private static Pdu.AssociateRequest? Request(ReadOnlySpan<byte> body)
    {
        var contexts = ImmutableArray.CreateBuilder<ProposedContext>();
        var (application, user, seen) = ("", default(UserInformation), new HashSet<byte>());
        for (var items = new Items(body[68..]); items.Next(out var item);)
        {
            switch (item.Type)
            {
                case ApplicationContextItem:
                    application = Text(item.Value);
                    break;
                case ProposedContextItem:
                    if (Proposed(item.Value) is not { } context || !seen.Add(context.Id))
                    {
                        return null;
                    }

                    contexts.Add(context);
                    break;
                case UserInformationItem:
                    user = User(item.Value);
                    break;
                default:
                    break;
            }
        }

        return Whole(body[68..]) && contexts.Count is >= 1 and <= MostContexts && user is not null
            ? new()
            {
                Versions = BinaryPrimitives.ReadUInt16BigEndian(body),
                Called = AeTitle.Read(body.Slice(4, AeTitle.Length)),
                Calling = AeTitle.Read(body.Slice(20, AeTitle.Length)),
                ApplicationContext = application,
                Contexts = contexts.ToImmutable(),
                User = user,
            }
            : null;
    }

    /// <summary>Offsets from table 9-17, those of the request.</summary>
    private static Pdu.AssociateAccept? Accept(ReadOnlySpan<byte> body)
    {
        var contexts = ImmutableArray.CreateBuilder<AnsweredContext>();
        var (application, user) = ("", default(UserInformation));
        for (var items = new Items(body[68..]); items.Next(out var item);)
        {
            switch (item.Type)
            {
                case ApplicationContextItem:
                    application = Text(item.Value);
                    break;
                case AnsweredContextItem:
                    if (Answered(item.Value) is not { } context)
                    {
                        return null;
                    }

                    contexts.Add(context);
                    break;
                case UserInformationItem:
                    user = User(item.Value);
                    break;
                default:
                    break;
            }
        }

        return Whole(body[68..]) && contexts.Count <= MostContexts && user is not null
            ? new()
            {
                Called = AeTitle.Read(body.Slice(4, AeTitle.Length)),
                Calling = AeTitle.Read(body.Slice(20, AeTitle.Length)),
                ApplicationContext = application,
                Contexts = contexts.ToImmutable(),
                User = user,
            }
            : null;
    }

    /// <summary>Table 9-13: id 0, reserved 1 to 3, items 4.</summary>
    private static ProposedContext? Proposed(ReadOnlySpan<byte> value)
    {
        if (value.Length < 4 || value[0] % 2 == 0 || !Whole(value[4..]))
        {
            return null;
        }

        var syntax = default(string);
        var transfers = ImmutableArray.CreateBuilder<string>();
        for (var items = new Items(value[4..]); items.Next(out var item);)
        {
            if (item.Type == AbstractSyntaxItem)
            {
                syntax ??= Text(item.Value);
            }
            else if (item.Type == TransferSyntaxItem)
            {
                transfers.Add(Text(item.Value));
            }
        }

        return syntax is null || transfers.Count == 0 ? null : new(value[0], syntax, transfers.ToImmutable());
    }

    /// <summary>Table 9-18: id 0, result 2, transfer syntax item 4.</summary>
    private static AnsweredContext? Answered(ReadOnlySpan<byte> value)
    {
        if (value.Length < 4 || !Whole(value[4..]))
        {
            return null;
        }

        var items = new Items(value[4..]);
        var transfer = items.Next(out var item) && item.Type == TransferSyntaxItem ? Text(item.Value) : "";
        return new(value[0], (ContextResult)value[2], transfer);
    }

    /// <summary>PS3.8, D.1, and PS3.7, D.3.3.2; other sub-items are passed over. <c>null</c> when a length is wrong.</summary>
    private static UserInformation? User(ReadOnlySpan<byte> value)
    {
        var user = new UserInformation(0, "", null);
        for (var items = new Items(value); items.Next(out var item);)
        {
            user = item.Type switch
            {
                MaximumLengthItem when item.Value.Length == 4 => user with { MaximumLength = BinaryPrimitives.ReadUInt32BigEndian(item.Value) },
                ImplementationClassItem => user with { ImplementationClass = Text(item.Value) },
                ImplementationVersionItem => user with { ImplementationVersion = Text(item.Value) },
                _ => user,
            };
        }

        return Whole(value) ? user : null;
    }

    private static bool Whole(ReadOnlySpan<byte> bytes)
    {
        var items = new Items(bytes);
        while (items.Next(out _))
        {
        }

        return !items.IsBroken;
    }

    private static string Text(ReadOnlySpan<byte> value) => Encoding.Latin1.GetString(value.TrimEnd("\0 "u8));

    private readonly ref struct Item(byte type, ReadOnlySpan<byte> value)
    {
        public byte Type { get; } = type;

        public ReadOnlySpan<byte> Value { get; } = value;
    }

    /// <summary>Walks items of type, reserved byte, two bytes of length, value. Never leaves its span.</summary>
    private ref struct Items(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        /// <summary>Bytes are left that are no whole item.</summary>
        public readonly bool IsBroken => _rest.Length > 0 && !HasNext;

        private readonly bool HasNext => _rest.Length >= 4 && _rest.Length - 4 >= BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);

        public bool Next(out Item item)
        {
            item = default;
            if (!HasNext)
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
            item = new(_rest[0], _rest.Slice(4, length));
            _rest = _rest[(4 + length)..];
            return true;
        }
    }
}

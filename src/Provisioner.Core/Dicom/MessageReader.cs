namespace Provisioner.Core.Dicom;

/// <summary>What a fragment completed or carried on.</summary>
public readonly record struct MessagePart
{
    public enum PartKind
    {
        /// <summary>Nothing yet: part of a command set.</summary>
        Pending,

        /// <summary>A whole command set.</summary>
        Command,

        /// <summary>A piece of the data set that belongs to the last command.</summary>
        Data,

        /// <summary>Not a message of PS3.7: abort.</summary>
        Fault,
    }

    public required PartKind Kind { get; init; }

    public byte ContextId { get; init; }

    /// <summary>With <see cref="PartKind.Command"/> and <see cref="PartKind.Data"/>.</summary>
    public Command? Command { get; init; }

    /// <summary>A view into the buffer that was read.</summary>
    public ReadOnlyMemory<byte> Fragment { get; init; }

    /// <summary>The last piece of the data set.</summary>
    public bool IsLast { get; init; }
}

/// <summary>Puts messages together from fragments (PS3.8, annex E; PS3.7, 6.3). Command sets are held, at most
/// <see cref="Command.Longest"/> bytes; data sets are passed through piece by piece and never held.</summary>
public sealed class MessageReader
{
    /// <summary>Empty pieces in a row that are borne; more is a flood.</summary>
    private const int MostEmpty = 64;

    private static readonly MessagePart Fault = new() { Kind = MessagePart.PartKind.Fault };

    private readonly List<byte> _commandBytes = [];
    private Command? _awaitingData;
    private byte? _context;
    private int _empty;

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsWithin => _awaitingData is not null || _context is not null;

    public MessagePart Take(Pdv pdv)
    {
        _empty = pdv.Fragment.IsEmpty && !pdv.IsLast ? _empty + 1 : 0;
        return _empty > MostEmpty || (_context is { } expected && pdv.ContextId != expected) || pdv.IsCommand != _awaitingData is null ? Fault
            : pdv.IsCommand ? TakeCommand(pdv)
            : TakeData(pdv);
    }

    private MessagePart TakeCommand(Pdv pdv)
    {
        _context = pdv.ContextId;
        if (_commandBytes.Count + pdv.Fragment.Length > Command.Longest)
        {
            return Fault;
        }

        _commandBytes.AddRange(pdv.Fragment.Span);
        if (!pdv.IsLast)
        {
            return new() { Kind = MessagePart.PartKind.Pending };
        }

        if (!Command.TryRead(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_commandBytes), out var command))
        {
            return Fault;
        }

        _commandBytes.Clear();
        (_awaitingData, _context) = command.HasDataSet ? (command, _context) : (null, null);
        return new() { Kind = MessagePart.PartKind.Command, ContextId = pdv.ContextId, Command = command };
    }

    private MessagePart TakeData(Pdv pdv)
    {
        var part = new MessagePart
        {
            Kind = MessagePart.PartKind.Data,
            ContextId = pdv.ContextId,
            Command = _awaitingData,
            Fragment = pdv.Fragment,
            IsLast = pdv.IsLast,
        };
        if (pdv.IsLast)
        {
            (_awaitingData, _context) = (null, null);
        }

        return part;
    }
}

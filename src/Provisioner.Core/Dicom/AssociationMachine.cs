using System.Collections.Frozen;
using System.Globalization;

namespace Provisioner.Core.Dicom;

/// <summary>PS3.8, 9.2.1. The number is the standard's.</summary>
public enum AssociationState
{
    Idle = 1,

    /// <summary>Transport open, waiting for A-ASSOCIATE-RQ.</summary>
    AwaitingRequest = 2,

    /// <summary>Waiting for the local user to accept or reject.</summary>
    AwaitingLocalAnswer = 3,

    /// <summary>Waiting for the transport to open.</summary>
    Connecting = 4,

    /// <summary>Waiting for A-ASSOCIATE-AC or -RJ.</summary>
    AwaitingAnswer = 5,

    Established = 6,

    /// <summary>We asked for release and wait for A-RELEASE-RP.</summary>
    AwaitingReleaseReply = 7,

    /// <summary>The other side asked for release; the local user has not answered.</summary>
    AwaitingLocalRelease = 8,

    /// <summary>Both asked; we are the requestor, the local user has not answered.</summary>
    CollisionRequestorLocal = 9,

    /// <summary>Both asked; we are the acceptor and wait for A-RELEASE-RP.</summary>
    CollisionAcceptorRemote = 10,

    /// <summary>Both asked; we are the requestor and wait for A-RELEASE-RP.</summary>
    CollisionRequestorRemote = 11,

    /// <summary>Both asked; we are the acceptor, the local user has not answered.</summary>
    CollisionAcceptorLocal = 12,

    /// <summary>No association any more; waiting for the transport to close.</summary>
    AwaitingClose = 13,
}

/// <summary>The rows of table 9-10. The number is the standard's.</summary>
public enum AssociationEvent
{
    RequestLocal = 1,
    TransportOpened = 2,
    AcceptPdu = 3,
    RejectPdu = 4,
    TransportIndicated = 5,
    RequestPdu = 6,
    AcceptLocal = 7,
    RejectLocal = 8,
    DataLocal = 9,
    DataPdu = 10,
    ReleaseLocal = 11,
    ReleaseRequestPdu = 12,
    ReleaseReplyPdu = 13,
    ReleaseReplyLocal = 14,
    AbortLocal = 15,
    AbortPdu = 16,
    TransportClosed = 17,
    TimerExpired = 18,
    InvalidPdu = 19,
}

/// <summary>Tables 9-6 to 9-9. The name is the standard's without its hyphen.</summary>
public enum AssociationAction
{
    AE1,
    AE2,
    AE3,
    AE4,
    AE5,

    /// <summary>The local user, who judges the request, gives the next state: the table's is that of an acceptable one.</summary>
    AE6,
    AE7,
    AE8,
    DT1,
    DT2,
    AR1,
    AR2,
    AR3,
    AR4,
    AR5,
    AR6,
    AR7,
    AR8,
    AR9,
    AR10,
    AA1,
    AA2,
    AA3,
    AA4,
    AA5,
    AA6,
    AA7,
    AA8,
}

/// <summary>What to do, and the state after it.</summary>
public readonly record struct AssociationStep(AssociationAction Do, AssociationState Next);

/// <summary>The upper layer's state machine, PS3.8, 9.2: its table 9-10 as a table.</summary>
public static class AssociationMachine
{
    /// <summary>Rows are events, columns states 1 to 13, a cell action and next state; a dot is a pair that cannot be.
    /// In row 12 the requestor's side of a release collision stands; the acceptor goes to 10.</summary>
    private const string Table = """
         1  AE1/4  .      .      .      .      .      .      .      .      .       .      .      .
         2  .      .      .      AE2/5  .      .      .      .      .      .       .      .      .
         3  .      AA1/13 AA8/13 .      AE3/6  AA8/13 AA8/13 AA8/13 AA8/13 AA8/13  AA8/13 AA8/13 AA6/13
         4  .      AA1/13 AA8/13 .      AE4/1  AA8/13 AA8/13 AA8/13 AA8/13 AA8/13  AA8/13 AA8/13 AA6/13
         5  AE5/2  .      .      .      .      .      .      .      .      .       .      .      .
         6  .      AE6/3  AA8/13 .      AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13  AA8/13 AA8/13 AA7/13
         7  .      .      AE7/6  .      .      .      .      .      .      .       .      .      .
         8  .      .      AE8/13 .      .      .      .      .      .      .       .      .      .
         9  .      .      .      .      .      DT1/6  .      AR7/8  .      .       .      .      .
        10  .      AA1/13 AA8/13 .      AA8/13 DT2/6  AR6/7  AA8/13 AA8/13 AA8/13  AA8/13 AA8/13 AA6/13
        11  .      .      .      .      .      AR1/7  .      .      .      .       .      .      .
        12  .      AA1/13 AA8/13 .      AA8/13 AR2/8  AR8/9  AA8/13 AA8/13 AA8/13  AA8/13 AA8/13 AA6/13
        13  .      AA1/13 AA8/13 .      AA8/13 AA8/13 AR3/1  AA8/13 AA8/13 AR10/12 AR3/1  AA8/13 AA6/13
        14  .      .      .      .      .      .      .      AR4/13 AR9/11 .       .      AR4/13 .
        15  .      .      AA1/13 AA2/1  AA1/13 AA1/13 AA1/13 AA1/13 AA1/13 AA1/13  AA1/13 AA1/13 .
        16  .      AA2/1  AA3/1  .      AA3/1  AA3/1  AA3/1  AA3/1  AA3/1  AA3/1   AA3/1  AA3/1  AA2/1
        17  .      AA5/1  AA4/1  AA4/1  AA4/1  AA4/1  AA4/1  AA4/1  AA4/1  AA4/1   AA4/1  AA4/1  AR5/1
        18  .      AA2/1  .      .      .      .      .      .      .      .       .      .      AA2/1
        19  .      AA1/13 AA8/13 .      AA8/13 AA8/13 AA8/13 AA8/13 AA8/13 AA8/13  AA8/13 AA8/13 AA7/13
        """;

    private static readonly FrozenDictionary<(AssociationState, AssociationEvent), AssociationStep> Steps = Read().ToFrozenDictionary();

    /// <summary>What happens, by table 9-10.</summary>
    /// <param name="isRequestor">Whether we asked for the association: it decides a release collision.</param>
    /// <exception cref="ImpossibleEventException">The table has no such cell: a bug, not a fault of the other side.</exception>
    public static AssociationStep Next(AssociationState state, AssociationEvent happened, bool isRequestor) =>
        !Steps.TryGetValue((state, happened), out var step) ? throw new ImpossibleEventException(state, happened)
        : step is { Do: AssociationAction.AR8 } && !isRequestor ? step with { Next = AssociationState.CollisionAcceptorRemote }
        : step;

    /// <summary>The event that the arrival of a well-formed PDU is.</summary>
    public static AssociationEvent Arrival(PduType type) => type switch
    {
        PduType.AssociateRequest => AssociationEvent.RequestPdu,
        PduType.AssociateAccept => AssociationEvent.AcceptPdu,
        PduType.AssociateReject => AssociationEvent.RejectPdu,
        PduType.Data => AssociationEvent.DataPdu,
        PduType.ReleaseRequest => AssociationEvent.ReleaseRequestPdu,
        PduType.ReleaseReply => AssociationEvent.ReleaseReplyPdu,
        PduType.Abort => AssociationEvent.AbortPdu,
        _ => AssociationEvent.InvalidPdu,
    };

    private static IEnumerable<KeyValuePair<(AssociationState, AssociationEvent), AssociationStep>> Read() =>
        from line in Table.Split('\n')
        let cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let happened = (AssociationEvent)Number(cells[0])
        from state in Enum.GetValues<AssociationState>()
        let cell = cells[(int)state]
        where cell != "."
        let parts = cell.Split('/')
        select KeyValuePair.Create((state, happened), new AssociationStep(Enum.Parse<AssociationAction>(parts[0]), (AssociationState)Number(parts[1])));

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}

/// <summary>A state met an event that the standard's table does not pair it with.</summary>
public sealed class ImpossibleEventException(AssociationState state, AssociationEvent happened)
    : InvalidOperationException($"{happened} in {state}");

using Provisioner.Core.Dicom;

namespace Provisioner.Tests.Dicom;

/// <summary>Held against PS3.8, table 9-10, written out here by what happens rather than by state, so that no slip is made twice.</summary>
public sealed class AssociationMachineTests
{
    private static readonly AssociationState[] All = Enum.GetValues<AssociationState>();

    /// <summary>States in which an A-ASSOCIATE, P-DATA or release PDU, or a broken one, may arrive: all with a transport open.</summary>
    private static readonly AssociationState[] Open = [.. All.Except([AssociationState.Idle, AssociationState.Connecting])];

    private static readonly Dictionary<AssociationEvent, AssociationState[]> Legal = new()
    {
        [AssociationEvent.RequestLocal] = [AssociationState.Idle],
        [AssociationEvent.TransportOpened] = [AssociationState.Connecting],
        [AssociationEvent.AcceptPdu] = Open,
        [AssociationEvent.RejectPdu] = Open,
        [AssociationEvent.TransportIndicated] = [AssociationState.Idle],
        [AssociationEvent.RequestPdu] = Open,
        [AssociationEvent.AcceptLocal] = [AssociationState.AwaitingLocalAnswer],
        [AssociationEvent.RejectLocal] = [AssociationState.AwaitingLocalAnswer],
        [AssociationEvent.DataLocal] = [AssociationState.Established, AssociationState.AwaitingLocalRelease],
        [AssociationEvent.DataPdu] = Open,
        [AssociationEvent.ReleaseLocal] = [AssociationState.Established],
        [AssociationEvent.ReleaseRequestPdu] = Open,
        [AssociationEvent.ReleaseReplyPdu] = Open,
        [AssociationEvent.ReleaseReplyLocal] = [AssociationState.AwaitingLocalRelease, AssociationState.CollisionRequestorLocal, AssociationState.CollisionAcceptorLocal],
        [AssociationEvent.AbortLocal] = [.. All.Except([AssociationState.Idle, AssociationState.AwaitingRequest, AssociationState.AwaitingClose])],
        [AssociationEvent.AbortPdu] = Open,
        [AssociationEvent.TransportClosed] = [.. All.Except([AssociationState.Idle])],
        [AssociationEvent.TimerExpired] = [AssociationState.AwaitingRequest, AssociationState.AwaitingClose],
        [AssociationEvent.InvalidPdu] = Open,
    };

    public static TheoryData<AssociationState, AssociationEvent> Pairs()
    {
        var pairs = new TheoryData<AssociationState, AssociationEvent>();
        foreach (var state in All)
        {
            foreach (var happened in Enum.GetValues<AssociationEvent>())
            {
                pairs.Add(state, happened);
            }
        }

        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Every_pair_of_state_and_event_is_legal_or_refused(AssociationState state, AssociationEvent happened)
    {
        if (Legal[happened].Contains(state))
        {
            Assert.True(Enum.IsDefined(AssociationMachine.Next(state, happened, isRequestor: true).Next));
        }
        else
        {
            _ = Assert.Throws<ImpossibleEventException>(() => AssociationMachine.Next(state, happened, isRequestor: true));
        }
    }

    [Theory]
    [InlineData(AssociationState.Idle, AssociationEvent.RequestLocal, AssociationAction.AE1, AssociationState.Connecting)]
    [InlineData(AssociationState.Connecting, AssociationEvent.TransportOpened, AssociationAction.AE2, AssociationState.AwaitingAnswer)]
    [InlineData(AssociationState.AwaitingAnswer, AssociationEvent.AcceptPdu, AssociationAction.AE3, AssociationState.Established)]
    [InlineData(AssociationState.AwaitingAnswer, AssociationEvent.RejectPdu, AssociationAction.AE4, AssociationState.Idle)]
    [InlineData(AssociationState.Idle, AssociationEvent.TransportIndicated, AssociationAction.AE5, AssociationState.AwaitingRequest)]
    [InlineData(AssociationState.AwaitingRequest, AssociationEvent.RequestPdu, AssociationAction.AE6, AssociationState.AwaitingLocalAnswer)]
    [InlineData(AssociationState.AwaitingLocalAnswer, AssociationEvent.AcceptLocal, AssociationAction.AE7, AssociationState.Established)]
    [InlineData(AssociationState.AwaitingLocalAnswer, AssociationEvent.RejectLocal, AssociationAction.AE8, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.Established, AssociationEvent.DataLocal, AssociationAction.DT1, AssociationState.Established)]
    [InlineData(AssociationState.Established, AssociationEvent.DataPdu, AssociationAction.DT2, AssociationState.Established)]
    [InlineData(AssociationState.Established, AssociationEvent.ReleaseLocal, AssociationAction.AR1, AssociationState.AwaitingReleaseReply)]
    [InlineData(AssociationState.Established, AssociationEvent.ReleaseRequestPdu, AssociationAction.AR2, AssociationState.AwaitingLocalRelease)]
    [InlineData(AssociationState.AwaitingReleaseReply, AssociationEvent.ReleaseReplyPdu, AssociationAction.AR3, AssociationState.Idle)]
    [InlineData(AssociationState.AwaitingReleaseReply, AssociationEvent.DataPdu, AssociationAction.AR6, AssociationState.AwaitingReleaseReply)]
    [InlineData(AssociationState.AwaitingLocalRelease, AssociationEvent.ReleaseReplyLocal, AssociationAction.AR4, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.AwaitingLocalRelease, AssociationEvent.DataLocal, AssociationAction.AR7, AssociationState.AwaitingLocalRelease)]
    [InlineData(AssociationState.AwaitingClose, AssociationEvent.TransportClosed, AssociationAction.AR5, AssociationState.Idle)]
    [InlineData(AssociationState.CollisionAcceptorRemote, AssociationEvent.ReleaseReplyPdu, AssociationAction.AR10, AssociationState.CollisionAcceptorLocal)]
    [InlineData(AssociationState.CollisionRequestorLocal, AssociationEvent.ReleaseReplyLocal, AssociationAction.AR9, AssociationState.CollisionRequestorRemote)]
    [InlineData(AssociationState.CollisionRequestorRemote, AssociationEvent.ReleaseReplyPdu, AssociationAction.AR3, AssociationState.Idle)]
    [InlineData(AssociationState.CollisionAcceptorLocal, AssociationEvent.ReleaseReplyLocal, AssociationAction.AR4, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.AwaitingClose, AssociationEvent.RequestPdu, AssociationAction.AA7, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.AwaitingClose, AssociationEvent.DataPdu, AssociationAction.AA6, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.AwaitingClose, AssociationEvent.InvalidPdu, AssociationAction.AA7, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.AwaitingClose, AssociationEvent.TimerExpired, AssociationAction.AA2, AssociationState.Idle)]
    [InlineData(AssociationState.AwaitingRequest, AssociationEvent.DataPdu, AssociationAction.AA1, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.AwaitingRequest, AssociationEvent.TransportClosed, AssociationAction.AA5, AssociationState.Idle)]
    [InlineData(AssociationState.Established, AssociationEvent.TransportClosed, AssociationAction.AA4, AssociationState.Idle)]
    [InlineData(AssociationState.Established, AssociationEvent.AbortPdu, AssociationAction.AA3, AssociationState.Idle)]
    [InlineData(AssociationState.Established, AssociationEvent.RequestPdu, AssociationAction.AA8, AssociationState.AwaitingClose)]
    [InlineData(AssociationState.Connecting, AssociationEvent.AbortLocal, AssociationAction.AA2, AssociationState.Idle)]
    public void The_table_is_the_standards(AssociationState state, AssociationEvent happened, AssociationAction action, AssociationState next) =>
        Assert.Equal(new AssociationStep(action, next), AssociationMachine.Next(state, happened, isRequestor: true));

    [Theory]
    [InlineData(true, AssociationState.CollisionRequestorLocal)]
    [InlineData(false, AssociationState.CollisionAcceptorRemote)]
    public void In_a_release_collision_the_requestor_answers_first(bool isRequestor, AssociationState next) =>
        Assert.Equal(
            new AssociationStep(AssociationAction.AR8, next),
            AssociationMachine.Next(AssociationState.AwaitingReleaseReply, AssociationEvent.ReleaseRequestPdu, isRequestor));

    [Fact]
    public void Every_PDU_out_of_turn_in_an_open_association_is_aborted_by_the_provider()
    {
        AssociationEvent[] pdus = [AssociationEvent.AcceptPdu, AssociationEvent.RejectPdu, AssociationEvent.RequestPdu, AssociationEvent.InvalidPdu];
        Assert.All(
            from state in All where state >= AssociationState.Established && state < AssociationState.AwaitingClose from pdu in pdus select (state, pdu),
            pair => Assert.Equal(AssociationAction.AA8, AssociationMachine.Next(pair.state, pair.pdu, isRequestor: false).Do));
    }
}

using Provisioner.Core.Journal;
using Provisioner.Core.Runs;

namespace Provisioner.Tests.Runs;

public sealed class RunRecordsTests
{
    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Samples.Events.Length)];

    [Theory, MemberData(nameof(Indices))]
    public void An_event_comes_back_from_its_record(int index)
    {
        var happened = Samples.Events[index];
        JournalEntry written = happened switch
        {
            RunEvent.Opened opened => new("OPEN", [.. RunRecords.OpenFields(opened)]),
            RunEvent.Closed closed => new("CLOSE", [.. RunRecords.CloseFields(closed)]),
            _ => RunRecords.Write(Samples.Procedure, happened),
        };
        Assert.Equal(happened, RunRecords.Read(AsRead(written)));
    }

    [Fact]
    public void A_record_of_an_unknown_event_is_refused() =>
        Assert.Throws<FormatException>(() => RunRecords.Read(AsRead(new("FUTURE", []))));

    [Fact]
    public void Every_record_says_which_audit_message_it_is() =>
        Assert.All(
            Samples.Events.Where(e => e is not (RunEvent.Opened or RunEvent.Closed)),
            happened => Assert.Equal(["EV", "AC", "OC"], RunRecords.Write(Samples.Procedure, happened).Fields.Take(3).Select(f => f.Key)));

    private static JournalRecord AsRead(JournalEntry entry) =>
        new() { Number = 1, Utc = DateTimeOffset.UnixEpoch, Since = TimeSpan.Zero, Event = entry.Event, Fields = entry.Fields };
}

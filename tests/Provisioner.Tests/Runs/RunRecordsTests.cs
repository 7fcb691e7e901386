using Provisioner.Core.Journal;
using Provisioner.Core.Runs;
using Provisioner.Tests.House;

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

    /// <summary>The table of src/DESIGN.md, "Events, records, audit messages".</summary>
    [Theory, MemberData(nameof(Indices))]
    public void The_table_of_the_design_tells_of_it(int index)
    {
        var happened = Samples.Events[index];
        var (name, fields) = happened switch
        {
            RunEvent.Opened opened => ("OPEN", RunRecords.OpenFields(opened)),
            RunEvent.Closed closed => ("CLOSE", RunRecords.CloseFields(closed)),
            _ => RunRecords.Write(Samples.Procedure, happened) is var entry ? (entry.Event, entry.Fields) : default,
        };
        var row = File.ReadLines(Path.Combine(Repository.Top, "src", "DESIGN.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|')).Single(cells => cells.Length == 4 && cells[1].Split(',', StringSplitOptions.TrimEntries).Concat(cells[1].Split(';', StringSplitOptions.TrimEntries)).Contains(name));
        Assert.Contains(happened.GetType().Name, row[0], StringComparison.Ordinal);
        var known = row[2].Split([' ', ';', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Assert.Empty(fields.Select(field => field.Key).Except(["EV", "AC", "OC"]).Where(key =>
            !known.Contains(key) && !(known.Contains(key.Split('-')[0]) && known.Contains(key[key.Split('-')[0].Length..]))));
        Assert.All(fields.First(field => field.Key == "EV").Value.Split('/'), code => Assert.Contains(code, row[3], StringComparison.Ordinal));
    }

    private static JournalRecord AsRead(JournalEntry entry) =>
        new() { Number = 1, Utc = DateTimeOffset.UnixEpoch, Since = TimeSpan.Zero, Event = entry.Event, Fields = entry.Fields };
}

using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Tests.Stores;

namespace Provisioner.Tests.Sticks;

public sealed class StickJournalTests
{
    /// <summary>Next epoch key, file, OPEN, used key deleted.</summary>
    private const int ActsOfOpening = 4;

    [Fact]
    public void A_run_reads_back_as_it_was_written()
    {
        using var stick = new PreparedStick();
        stick.Run();
        var run = Assert.Single(stick.History().Runs);
        Assert.True(run.IsComplete);
        Assert.Equal(["OPEN", "INTENT", "INTENT", "INTENT", "INTENT", "INTENT", "INTENT", "CLOSE"], run.Records.Select(record => record.Event));
        Assert.Equal("network.json dicom.pacs1 port 104 → 2762", run.Records.ElementAt(1)["WHAT"]);
        Assert.Equal("R0000001", run.Run);
    }

    [Fact]
    public void A_part_goes_on_where_the_interrupted_one_ended()
    {
        using var stick = new PreparedStick();
        stick.Interrupt();
        stick.Run();
        var interrupted = stick.History().Runs[0];
        Assert.False(interrupted.IsComplete);
        stick.Run(next: NextPart.Of(interrupted));

        var run = stick.History().Runs[0];
        Assert.True(run.IsComplete);
        Assert.Equal(["R0000001", "R0000003"], run.Parts.Select(part => part.Name));
        Assert.Equal(["R0000001", "R0000002"], stick.History().Runs.Select(known => known.Run));
    }

    [Fact]
    public void Only_the_key_that_opens_the_next_file_stays_on_the_stick()
    {
        using var stick = new PreparedStick();
        stick.Run();
        stick.Interrupt();
        var wanted = stick.History().Ledger.WantedEpoch;
        Assert.Equal([SealKey.FileOf(wanted)], Directory.GetFiles(stick.Stick.Id, "*.KEY").Select(Path.GetFileName));
    }

    [Fact]
    public void A_wrong_passphrase_is_its_own_problem_and_alters_nothing()
    {
        using var stick = new PreparedStick();
        stick.Run();
        var before = Snapshot(stick);
        Assert.Equal(["STICK-010"], stick.TryOpen(passphrase: "wrong").Problems.Select(problem => problem.Code));
        Assert.Equal(before, Snapshot(stick));
    }

    [Fact]
    public void A_stick_in_use_is_refused_to_a_second_program()
    {
        using var stick = new PreparedStick();
        using var journal = stick.Open();
        var second = Stick.Open(stick.Folder, PreparedStick.Disk).Value;
        Assert.Equal(["STICK-003"], second.Lock().Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_stick_past_the_offices_last_day_opens_no_run()
    {
        using var stick = new PreparedStick();
        var late = new LateClock(stick.Stick.Genesis.NotAfter.AddTicks(1));
        var problems = StickJournal.Open(stick.Stick, PreparedStick.Disk, PreparedStick.Passphrase, [], late).Problems;
        Assert.Equal(["STICK-005"], problems.Select(problem => problem.Code));
        using var last = StickJournal.Open(stick.Stick, PreparedStick.Disk, PreparedStick.Passphrase, [], new LateClock(stick.Stick.Genesis.NotAfter)).Value;
    }

    [Fact]
    public void After_a_write_that_fails_the_journal_refuses_everything()
    {
        using var stick = new PreparedStick();
        using var journal = stick.TryOpen(disk: new FaultyDisk(Fault.Full, ActsOfOpening + 1)).Value;
        Assert.Equal(["DISK-001", "LOG-011"], journal.Append(JournalEntry.Of("INTENT")).Problems.Select(problem => problem.Code));
        Assert.Equal(["LOG-011"], journal.Append(JournalEntry.Of("INTENT")).Problems.Select(problem => problem.Code));
        Assert.Equal(["LOG-011"], journal.Close([]).Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_receipt_says_whether_the_stick_was_rolled_back()
    {
        using var stick = new PreparedStick();
        using var other = new PreparedStick();
        Receipt receipt;
        byte[] earlier;
        using (var journal = stick.Open())
        {
            earlier = File.ReadAllBytes(stick.LogPath(1));
            receipt = journal.Append(JournalEntry.Of("INTENT")).Value.ToReceipt();
        }

        var read = Receipt.Read(receipt.ToBytes()).Value;
        Assert.Equal(receipt, read);
        Assert.Equal(ReceiptStanding.Known, stick.History().Standing(read));
        Assert.Equal(ReceiptStanding.Absent, stick.History().Standing(read with { Stick = "PS-OTHER" }));
        File.WriteAllBytes(stick.LogPath(1), earlier);
        Assert.Equal(ReceiptStanding.Newer, stick.History().Standing(read));
    }

    [Fact]
    public void A_journal_grows_in_steps_and_closes_at_its_final_length()
    {
        using var stick = new PreparedStick();
        using (var journal = stick.Open())
        {
            for (var i = 0; i < 7; i++)
            {
                _ = journal.Append(JournalEntry.Of("INTENT", ("WHAT", new string('x', 60_000)))).Value;
            }

            _ = journal.Close([]).Value;
        }

        var file = Assert.Single(stick.History().Files);
        Assert.Equal(2 * JournalWriter.Step, file.Length);
        Assert.Equal(file.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), file.Records[^1]["LEN"]);
    }

    private static string[] Snapshot(PreparedStick stick) =>
        [.. Directory.EnumerateFiles(stick.Folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("LOCK", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(path => $"{path} {Sha256.Of(File.ReadAllBytes(path))}")];

    private sealed class LateClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

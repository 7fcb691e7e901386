using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Tests.House;
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

    [Fact]
    public void A_full_file_is_gone_on_from_in_the_next_part_and_nothing_is_lost()
    {
        using var stick = new PreparedStick();
        var parts = WriteMuch(stick, PreparedStick.Disk);
        stick.Run();
        var run = stick.History().Runs[0];
        Assert.True(run.IsComplete);
        Assert.Equal(parts, run.Parts.Length);
        Assert.Equal(Enumerable.Range(0, Much).Select(i => $"{i}"), run.Records.Where(record => record.Event == "INTENT").Select(record => record["STEP"]));
        Assert.All(run.Parts, part => Assert.True(part.Length <= JournalWriter.Most));
        Assert.All(run.Parts.Skip(1), part => Assert.Equal("continue", part.Opening!["PURPOSE"]));
        Assert.Single(Directory.GetFiles(stick.Stick.Id, "*.KEY"));
        Assert.Empty(stick.History().Ledger.Findings);
    }

    [PeerFact("dash", "openssl")]
    public void The_script_understands_a_job_of_several_parts_too()
    {
        using var stick = new PreparedStick();
        _ = WriteMuch(stick, PreparedStick.Disk);
        var (code, text) = Peers.Run("dash", null, Path.Combine(Repository.Top, "media/stick/VERIFY.SH"), stick.Folder, stick.OfficePem);
        Assert.True(code == 0, text);
        Assert.Contains("complete, in R0000001 R0000002,", text, StringComparison.Ordinal);
    }

    public static TheoryData<Fault, int> FaultsOfGoingOn
    {
        get
        {
            var rows = new TheoryData<Fault, int>();
            foreach (var fault in Enum.GetValues<Fault>())
            {
                foreach (var act in Enumerable.Range(-1, 4))
                {
                    rows.Add(fault, act);
                }
            }

            return rows;
        }
    }

    /// <param name="act">Act from the one that makes the next part's file: 0 makes it, 1 writes its OPEN.</param>
    [Theory, MemberData(nameof(FaultsOfGoingOn))]
    public void A_fault_while_a_next_part_is_begun_loses_nothing_confirmed(Fault fault, int act)
    {
        using var stick = new PreparedStick();
        var disk = new FaultyDisk(fault, FullAt.Value + act);
        var confirmed = 0;
        try
        {
            using var journal = stick.TryOpen(disk: disk).Value;
            while (confirmed < Much && journal.Append(Long(confirmed)).IsGood)
            {
                confirmed++;
            }
        }
        catch (KilledException)
        {
            // What is on the medium counts.
        }

        Assert.True(disk.HasFailed);
        stick.Run(next: NextPart.Of(stick.History().Runs[0]));
        var history = stick.History();
        Assert.Empty(history.Ledger.Findings);
        Assert.Superset(
            Enumerable.Range(0, confirmed).Select(i => $"{i}").ToHashSet(),
            history.Runs[0].Records.Select(record => record["STEP"]).OfType<string>().ToHashSet());
        stick.Run();
        Assert.All(stick.History().Runs, run => Assert.True(run.IsComplete));
    }

    [Fact]
    public void An_entry_longer_than_any_line_is_refused_and_the_next_is_taken()
    {
        using var stick = new PreparedStick();
        using (var journal = stick.Open())
        {
            Assert.Equal(["LOG-013"], journal.Append(JournalEntry.Of("INTENT", ("WHAT", new string('x', RecordLine.Longest)))).Problems.Select(problem => problem.Code));
            Assert.Equal(["LOG-013"], journal.Append([.. Enumerable.Range(0, 5).Select(Long)]).Problems.Select(problem => problem.Code));
            _ = journal.Append(Long(0)).Value;
            _ = journal.Close([]).Value;
        }

        Assert.Equal(["OPEN", "INTENT", "CLOSE"], stick.History().Runs.Single().Records.Select(record => record.Event));
    }

    [Theory]
    [InlineData("another stick at the same place")]
    [InlineData("the file was replaced")]
    [InlineData("the file was deleted")]
    public void What_is_no_more_the_file_that_was_opened_is_never_written(string row)
    {
        using var stick = new PreparedStick();
        using var journal = stick.Open();
        var other = row switch
        {
            "another stick at the same place" => Swap(stick),
            "the file was replaced" => Replace(stick.LogPath(1)),
            _ => Remove(stick.LogPath(1)),
        };
        Assert.Equal(["DISK-007", "LOG-011"], journal.Append(JournalEntry.Of("INTENT")).Problems.Select(problem => problem.Code));
        Assert.Equal(["LOG-011"], journal.Close([]).Problems.Select(problem => problem.Code));
        Assert.Equal(other, File.Exists(stick.LogPath(1)) ? Sha256.Of(File.ReadAllBytes(stick.LogPath(1))) : null);
    }

    [Fact]
    public void A_receipt_of_a_file_that_the_office_has_is_no_roll_back()
    {
        using var stick = new PreparedStick();
        stick.Run();
        var receipt = stick.History().Files[^1].Seals[^1];
        var known = new Receipt(stick.Stick.Name, "R0000001", receipt.Offset, receipt.Head, receipt.Line, receipt.Key);
        using (var office = Office.Open(stick.OfficeFolder, PreparedStick.Passphrase, PreparedStick.Disk).Value)
        {
            _ = OfficeStatements.Checkpoint(office, stick.Stick, stick["archive"], PreparedStick.Disk).Value;
        }

        stick.Reopen();
        Assert.Empty(stick.History().Files);
        Assert.Equal(ReceiptStanding.Known, stick.History().Standing(known));
        Assert.Equal(ReceiptStanding.Newer, stick.History().Standing(known with { File = "R0000002" }));
    }

    [Fact]
    public void Copies_of_a_stick_each_go_on_alone_and_together_are_a_fork()
    {
        using var stick = new PreparedStick();
        stick.Run();
        EndToEnd.Tree.Copy(stick.Folder, stick["copies/one"]);
        stick.Run();
        EndToEnd.Tree.Copy(stick.Folder, stick["copies/two"]);
        Assert.Empty(stick.History().Ledger.Findings);
        using (var secret = PreparedStick.Passphrase)
        using (var journal = StickJournal.Open(Stick.Open(stick["copies/one"], PreparedStick.Disk).Value, PreparedStick.Disk, secret, [], TimeProvider.System).Value)
        {
            _ = journal.Close([]).Value;
        }

        var office = OfficeCertificate.Read(File.ReadAllBytes(stick.OfficePem)).Value;
        var evidence = EvidenceReader.Read([stick["copies"]], stick.OfficePem, PreparedStick.Disk).Value;
        var verdicts = StickVerification.Verify([.. evidence.Select(asked => asked.Stick)], office, []);
        Assert.All(verdicts, verdict => Assert.Equal([Verdict.Forked], verdict.Findings.Select(finding => finding.Verdict)));
    }

    private const int Much = 90;

    private static JournalEntry Long(int number) => JournalEntry.Of("INTENT", ("STEP", $"{number}"), ("WHAT", new string('x', 60_000)));

    /// <summary>More than one file holds.</summary>
    private static int WriteMuch(PreparedStick stick, Provisioner.Stores.IDisk disk)
    {
        using var journal = stick.TryOpen(disk: disk).Value;
        foreach (var number in Enumerable.Range(0, Much))
        {
            _ = journal.Append(Long(number)).Value;
        }

        _ = journal.Close([]).Value;
        return journal.Part;
    }

    /// <summary>Number of the act that makes the second part's file.</summary>
    private static readonly Lazy<int> FullAt = new(ActsUntilFull);

    private static int ActsUntilFull()
    {
        using var stick = new PreparedStick();
        var disk = new FaultyDisk(Fault.Denied, int.MaxValue);
        using var journal = stick.TryOpen(disk: disk).Value;
        var acts = 0;
        for (var number = 0; journal.Part == 1; number++)
        {
            acts = disk.Acts;
            _ = journal.Append(Long(number)).Value;
        }

        return acts + 1;
    }

    private static Sha256? Swap(PreparedStick stick)
    {
        var bytes = File.ReadAllBytes(stick.LogPath(1));
        Directory.Move(stick.Folder, stick["gone"]);
        Directory.CreateDirectory(stick.Stick.Logs);
        File.WriteAllBytes(stick.LogPath(1), bytes);
        return Sha256.Of(bytes);
    }

    private static Sha256? Replace(string path)
    {
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path + ".new", bytes);
        File.Move(path + ".new", path, overwrite: true);
        return Sha256.Of(bytes);
    }

    private static Sha256? Remove(string path)
    {
        File.Delete(path);
        return null;
    }

    private static string[] Snapshot(PreparedStick stick) =>
        [.. Directory.EnumerateFiles(stick.Folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("LOCK", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(path => $"{path} {Sha256.Of(File.ReadAllBytes(path))}")];

    private sealed class LateClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

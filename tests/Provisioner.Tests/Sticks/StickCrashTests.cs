using Provisioner.Core.Journal;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Tests.Stores;

namespace Provisioner.Tests.Sticks;

/// <summary>The order of epoch keys and groups: whatever act of the disk is the last, nothing confirmed is lost and the stick
/// goes on.</summary>
public sealed class StickCrashTests
{
    public static TheoryData<Fault, int> Rows()
    {
        var rows = new TheoryData<Fault, int>();
        foreach (var fault in Enum.GetValues<Fault>())
        {
            foreach (var at in Enumerable.Range(1, 8))
            {
                rows.Add(fault, at);
            }
        }

        return rows;
    }

    [Theory, MemberData(nameof(Rows))]
    public void After_any_fault_at_any_act_everything_confirmed_is_there_and_the_stick_goes_on(Fault fault, int at)
    {
        using var stick = new PreparedStick();
        stick.Run();
        var confirmed = Attempt(stick, new FaultyDisk(fault, at));

        var history = stick.History();
        Assert.Superset(confirmed.ToHashSet(), history.Files.SelectMany(file => file.Seals).Select(seal => seal.Head).ToHashSet());
        if (history.Runs is [_, { IsComplete: false } interrupted])
        {
            stick.Run(next: NextPart.Of(interrupted));
        }

        stick.Run();
        Assert.All(stick.History().Runs, run => Assert.True(run.IsComplete));
        Assert.Empty(stick.History().Ledger.Findings);
        var wanted = SealKey.FileOf(stick.History().Ledger.WantedEpoch);
        Assert.Equal([wanted], Directory.GetFiles(stick.Stick.Id, "*.KEY").Select(Path.GetFileName));
    }

    [Fact]
    public void Without_the_wanted_key_the_stick_stops_and_the_office_must_act()
    {
        using var stick = new PreparedStick();
        stick.Run();
        File.Delete(Assert.Single(Directory.GetFiles(stick.Stick.Id, "*.KEY")));
        Assert.Equal(["STICK-012"], stick.TryOpen().Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_rehearsals_key_is_refused_on_a_real_stick_and_the_other_way_round()
    {
        using var key = SealKey.Create();
        var cheap = key.Protect(PreparedStick.Passphrase, isRehearsal: true);
        Assert.Equal(["STICK-011"], SealKey.Unprotect(cheap, key.Public, PreparedStick.Passphrase, isRehearsal: false).Problems.Select(problem => problem.Code));
        var real = key.Protect(PreparedStick.Passphrase, isRehearsal: false);
        Assert.Equal(["STICK-011"], SealKey.Unprotect(real, key.Public, PreparedStick.Passphrase, isRehearsal: true).Problems.Select(problem => problem.Code));
        Assert.True(SealKey.Unprotect(real, key.Public, PreparedStick.Passphrase, isRehearsal: false).IsGood);
    }

    [Fact]
    public void A_stick_whose_log_was_altered_opens_no_run()
    {
        using var stick = new PreparedStick();
        stick.Run();
        var bytes = File.ReadAllBytes(stick.LogPath(1));
        bytes[100] ^= 1;
        File.WriteAllBytes(stick.LogPath(1), bytes);
        Assert.NotEmpty(stick.TryOpen().Problems);
        Assert.False(File.Exists(stick.LogPath(2)));
    }

    /// <summary>Heads that the journal confirmed before the fault.</summary>
    private static List<Head> Attempt(PreparedStick stick, FaultyDisk disk)
    {
        var confirmed = new List<Head>();
        try
        {
            if (stick.TryOpen(disk: disk).TryGet(out var journal, out _))
            {
                using (journal)
                {
                    confirmed.Add(journal.Newest.Head);
                    foreach (var entry in (JournalEntry[])[JournalEntry.Of("INTENT"), JournalEntry.Of("APPLIED", ("WHAT", new string('x', 2000)))])
                    {
                        if (journal.Append(entry).TryGet(out var sealedAt, out _))
                        {
                            confirmed.Add(sealedAt.Head);
                        }
                    }

                    if (journal.Close([]).TryGet(out var last, out _))
                    {
                        confirmed.Add(last.Head);
                    }
                }
            }
        }
        catch (KilledException)
        {
            // As if the process had ended: what is on the medium counts.
        }

        return confirmed;
    }
}

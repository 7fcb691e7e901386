using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Sticks;

/// <summary>What the office says of sticks, held against the program's verdict and the script's.</summary>
public sealed class OfficeTests : IDisposable
{
    private readonly PreparedStick _stick = new();

    [PeerFact("dash", "openssl")]
    public void Archived_runs_do_not_read_as_missing()
    {
        _stick.Run();
        _stick.Run();
        Checkpoint("archive");
        Assert.Empty(Directory.GetFiles(_stick.Stick.Logs));
        Assert.Equal(2, Directory.GetFiles(_stick["archive/PS-TEST"]).Length);
        Judged(ExitCode.Problems);

        Reopen().Run();
        Judged(ExitCode.Done);
        Checkpoint("archive");
        Reopen().Run();
        Judged(ExitCode.Done);
        Assert.Equal(["R0000004.PAL"], Directory.GetFiles(_stick.Stick.Logs).Select(Path.GetFileName));
        _stick.Run();
        Judged(ExitCode.Done);
        File.Delete(_stick.LogPath(4));
        Judged(ExitCode.NotTrusted);
    }

    [Theory]
    [InlineData("no signature")]
    [InlineData("a signature over something else")]
    public void A_checkpoint_that_the_office_has_not_signed_excuses_nothing_that_is_missing(string forgery)
    {
        _stick.Run();
        Checkpoint("archive");
        Reopen().Run();
        Assert.True(StickHistory.Read(Stick.Open(_stick.Folder, PreparedStick.Disk).Value).IsGood);
        var signature = Path.Combine(_stick.Folder, "ID/CHECKPOINT.P7S");
        File.Delete(signature);
        if (forgery != "no signature")
        {
            File.Copy(Path.Combine(_stick.Folder, "ID/GENESIS.P7S"), signature);
        }

        Assert.NotEmpty(StickHistory.Read(Stick.Open(_stick.Folder, PreparedStick.Disk).Value).Problems);
    }

    [Fact]
    public void An_interrupted_run_is_not_archived()
    {
        _stick.Interrupt();
        using var office = Office();
        Assert.Equal(["OFFICE-007"], OfficeStatements.Checkpoint(office, _stick.Stick, _stick["archive"], PreparedStick.Disk).Problems.Select(problem => problem.Code));
    }

    [PeerFact("dash", "openssl")]
    public void A_lost_passphrase_is_mended_by_a_new_GENESIS_and_the_old_runs_stay_proven()
    {
        _stick.Run();
        _stick.Interrupt();
        using (var office = Office())
        using (var secret = new Secret("another long one"))
        {
            Assert.True(OfficeStatements.Renew(office, _stick.Stick, "fe-043", TimeSpan.FromDays(1), secret, PreparedStick.Disk, TimeProvider.System).IsGood);
        }

        var renewed = Stick.Open(_stick.Folder, PreparedStick.Disk).Value;
        Assert.Equal(("fe-043", 2, 3), (renewed.Genesis.Engineer, renewed.Genesis.Issue, renewed.Genesis.First));
        var interrupted = StickHistory.Read(renewed).Value.Runs[1];
        Assert.Equal(["STICK-010"], StickJournal.Open(renewed, PreparedStick.Disk, PreparedStick.Passphrase, [], TimeProvider.System).Problems.Select(problem => problem.Code));
        using (var secret = new Secret("another long one"))
        using (var journal = StickJournal.Open(renewed, PreparedStick.Disk, secret, [], TimeProvider.System, NextPart.Of(interrupted)).Value)
        {
            _ = journal.Close([]).Value;
        }

        Judged(ExitCode.Done);
        File.Delete(Path.Combine(_stick.Stick.Id, "GENESIS.2"));
        Judged(ExitCode.NotTrusted);
    }

    [PeerTheory("dash", "openssl")]
    [InlineData("nothing accepted", false, ExitCode.NotTrusted)]
    [InlineData("a copy accepted, nothing after it", true, ExitCode.Done)]
    public void A_revoked_stick_is_trusted_up_to_what_the_office_accepted(string row, bool accepted, int exit)
    {
        _stick.Run();
        using (var office = Office())
        {
            Assert.True(OfficeStatements.Revoke(office, "PS-TEST", accepted ? _stick.Stick : null, PreparedStick.Disk).IsGood, row);
            Assert.Equal(["OFFICE-008"], OfficeStatements.Revoke(office, "PS-TEST", null, PreparedStick.Disk).Problems.Select(problem => problem.Code));
        }

        Judged(exit);
        _stick.Run();
        Judged(ExitCode.NotTrusted);
    }

    [PeerFact("dash", "openssl")]
    public void A_stick_that_was_prepared_without_the_office_is_certified_later()
    {
        using var stick = new PreparedStick(certify: false);
        stick.Run();
        Assert.Equal(ExitCode.NotTrusted, Exit(stick));
        using var office = Provisioner.Keys.Office.Open(stick.OfficeFolder, PreparedStick.Passphrase, PreparedStick.Disk).Value;
        Assert.True(office.Certify(stick.Stick).IsGood);
        Assert.Equal(["OFFICE-006"], office.Certify(stick.Stick).Problems.Select(problem => problem.Code));
        Assert.Equal(ExitCode.Done, Exit(stick));
    }

    [Fact]
    public void An_office_is_never_overwritten_and_opens_with_its_passphrase_only()
    {
        var again = Provisioner.Keys.Office.Create(_stick.OfficeFolder, "x", rehearsal: true, PreparedStick.Passphrase, PreparedStick.Disk, TimeProvider.System);
        Assert.Equal(["OFFICE-003"], again.Problems.Select(problem => problem.Code));
        using var wrong = new Secret("wrong");
        Assert.Equal(["STICK-010"], Provisioner.Keys.Office.Open(_stick.OfficeFolder, wrong, PreparedStick.Disk).Problems.Select(problem => problem.Code));
        Assert.Equal(["OFFICE-004"], Provisioner.Keys.Office.Open(_stick.Folder, wrong, PreparedStick.Disk).Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_rehearsal_office_certifies_no_real_stick()
    {
        var real = StickPreparer.Prepare(_stick["real"], new() { Engineer = "x" }, null, PreparedStick.Passphrase, PreparedStick.Disk, TimeProvider.System).Value;
        using var office = Office();
        Assert.Equal(["OFFICE-005"], office.Certify(real).Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_stick_is_never_prepared_over_another_and_has_the_layout_of_the_design()
    {
        var again = StickPreparer.Prepare(_stick.Folder, new() { Engineer = "x" }, null, PreparedStick.Passphrase, PreparedStick.Disk, TimeProvider.System);
        Assert.Equal(["STICK-007"], again.Problems.Select(problem => problem.Code));
        foreach (var folder in (string[])["BIN", "PROCS/ge-mr", "PROCS/modalities", "ID", "CERTS/IN", "CERTS/OUT", "KEYS/OUT", "LOGS", "REPORTS", "JOBS"])
        {
            Assert.True(Directory.Exists(Path.Combine(_stick.Folder, folder)), folder);
        }

        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Repository.Top, "media", "stick", "VERIFY.SH")), File.ReadAllBytes(Path.Combine(_stick.Folder, "VERIFY.SH")));
    }

    [Fact]
    public void A_generated_passphrase_has_64_bits_and_no_letter_that_is_taken_for_another()
    {
        using var one = Passphrase.Generate();
        using var other = Passphrase.Generate();
        Assert.False(one.Characters.SequenceEqual(other.Characters));
        Assert.Equal(19, one.Characters.Length);
        Assert.DoesNotContain(one.Characters.ToArray(), "ilo0O1yzqwam".Contains);
        Assert.True(16 * Math.Log2(17) >= 64);
    }

    public void Dispose() => _stick.Dispose();

    private Office Office() => Provisioner.Keys.Office.Open(_stick.OfficeFolder, PreparedStick.Passphrase, PreparedStick.Disk).Value;

    private void Checkpoint(string archive)
    {
        using var office = Office();
        var made = OfficeStatements.Checkpoint(office, Stick.Open(_stick.Folder, PreparedStick.Disk).Value, _stick[archive], PreparedStick.Disk);
        Assert.Empty(made.Problems);
    }

    private PreparedStick Reopen()
    {
        _stick.Reopen();
        return _stick;
    }

    private void Judged(int exit) => Assert.Equal(exit, Exit(_stick));

    /// <summary>What the program and the script both say.</summary>
    private static int Exit(PreparedStick stick)
    {
        var program = JournalVerification.Make([stick.Folder], stick.OfficePem, null, PreparedStick.Disk).Value;
        var (script, text) = Peers.Run("dash", null, Path.Combine(stick.Folder, "VERIFY.SH"), stick.Stick.Logs, stick.OfficePem);
        Assert.True(program.Exit == script, $"program {program.Exit}, script {script}:\n{text}");
        return script;
    }
}

using System.Security.Cryptography;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Sticks;
using Provisioner.Tests.House;
using Provisioner.Tests.Stores;

namespace Provisioner.Tests.Sticks;

/// <summary>Private keys go off a stick, and its log says so before and after.</summary>
public sealed class CleaningTests : IDisposable
{
    private const string HandedOver = "KEYS/OUT/mr2.p12", Plain = "CERTS/IN/scanner.key", Encrypted = "CERTS/IN/encrypted.key", Certificate = "CERTS/OUT/mr2.pem";

    private readonly PreparedStick _stick = new();

    public CleaningTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Put(HandedOver, "what a receiver's password protects");
        Put(Plain, key.ExportPkcs8PrivateKeyPem());
        Put(Encrypted, key.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        Put(Certificate, "no key at all");
    }

    [PeerFact("dash", "openssl")]
    public void Keys_handed_over_and_keys_without_a_password_go_and_the_log_names_each_before_and_after()
    {
        _stick.Run();
        Assert.Equal([HandedOver, Plain], Plan().All.Select(doomed => doomed.Name));
        Assert.Equal("R0000002", StickCleaning.Clean(_stick.Stick, Plan(), PreparedStick.Passphrase, TimeProvider.System).Value);
        Assert.Equal([false, false, true, true], new[] { HandedOver, Plain, Encrypted, Certificate }.Select(IsThere));
        var log = _stick.History().Runs[1];
        Assert.Equal(
            ["OPEN", $"REMOVE {HandedOver}", $"REMOVE {Plain}", $"REMOVED {HandedOver}", $"REMOVED {Plain}", "CLOSE"],
            log.Records.Select(record => $"{record.Event} {record["FILE"]}".TrimEnd().Replace(" R0000002", "", StringComparison.Ordinal)));
        Assert.True(log.IsMaintenance);
        Assert.Single(_stick.History().Jobs);
        Assert.True(Plan().IsEmpty);
        Judged(ExitCode.Done);
    }

    [Fact]
    public void A_stick_with_an_unfinished_job_is_not_cleaned()
    {
        _stick.Interrupt();
        Assert.Equal(["STICK-060"], StickCleaning.Plan(_stick.Stick).Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_wrong_passphrase_removes_nothing()
    {
        using var wrong = new Core.Problems.Secret("wrong");
        Assert.Equal(["STICK-010"], StickCleaning.Clean(_stick.Stick, Plan(), wrong, TimeProvider.System).Problems.Select(problem => problem.Code));
        Assert.True(IsThere(HandedOver) && IsThere(Plain));
    }

    [Fact]
    public void A_cleaning_that_is_cut_off_at_any_act_is_finished_by_the_next_one()
    {
        var act = 1;
        for (var whole = false; !whole; act++)
        {
            var cutOff = _stick[$"{act}"];
            EndToEnd.Tree.Copy(_stick.Folder, cutOff);
            var disk = new FaultyDisk(Fault.KillBefore, act);
            try
            {
                var stick = Stick.Open(cutOff, disk).Value;
                whole = StickCleaning.Clean(stick, StickCleaning.Plan(stick).Value, PreparedStick.Passphrase, TimeProvider.System).IsGood && !disk.HasFailed;
            }
            catch (KilledException)
            {
                // The lock went with the process; here its file does.
                File.Delete(Path.Combine(cutOff, "ID/LOCK"));
                Finish(cutOff, act);
            }
        }

        Assert.InRange(act, 8, 30);
    }

    [Fact]
    public void What_cannot_be_removed_is_kept_in_the_log_too()
    {
        var disk = new EndToEnd.RefusingDisk(path => path.EndsWith(".p12", StringComparison.Ordinal), EndToEnd.RefusingDisk.ReadOnly);
        var stick = Stick.Open(_stick.Folder, disk).Value;
        Assert.Equal(["DISK-002"], StickCleaning.Clean(stick, Plan(), PreparedStick.Passphrase, TimeProvider.System).Problems.Select(problem => problem.Code));
        Assert.Equal((true, false), (IsThere(HandedOver), IsThere(Plain)));
        Assert.Contains(_stick.History().Runs[^1].Records, record => record.Event == "KEPT" && record["CODE"] == "DISK-002");
        Assert.Equal("kept", _stick.History().Runs[^1].Records.Last()["OUTCOME"]);
    }

    [Fact]
    public async Task The_command_lists_removes_and_says_what_flash_may_remember()
    {
        File.WriteAllText(_stick["passphrase"], "correct horse battery\n");
        var shown = (await EndToEnd.Program.RunAsync("stick", "clean", _stick.Folder, "--dry-run")).Expect(0);
        Assert.Contains(Plain, shown.Output, StringComparison.Ordinal);
        Assert.True(IsThere(Plain));
        var done = (await EndToEnd.Program.RunAsync("stick", "clean", _stick.Folder, "--passphrase-file", _stick["passphrase"])).Expect(0);
        Assert.Contains("flash memory", done.OneLine, StringComparison.Ordinal);
        Assert.EndsWith("Safe to remove.", done.OneLine, StringComparison.Ordinal);
        Assert.False(IsThere(Plain));
        Assert.Contains("no private key", (await EndToEnd.Program.RunAsync("stick", "clean", _stick.Folder)).Expect(0).OneLine, StringComparison.Ordinal);
    }

    public void Dispose() => _stick.Dispose();

    private void Finish(string folder, int act)
    {
        var stick = Stick.Open(folder, PreparedStick.Disk).Value;
        var plan = StickCleaning.Plan(stick).Value;
        Assert.True(plan.IsEmpty || StickCleaning.Clean(stick, plan, PreparedStick.Passphrase, TimeProvider.System).IsGood, $"act {act}");
        Assert.False(File.Exists(Path.Combine(folder, HandedOver)) || File.Exists(Path.Combine(folder, Plain)), $"act {act}");
        Assert.Equal(ExitCode.Done, JournalVerification.Make([folder], _stick.OfficePem, null, PreparedStick.Disk).Value.Exit);
    }

    private CleaningPlan Plan() => StickCleaning.Plan(_stick.Stick).Value;

    private bool IsThere(string name) => File.Exists(Path.Combine(_stick.Folder, name));

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(_stick.Folder, name), text);

    /// <summary>What the program and the script both say.</summary>
    private void Judged(int exit)
    {
        Assert.Equal(exit, JournalVerification.Make([_stick.Folder], _stick.OfficePem, null, PreparedStick.Disk).Value.Exit);
        var (script, text) = Peers.Run("dash", null, Path.Combine(_stick.Folder, "VERIFY.SH"), _stick.Stick.Logs, _stick.OfficePem);
        Assert.True(exit == script, text);
    }
}

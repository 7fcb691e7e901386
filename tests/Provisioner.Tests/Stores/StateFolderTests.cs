using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Tests.Stores;

public sealed class StateFolderTests : IDisposable
{
    private const string Folder = "var/lib/provisioner";
    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void It_is_created_for_its_owner_only_with_everything_in_it()
    {
        _ = _console.State();
        Assert.Equal(
            ["", "/backup", "/open", "/procedures", "/receipts", "/staged"],
            Directory.GetDirectories(_console[Folder]).Append(_console[Folder]).Order(StringComparer.Ordinal).Select(folder => folder[_console[Folder].Length..]));
        Assert.All(Directory.GetDirectories(_console[Folder]).Append(_console[Folder]), folder =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder)));
    }

    [Fact]
    public void On_a_Windows_system_it_lies_in_ProgramData()
    {
        Directory.CreateDirectory(_console["Windows/System32"]);
        Assert.Equal("ProgramData/Provisioner", StateFolder.PathOn(_console.Files()).Text);
        Assert.False(StateFolder.Exists(_console.Files()));
        _ = _console.State();
        Assert.True(StateFolder.Exists(_console.Files()));
    }

    [Theory]
    [InlineData("var")]
    [InlineData("var/lib")]
    [InlineData("var/lib/provisioner")]
    public void A_link_on_the_way_is_refused_wherever_it_leads(string link)
    {
        Directory.Delete(_console["var"], recursive: true);
        Directory.CreateDirectory(_console["elsewhere/lib/provisioner"]);
        Directory.CreateDirectory(Path.GetDirectoryName(_console[link])!);
        File.CreateSymbolicLink(_console[link], _console["elsewhere"]);
        Assert.Equal("CONS-003", Open().Single().Code);
        Assert.Empty(Directory.GetFileSystemEntries(_console["elsewhere/lib/provisioner"]));
    }

    [Theory]
    [InlineData("700", "755", null)]
    [InlineData("750", "755", "CONS-004")]
    [InlineData("701", "755", "CONS-004")]
    [InlineData("700", "777", "CONS-004")]
    [InlineData("700", "1777", null)]
    [InlineData("700", "775", null)]
    public void Others_may_neither_look_into_it_nor_replace_it(string own, string above, string? code)
    {
        Directory.CreateDirectory(_console[Folder]);
        File.SetUnixFileMode(_console[Folder], (UnixFileMode)Convert.ToInt32(own, 8));
        File.SetUnixFileMode(_console["var/lib"], (UnixFileMode)Convert.ToInt32(above, 8));
        Assert.Equal(code, Open().SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData(Fault.ReadOnly, "DISK-002")]
    [InlineData(Fault.Full, "DISK-001")]
    [InlineData(Fault.Denied, "DISK-004")]
    public void One_that_cannot_be_written_is_a_problem_at_every_act(Fault fault, string code)
    {
        for (var act = 1; act <= 8; act++)
        {
            using var console = new ConsoleFolder();
            Assert.Equal(code, StateFolder.Open(console.Files(), new FaultyDisk(fault, act)).Problems.Single().Code);
        }
    }

    [Fact]
    public void A_file_in_its_place_is_a_problem()
    {
        _console.Put(Folder, "a file");
        Assert.NotEmpty(Open());
    }

    [Fact]
    public void Only_one_holds_the_lock_until_it_is_given_back()
    {
        var state = _console.State();
        using (var held = state.Lock().Value)
        {
            Assert.Equal("CONS-005", _console.State().Lock().Problems.Single().Code);
        }

        using var again = state.Lock().Value;
        Assert.NotNull(again);
    }

    [Fact]
    public void What_is_staged_is_for_its_owner_only_and_goes_when_dropped()
    {
        var state = _console.State();
        var bytes = "private key"u8.ToArray();
        Assert.Null(state.Stage(Plan.Nothing with { Bytes = Plan.Nothing.Bytes.Add(Sha256.Of(bytes), bytes) }));
        var file = Assert.Single(Directory.GetFiles(_console[Folder + "/staged"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(bytes, state.StagedBytes(Sha256.Of(bytes)).Value.ToArray());
        Assert.Null(state.DropStaged());
        Assert.Empty(Directory.GetFiles(_console[Folder + "/staged"]));
        Assert.Equal("CONS-006", state.StagedBytes(Sha256.Of(bytes)).Problems.Single().Code);
        Assert.Null(state.DropStaged());
    }

    [Fact]
    public void Back_ups_stay_are_listed_and_go_one_by_one()
    {
        var state = _console.State();
        Sha256[] digests = [Sha256.Of("a"u8), Sha256.Of("b"u8)];
        Assert.Null(state.BackUp("a"u8.ToArray()));
        Assert.Null(state.BackUp("b"u8.ToArray()));
        Assert.Null(state.BackUp("b"u8.ToArray()));
        _console.Put(Folder + "/backup/notes.txt", "of somebody");
        Assert.Equal(digests.Order(), state.ListBackUps().Value.ToArray());
        Assert.Null(state.RemoveBackUp(digests[0]));
        Assert.Equal([digests[1]], state.ListBackUps().Value.ToArray());
    }

    [Fact]
    public void A_back_up_torn_by_a_kill_is_written_anew()
    {
        var state = _console.State();
        _console.Put($"{Folder}/backup/{Sha256.Of("whole"u8)}", "who");
        Assert.Equal("CONS-006", state.BackUpBytes(Sha256.Of("whole"u8)).Problems.Single().Code);
        Assert.Null(state.BackUp("whole"u8.ToArray()));
        Assert.Equal("whole", Encoding.UTF8.GetString(state.BackUpBytes(Sha256.Of("whole"u8)).Value.Span));
    }

    [Fact]
    public void The_procedure_of_a_run_is_kept_by_its_digest()
    {
        var state = _console.State();
        Assert.Null(state.KeepProcedure("schema: provisioner/1"u8.ToArray()));
        Assert.Equal("schema: provisioner/1", Encoding.UTF8.GetString(state.Procedure(Sha256.Of("schema: provisioner/1"u8)).Value.Span));
    }

    [Fact]
    public void Each_stick_has_its_newest_receipt()
    {
        var state = _console.State();
        Assert.Null(state.WriteReceipt("STICK-1", "one"u8.ToArray()));
        Assert.Null(state.WriteReceipt("STICK-2", "two"u8.ToArray()));
        Assert.Null(state.WriteReceipt("STICK-1", "three"u8.ToArray()));
        Assert.Equal(
            [("stick-1", "three"), ("stick-2", "two")],
            state.Receipts().Value.Select(receipt => (receipt.Stick, Encoding.UTF8.GetString(receipt.Bytes.Span))));
    }

    [Theory]
    [InlineData(Fault.KillBefore)]
    [InlineData(Fault.KillWithin)]
    [InlineData(Fault.Full)]
    public void A_receipt_is_the_old_one_or_the_new_one_whatever_act_fails(Fault fault)
    {
        var acts = 0;
        for (var failed = true; failed; acts++)
        {
            using var console = new ConsoleFolder();
            Assert.Null(console.State().WriteReceipt("s", "old"u8.ToArray()));
            var disk = new FaultyDisk(fault, acts + 1);
            try
            {
                _ = StateFolder.Open(console.Files(), disk).Then(state => { _ = state.WriteReceipt("s", "new"u8.ToArray()); return (Checked<StateFolder>)state; });
            }
            catch (KilledException)
            {
            }

            var receipt = Encoding.UTF8.GetString(Assert.Single(console.State().Receipts().Value).Bytes.Span);
            Assert.Contains(receipt, (string[])["old", "new"]);
            failed = disk.HasFailed;
            Assert.True(failed || receipt == "new");
        }

        Assert.InRange(acts, 8, 40);
    }

    [Theory]
    [InlineData(StateFolder.LargestReceipt - 1, true)]
    [InlineData(StateFolder.LargestReceipt, true)]
    [InlineData(StateFolder.LargestReceipt + 1, false)]
    public void A_receipt_of_somebody_else_is_read_up_to_a_size(int size, bool read)
    {
        var state = _console.State();
        _console.Put(Folder + "/receipts/s", new string('x', size));
        Assert.Equal(read, state.Receipts().IsGood);
    }

    [Theory]
    [InlineData(StateFolder.MostReceipts - 1)]
    [InlineData(StateFolder.MostReceipts)]
    [InlineData(StateFolder.MostReceipts + 1)]
    public void At_most_so_many_receipts_are_kept_and_the_oldest_goes(int sticks)
    {
        var state = _console.State();
        for (var stick = 1; stick <= sticks; stick++)
        {
            Assert.Null(state.WriteReceipt($"s{stick:000}", "x"u8.ToArray()));
            File.SetLastWriteTimeUtc(_console[$"{Folder}/receipts/s{stick:000}"], ConsoleFolder.LongAgo.UtcDateTime.AddDays(stick));
        }

        var names = state.Receipts().Value.Select(receipt => receipt.Stick).ToArray();
        Assert.Equal(Math.Min(sticks, StateFolder.MostReceipts), names.Length);
        Assert.Equal(sticks <= StateFolder.MostReceipts, names.Contains("s001"));
        Assert.Contains($"s{sticks:000}", names);
    }

    private System.Collections.Immutable.ImmutableArray<Problem> Open() => StateFolder.Open(_console.Files(), new Disk()).Problems;
}

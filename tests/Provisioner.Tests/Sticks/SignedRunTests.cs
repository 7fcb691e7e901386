using Provisioner.Commands;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.Stores;

namespace Provisioner.Tests.Sticks;

/// <summary>A run takes only what the office signed, and the newest of it; an update leaves runs that are under way alone.</summary>
public sealed class SignedRunTests(RealStickFixture fixture) : IClassFixture<RealStickFixture>
{
    private const string Answers = "hazards: FE\nfree: FE\nsubject: \"CN=mr450w-2, OU=MR, O=St. Anna, L=Ghent, ST=Flanders, C=BE\"\nentry: old\n";

    [Fact]
    public async Task Older_files_that_were_put_back_are_refused_by_what_the_log_says()
    {
        using var stick = fixture.Copy();
        Tree.Copy(stick.Folder, stick.Aside("older"));
        Assert.Contains("issue 2", (await stick.UpdateAsync()).Expect(ExitCode.Done).OneLine, StringComparison.Ordinal);
        (await stick.Answers("read: FE\n").RunAsync("ge-mr/hello")).Expect(ExitCode.Done);
        foreach (var file in (string[])["MANIFEST.SHA", "MANIFEST.P7S"])
        {
            File.Copy(Path.Combine(stick.Aside("older"), file), stick[file], overwrite: true);
        }

        Assert.Contains("STICK-031", (await stick.RunAsync("ge-mr/hello")).Expect(ExitCode.NotTrusted).Output, StringComparison.Ordinal);
        Assert.Contains("STICK-031", (await stick.CheckAsync()).Expect(ExitCode.NotTrusted).Output, StringComparison.Ordinal);
        Assert.Contains("issue 3", (await stick.UpdateAsync()).Expect(ExitCode.Done).OneLine, StringComparison.Ordinal);
        (await stick.RunAsync("ge-mr/hello")).Expect(ExitCode.Done);
    }

    [Fact]
    public async Task A_stick_signed_by_another_office_than_its_log_tells_of_is_refused()
    {
        using var stick = fixture.Copy();
        (await stick.Answers("read: FE\n").RunAsync("ge-mr/hello")).Expect(ExitCode.Done);
        using var passphrase = new Secret(RealStickFixture.Passphrase);
        using var other = Provisioner.Keys.Office.Create(stick.Aside("other"), "Else", rehearsal: false, passphrase, new Disk(), TimeProvider.System).Value;
        File.WriteAllBytes(stick["MANIFEST.P7S"], other.Sign(File.ReadAllBytes(stick["MANIFEST.SHA"])));
        File.WriteAllBytes(stick["ID/GENESIS.P7S"], other.Sign(File.ReadAllBytes(stick["ID/GENESIS"])));
        Assert.Contains("STICK-032", (await stick.RunAsync("ge-mr/hello")).Expect(ExitCode.NotTrusted).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_in_Windows_itself_is_not_changed_on_a_disk_that_is_only_mounted()
    {
        using var stick = fixture.Copy();
        Directory.CreateDirectory(Path.Combine(stick.Console, "Windows/System32"));
        var before = Tree.Of(stick.Console);
        Assert.Contains("RUN-057", (await stick.Answers("hazards: FE\n").RunAsync("ge-ultrasound/secure-client")).Expect(ExitCode.Problems).Output, StringComparison.Ordinal);
        Assert.Equal(before, Tree.Of(stick.Console));
        Assert.Empty(Directory.GetFiles(stick["LOGS"], "*.PAL"));
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("undo")]
    public async Task A_run_that_is_under_way_goes_on_and_goes_back_on_a_stick_that_was_updated(string way)
    {
        using var stick = fixture.Copy();
        var before = Tree.Of(stick.Console);
        (await stick.Answers(Answers).RunAsync("ge-mr/change")).Expect(ExitCode.Interrupted);
        File.WriteAllText(Path.Combine(stick.Procedures, "ge-mr/change.yaml"), RealStick.Hello.Replace("ge-mr/hello", "ge-mr/change", StringComparison.Ordinal));
        (await stick.UpdateAsync("--procedures", stick.Procedures)).Expect(ExitCode.Done);
        (await stick.CheckAsync()).Expect(ExitCode.Done);
        if (way == "undo")
        {
            (await EndToEnd.Program.RunAsync("undo", "--stick", stick.Folder, "--console", stick.Console, "--passphrase-file", stick.PassphraseFile)).Expect(ExitCode.Done);
            Assert.Equal(before, Tree.Of(stick.Console));
            return;
        }

        var old = Path.Combine(stick.Console, "usr/g/certs/trusted/old.pem");
        Directory.CreateDirectory(Path.GetDirectoryName(old)!);
        File.Copy(Path.Combine(stick.Console, "usr/g/certs/host/host.pem"), old);
        (await stick.CallAsync("resume")).Expect(ExitCode.Done);
        Assert.False(File.Exists(old));
    }

    [Theory]
    [InlineData(Fault.KillBefore)]
    [InlineData(Fault.KillWithin)]
    public async Task An_update_that_is_cut_off_anywhere_is_known_as_one_and_done_again(Fault fault)
    {
        using var stick = fixture.Copy();
        File.AppendAllText(Path.Combine(stick.Procedures, "ge-mr/hello.yaml"), "# newer\n");
        File.Delete(Path.Combine(stick.Procedures, "ge-mr/change.yaml"));
        using var passphrase = new Secret(RealStickFixture.Passphrase);
        using var office = Provisioner.Keys.Office.Open(stick.OfficeFolder, passphrase, new Disk()).Value;
        var said = new HashSet<string>();
        for (var at = 1; ; at++)
        {
            Tree.Copy(stick.Folder, stick.Aside($"{at}"));
            var disk = new FaultyDisk(fault, at);
            if (!TryUpdate(office, stick.Aside($"{at}"), disk, stick.Procedures))
            {
                var cut = Stick.Open(stick.Aside($"{at}"), new Disk()).Value;
                var refusals = SignedFiles.Read(cut).Value.Refusals(DateTimeOffset.UtcNow);
                said.UnionWith(refusals.Select(problem => problem.Code).DefaultIfEmpty("as before or as after"));
            }

            Assert.InRange(new StickUpdate(office, Stick.Open(stick.Aside($"{at}"), new Disk()).Value, new Disk()).Apply(new() { Procedures = stick.Procedures }).Value.Manifest.Issue, 2, 3);
            Assert.Empty(SignedFiles.Read(Stick.Open(stick.Aside($"{at}"), new Disk()).Value).Value.Refusals(DateTimeOffset.UtcNow));
            if (!disk.HasFailed)
            {
                break;
            }
        }

        Assert.Empty(said.Except(["as before or as after", "STICK-029"]));
        Assert.Contains("STICK-029", said);
    }

    [Theory]
    [InlineData(Fault.Full)]
    [InlineData(Fault.ReadOnly)]
    public void A_stick_that_cannot_be_prepared_to_the_end_leaves_nothing_behind(Fault fault)
    {
        using var stick = fixture.Copy();
        using var passphrase = new Secret(RealStickFixture.Passphrase);
        using var office = Provisioner.Keys.Office.Open(stick.OfficeFolder, passphrase, new Disk()).Value;
        Directory.CreateDirectory(stick.Aside("new"));
        File.WriteAllText(Path.Combine(stick.Aside("new"), "NOTES.TXT"), "x");
        foreach (var at in (int[])[1, 2, 13, 14, 20, 30])
        {
            var disk = new RefusingAfter(at, fault == Fault.Full ? RefusingDisk.Full : RefusingDisk.ReadOnly);
            var made = StickPreparer.Prepare(stick.Aside("new"), new() { Engineer = "x" }, office, passphrase, disk.Disk, TimeProvider.System);
            Assert.Equal([fault == Fault.Full ? "DISK-001" : "DISK-002"], made.Problems.Select(problem => problem.Code));
            Assert.Equal(["NOTES.TXT"], Directory.EnumerateFileSystemEntries(stick.Aside("new")).Select(Path.GetFileName));
        }
    }

    [Theory]
    [InlineData(0L, true)]
    [InlineData(StickPreparer.Reserve + 99, true)]
    [InlineData(StickPreparer.Reserve + 100, false)]
    [InlineData(null, false)]
    public void A_medium_without_room_is_refused_before_anything_is_written(long? free, bool refused) =>
        Assert.Equal(refused ? "STICK-034" : null, StickPreparer.TooSmall("/media/x", free, 100)?.Code);

    [Theory]
    [InlineData("", true)]
    [InlineData("elevenchars", true)]
    [InlineData("twelve chars", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("abababababababab", true)]
    [InlineData("correct horse battery", false)]
    public void A_passphrase_that_is_soon_found_is_refused(string text, bool refused)
    {
        using var secret = new Secret(text);
        Assert.Equal(refused ? "STICK-033" : null, Provisioner.Keys.Passphrase.Unfit(secret)?.Code);
    }

    private static bool TryUpdate(Provisioner.Keys.Office office, string folder, IDisk disk, string procedures)
    {
        try
        {
            return new StickUpdate(office, Stick.Open(folder, disk).Value, disk).Apply(new() { Procedures = procedures }).IsGood;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    /// <summary>A medium that takes so many new files and folders, and no more; what it has can be removed.</summary>
    private sealed class RefusingAfter
    {
        private readonly HashSet<string> _made = [];

        public RefusingAfter(int most, int errno) => Disk = new(path => !Path.Exists(path) && (_made.Count >= most || !_made.Add(path)), errno);

        public RefusingDisk Disk { get; }
    }
}

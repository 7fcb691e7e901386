using System.Collections.Immutable;
using System.Security.Cryptography;
using Provisioner.Sticks;
using Provisioner.Tests.EndToEnd;

namespace Provisioner.Tests.Sticks;

/// <summary>What a stick's check says of the medium and of keys on it, and what <c>stick prepare</c> does with programs.</summary>
public sealed class MediumTests : IDisposable
{
    private readonly PreparedStick _stick = new();

    [Theory]
    [InlineData("FAT", "vfat", true)]
    [InlineData("exFAT on Windows", "exFAT", true)]
    [InlineData("FAT32 on Windows", "FAT32", true)]
    [InlineData("NTFS", "NTFS", false)]
    [InlineData("Linux's own", "ext4", false)]
    public void FAT_and_exFAT_are_what_every_console_reads(string row, string type, bool usual) =>
        Assert.True(new Medium(type, null).IsUsual == usual, row);

    [Fact]
    public void A_medium_is_found_by_its_mount_point_the_last_one_counts()
    {
        string[] mounts =
        [
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            @"90 22 8:17 / /media/fe/PROVISION\040A rw,nosuid shared:50 - ext4 /dev/loop1 rw",
            @"91 22 8:17 / /media/fe/PROVISION\040A rw,nosuid shared:50 master:3 - vfat /dev/sdb1 rw,fmask=0022",
            "half a line",
        ];
        Assert.Equal(("vfat", "/dev/sdb1"), Medium.Find(mounts, "/media/fe/PROVISION A"));
        Assert.Null(Medium.Find(mounts, "/media/fe"));
    }

    [Fact]
    public async Task A_sound_stick_passes_and_leaves_nothing_of_the_check()
    {
        var before = Tree.Of(_stick.Folder);
        var check = (await EndToEnd.Program.RunAsync("stick", "check", _stick.Folder, "--office", _stick.OfficePem)).Expect(0);
        Assert.Contains("MB a second", check.OneLine, StringComparison.Ordinal);
        Assert.Contains("MB free", check.OneLine, StringComparison.Ordinal);
        Assert.Contains("file system and label not looked at", check.OneLine, StringComparison.Ordinal);
        Assert.Equal(before, Tree.Of(_stick.Folder));
    }

    [Fact]
    public async Task Keys_that_should_not_travel_are_named_with_what_to_do()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(_stick.Folder, "CERTS/IN/it.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_stick.Folder, "KEYS/OUT/mr2.p12"), "x");
        var check = (await EndToEnd.Program.RunAsync("stick", "check", _stick.Folder)).Expect(1);
        Assert.Contains("STICK-064", check.Output, StringComparison.Ordinal);
        Assert.Contains("STICK-070", check.Output, StringComparison.Ordinal);
        Assert.Contains("stick clean", check.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stick_that_cannot_be_written_is_a_problem_of_its_check()
    {
        var disk = new RefusingDisk(path => path.EndsWith("CHECK.TMP", StringComparison.Ordinal), RefusingDisk.ReadOnly);
        Assert.Contains("DISK-002", (await EndToEnd.Program.RunAsync(disk, ["stick", "check", _stick.Folder])).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_medium_that_knows_no_run_bits_takes_a_stick_all_the_same()
    {
        var order = new StickOrder { Engineer = "fe-042", IsRehearsal = true };
        var disk = new RefusingDisk(path => path.EndsWith("START.SH", StringComparison.Ordinal) && File.Exists(path), RefusingDisk.ReadOnly);
        Assert.Empty(StickPreparer.Prepare(_stick["fat"], order, null, PreparedStick.Passphrase, disk, TimeProvider.System).Problems);
    }

    [Fact]
    public async Task A_dry_run_of_preparing_lists_every_file_and_writes_nothing()
    {
        var shown = (await EndToEnd.Program.RunAsync("stick", "prepare", _stick["new"], "--engineer", "fe-042", "--dry-run")).Expect(0);
        foreach (var name in (string[])["START.CMD", "START.SH", "VERIFY.SH", "README.TXT", "PROCS/ge-mr/secure-client.yaml"])
        {
            Assert.Contains(name, shown.Output, StringComparison.Ordinal);
        }

        Assert.Contains("NO PROGRAM", shown.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_stick["new"]));
        Assert.Contains("STICK-007", (await EndToEnd.Program.RunAsync("stick", "prepare", _stick.Folder, "--engineer", "fe-042", "--dry-run")).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_missing_or_of_another_version_is_remarked()
    {
        Assert.Equal(["STICK-065", "STICK-065"], StickPrograms.Remarks([], "0.1.0").Select(problem => problem.Code));
        ImmutableArray<StickProgram> strange = [new("BIN/LINUX/provisioner", [1, 2, 3]), new("BIN/WIN/provisioner.exe", [])];
        Assert.Equal(["STICK-066", "STICK-066"], StickPrograms.Remarks(strange, "0.1.0").Select(problem => problem.Code));
        Assert.Empty(StickPrograms.Find(null, PreparedStick.Disk));
        Assert.Empty(StickPrograms.Find("/bin/sh", PreparedStick.Disk));
    }

    public void Dispose() => _stick.Dispose();
}

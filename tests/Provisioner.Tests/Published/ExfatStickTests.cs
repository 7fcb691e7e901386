using Provisioner.Tests.House;

namespace Provisioner.Tests.Published;

/// <summary>A stick as it is bought: exFAT, without owners, permissions, links or a difference between upper and lower case.</summary>
public sealed class ExfatStickTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [MountFact("mkfs.exfat", "mount.exfat-fuse")]
    public void A_job_goes_on_from_it_the_log_verifies_and_the_file_system_is_whole()
    {
        string demo = _scratch["demo"], stick = Directory.CreateDirectory(_scratch["stick"]).FullName, there = $"--stick '{stick}' --console '{demo}/console'";
        PublishedProgram.Run(PublishedProgram.Linux, null, ["demo", "--unattended", "--into", demo]).Expect(0);
        var ran = Mounted(
            stick,
            $"cp -r '{demo}/stick/.' '{stick}'",
            $"'{PublishedProgram.Linux}' undo {there} --passphrase-file '{demo}/office/PASSPHRASE.TXT'",
            $"'{PublishedProgram.Linux}' stick check '{stick}'",
            $"'{PublishedProgram.Linux}' journal verify '{stick}' --office '{demo}/office/OFFICE.PEM'",
            $"sh '{stick}/VERIFY.SH' '{stick}/LOGS' '{demo}/office/OFFICE.PEM'",
            $"umount '{stick}' && fsck.exfat -n $device",
            $"mount.exfat-fuse -o ro $device '{stick}'",
            $"! '{PublishedProgram.Linux}' undo {there} --passphrase-file '{demo}/office/PASSPHRASE.TXT'");
        ran.Expect(0).Says("PUT BACK").Says("Safe to remove").Says("Nothing is wrong with this stick").Says("outcome put-back").Says("clean.").Says("read-only");
    }

    [MountFact("mkfs.exfat", "mount.exfat-fuse")]
    public void It_is_prepared_changed_and_found_out()
    {
        var stick = Directory.CreateDirectory(_scratch["stick"]).FullName;
        var (program, from) = (PublishedProgram.Linux, PublishedProgram.Prepared);
        var office = $"--office '{from}/office' --office-passphrase-file '{from}/passphrase' --passphrase-file '{from}/passphrase'";
        var ran = Mounted(
            stick,
            $"'{program}' stick prepare '{stick}' --engineer FE-042 --name PS-EX {office}",
            $"sh '{stick}/START.SH' stick check '{stick}' --office '{from}/office/OFFICE.PEM'",
            $"! '{program}' stick prepare '{stick}' --engineer FE-042 --name PS-EX {office}",
            $"echo >'{stick}/bin/linux/added.exe'",
            $"'{program}' stick check '{stick}'; [ $? = 3 ]");
        ran.Expect(0).Says("prepared").Says("Certified by this office").Says("Nothing is wrong with this stick").Says("STICK-024 BIN/LINUX/added.exe");
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>In a space of mounts of its own, one command after the other as long as they do well.</summary>
    private Ran Mounted(string stick, params string[] commands)
    {
        var image = _scratch["image"];
        using (var file = File.Create(image))
        {
            file.SetLength(200 << 20);
        }

        string[] all =
        [
            $"device=$(losetup -f --show '{image}')", "trap 'losetup -d $device' EXIT", "mkfs.exfat -L PROVISION $device", $"mount.exfat-fuse $device '{stick}'", .. commands,
        ];
        return PublishedProgram.Run(Peers.Require("unshare"), "/", ["-m", "sh", "-c", string.Join(" && ", all)]);
    }
}

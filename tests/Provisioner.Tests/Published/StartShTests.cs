using Provisioner.Tests.House;

namespace Provisioner.Tests.Published;

/// <summary><c>START.SH</c>, from a prepared stick, as an ordinary user: what is known to stop the program is said in a sentence.</summary>
public sealed class StartShTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly Scratch _scratch = new();

    /// <summary>Root only where the machine gives nothing else: then the tests run as whoever they are.</summary>
    private static bool IsRoot => Environment.UserName == "root";

    [PublishedFact("dash", "openssl")]
    public void An_ordinary_user_does_the_whole_unattended_demo_and_the_log_verifies()
    {
        var stick = Copy();
        var into = Directory.CreateDirectory(_scratch["demo of a user"]).FullName;
        Give(into);
        Start("dash", stick, "demo", "--unattended", "--into", into).Expect(0).Says("Safe to remove.");
        Start("dash", stick, "journal", "verify", Path.Combine(into, "stick"), "--office", Path.Combine(into, "office/OFFICE.PEM")).Expect(0);
        Assert.Equal(0, Peers.Run("dash", null, Path.Combine(into, "stick/VERIFY.SH"), Path.Combine(into, "stick/LOGS"), Path.Combine(into, "office/OFFICE.PEM")).Code);
    }

    [PublishedTheory("dash", "busybox")]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("busybox")]
    public void Without_run_bits_a_copy_is_started_its_exit_code_handed_on_and_nothing_stays(string shell)
    {
        var stick = Copy();
        File.SetUnixFileMode(Path.Combine(stick, "BIN/LINUX/provisioner"), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var temporary = Temporary();
        Start(shell, stick, ["--version"], ("TMPDIR", temporary)).Expect(0).Says("0.1.0");
        Start(shell, stick, ["nonsense"], ("TMPDIR", temporary)).Expect(2);
        Start(shell, stick, ["stick", "check", stick], ("TMPDIR", temporary)).Expect(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
    }

    [PublishedFact("dash")]
    public void A_copy_that_is_not_what_the_office_signed_is_not_started()
    {
        var stick = Copy();
        var program = Path.Combine(stick, "BIN/LINUX/provisioner");
        using (var file = File.OpenWrite(program))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(0);
        }

        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var temporary = Temporary();
        Start("dash", stick, ["--version"], ("TMPDIR", temporary)).Expect(3).Says("is not the one that the office put there");
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
    }

    [PublishedFact("dash")]
    public void Without_words_it_leads_to_the_program_with_the_stick_it_lies_on()
    {
        var ran = Start("dash", Copy());
        Assert.DoesNotContain("Nothing was started", ran.OneLine, StringComparison.Ordinal);
        Assert.DoesNotContain("SCR-001", ran.OneLine, StringComparison.Ordinal);
        Assert.True(ran.OneLine.Contains("What is to be done?", StringComparison.Ordinal) || ran.OneLine.Contains("not recognised", StringComparison.Ordinal), ran.OneLine);
    }

    [PublishedTheory("dash")]
    [InlineData("an old processor", "setarch i686", "for 64-bit Intel and AMD computers")]
    [InlineData("another system", "setarch --uname-2.6 x86_64", null)]
    public void A_computer_on_which_it_cannot_run_is_told_and_work_by_hand_suggested(string row, string before, string? says)
    {
        var stick = Copy();
        string[] words = [.. before.Split(' '), "dash", Path.Combine(stick, "START.SH"), "--version"];
        var ran = PublishedProgram.Run(Peers.Require(words[0]), null, words[1..]);
        Assert.True(ran.Code == (says is null ? 0 : 1), $"{row}: {ran.OneLine}");
        if (says is not null)
        {
            ran.Says(says).Says("on your own laptop");
        }
    }

    [PublishedFact("dash")]
    public void A_stick_without_its_program_and_a_START_SH_without_its_stick_are_told()
    {
        var stick = Copy();
        File.Delete(Path.Combine(stick, "BIN/LINUX/provisioner"));
        Start("dash", stick, "--version").Expect(1).Says("missing from the stick");
        File.Copy(Path.Combine(stick, "START.SH"), _scratch["START.SH"]);
        Give(_scratch.Path);
        Start("dash", _scratch.Path, "--version").Expect(1).Says("is not on a stick");
    }

    [PublishedFact("dash")]
    public void What_somebody_left_in_the_environment_does_not_change_the_program() =>
        Start("dash", Copy(), ["stick", "check", "."], ("LD_PRELOAD", "/nowhere.so"), ("DOTNET_GCHeapHardLimit", "1000"), ("OPENSSL_CONF", "/nowhere.cnf"), ("SSL_CERT_DIR", "/nowhere"))
            .Expect(1).Says("STICK-001");

    [MountFact]
    public void From_a_mount_without_execution_a_copy_is_started()
    {
        var stick = Copy();
        Mounted($"mount --bind '{stick}' '{stick}' && mount -o remount,bind,noexec '{stick}'", stick, "--version").Expect(0).Says("0.1.0");
    }

    [MountFact]
    public void Where_nothing_may_be_started_it_says_so()
    {
        var stick = Copy();
        Mounted(
            $"mount --bind '{stick}' '{stick}' && mount -o remount,bind,noexec '{stick}'"
                + " && for f in /tmp /var/tmp /dev/shm; do mount -t tmpfs -o noexec,mode=1777 none $f; done; export HOME=/nowhere TMPDIR=/nowhere",
            stick, "--version", hidden: true).Expect(1).Says("does not let programs start").Says("on your own laptop");
    }

    [MountFact]
    public void A_read_only_stick_is_refused_clearly()
    {
        var stick = Copy();
        var mount = $"mount --bind '{stick}' '{stick}' && mount -o remount,bind,ro '{stick}'";
        Mounted(mount, stick, "").Expect(1).Says("The stick cannot be written").Says("write-protect switch");
        Mounted(mount, stick, $"stick check '{stick}'").Expect(1).Says("DISK-002");
    }

    [MountFact]
    public void A_full_stick_is_refused_clearly()
    {
        var stick = Copy();
        var full = Directory.CreateDirectory(_scratch["full"]).FullName;
        Mounted(
            $"mount -t tmpfs -o size=24m,mode=0777 none '{full}' && rm '{stick}/BIN/WIN/provisioner.exe' && cp -r '{stick}/.' '{full}/' && chmod -R a+rwX '{full}'; dd if=/dev/zero of='{full}/fill' bs=64k 2>/dev/null; true",
            full, "").Expect(1).Says("full");
    }

    [MountFact]
    public void Without_OpenSSL_it_says_what_to_install_instead_of_ending_in_the_middle()
    {
        var stick = Copy();
        Mounted("for l in $(ldconfig -p | sed -n 's/^.*libssl[.]so[.][0-9.]* .*=> //p'); do mount --bind /dev/null $l; done", stick, "procedures check PROCS")
            .Expect(1).Says("HOST-001").Says("libssl3");
    }

    public void Dispose() => _scratch.Dispose();

    private string Copy()
    {
        var stick = PublishedProgram.Copy(_scratch);
        Give(_scratch.Path);
        return stick;
    }

    private string Temporary()
    {
        var folder = Directory.CreateDirectory(_scratch["temporary"]).FullName;
        Give(folder);
        return folder;
    }

    private static Ran Start(string shell, string stick, params string[] words) => Start(shell, stick, words, []);

    /// <summary>As an ordinary user: as root it would say nothing about permissions.</summary>
    private static Ran Start(string shell, string stick, string[] words, params (string, string)[] environment)
    {
        string[] script = [.. shell == "busybox" ? (string[])["busybox", "sh"] : [shell], Path.Combine(stick, "START.SH"), .. words];
        string[] all = [.. AsNobody, .. script];
        return PublishedProgram.Run(Peers.Require(all[0]), "/", all[1..], environment);
    }

    private static string[] AsNobody => IsRoot ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"] : [];

    /// <summary>In a space of mounts of its own: mounts, then starts as an ordinary user.</summary>
    /// <param name="hidden">The stick itself must not lie below a folder that is mounted over.</param>
    private Ran Mounted(string mount, string stick, string words, bool hidden = false)
    {
        if (hidden)
        {
            // /tmp is mounted over: the stick is bound to a place that stays.
            mount = $"mkdir -p /run/provisioner-test && mount --bind '{stick}' /run/provisioner-test && mount -o remount,bind,noexec /run/provisioner-test && " + mount;
            stick = "/run/provisioner-test";
        }

        return PublishedProgram.Run(Peers.Require("unshare"), "/",
            ["-m", "sh", "-c", $"({mount}) || exit 99; {string.Join(' ', AsNobody)} dash '{stick}/START.SH' {words}"], ("TMPDIR", Temporary()));
    }

    /// <summary>Everybody may enter and write.</summary>
    private static void Give(string path)
    {
        if (IsRoot)
        {
            Assert.Equal(0, Peers.Run("chmod", null, "-R", "a+rwX", path).Code);
        }
    }
}

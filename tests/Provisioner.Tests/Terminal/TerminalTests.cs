using System.Diagnostics;
using System.Globalization;
using Provisioner.Rehearsal;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Terminal;

/// <summary>The program as engineers get it (as it is built, where none is published), in a real terminal: keys in, screens out, and
/// the terminal as it was afterwards.</summary>
public sealed class TerminalTests
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(CrashHost.KillingDisk).Assembly.Location)!;

    private static readonly string Program = Published.PublishedProgram.Folder is null ? $"dotnet {Path.Combine(Folder, "provisioner.dll")}" : Published.PublishedProgram.Linux;

    /// <summary>Ample for what is pressed key by key, however busy the machine is.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>The program between two looks at the terminal; its process number lies in <c>pid</c>.</summary>
    private static Tmux Start(Scratch scratch, string program) => new(
        $"stty -a > {scratch["before"]}; export LANG=C.UTF-8 DOTNET_EnableDiagnostics=0; sh -c 'echo $$ > {scratch["pid"]}; exec {program} demo --into {scratch["demo"]}'; echo ENDED $? > {scratch["end"]}; stty -a > {scratch["after"]}; cat {scratch["end"]}");

    private static Tmux SignedOn(Tmux terminal) => terminal.See("Passphrase of").Type(RehearsalStage.Passphrase).Press("Enter").See("Hold it against your watch").Press("Enter").See("Begin a job");

    /// <summary>To the plan of the first change.</summary>
    private static Tmux AtFirstChange(Tmux terminal)
    {
        _ = SignedOn(terminal).Press("Enter").See("Both are right").Press("Enter").See("by hand)").Press("Enter").See("begin the job").Press("Enter")
            .See("Preparing: 1 of 4").Press("Enter").See("Preparing: 2 of 4").Press("Enter").See("Password of").Type(RehearsalStage.Passphrase).Press("Enter")
            .See("Preparing: 3 of 4").Press("Enter").See("Preparing: 4 of 4").Press("Enter")
            .See("Read and understood").Type("FE").Press("Enter");
        return terminal.Until(screen => Shows(screen, "WHAT WILL CHANGE"), Longest, (so, screen) =>
            Shows(screen, "Jobs still queued") ? so.Press("Enter", "Enter", "1", "Enter").See("SHA-256")
            : Shows(screen, "NOT COMPARED") ? so.Press("2").See("WHAT WILL CHANGE")
            : Shows(screen, "Read - your initials") || Shows(screen, "Secure client - ") ? so.Press("Enter")
            : so);
    }

    private static bool Shows(string screen, string text) => screen.Contains(text, StringComparison.Ordinal);

    [PeerFact("tmux")]
    public void A_whole_demo_is_done_with_real_keys_and_the_terminal_is_as_it_was()
    {
        using var scratch = new Scratch();
        using var terminal = Start(scratch, Program);
        _ = AtFirstChange(terminal);
        Assert.Equal("1 0", terminal.State);
        Assert.Contains("DO NOT SCAN", terminal.Screen, StringComparison.Ordinal);
        _ = terminal.Until(screen => Shows(screen, "Show the job code"), Longest, (so, _) => so.Press("Enter"));
        _ = terminal.See("[PASS] Done").See("MAY SCAN").See("safe to remove").Press("1").See("▄▄▄▄▄").Press("Enter").See("Show the job code").Press("End", "Enter");
        AsBefore(scratch, terminal, 0);
    }

    [PeerFact("tmux")]
    public void Ctrl_C_asks_once_and_leaves_at_the_second()
    {
        using var scratch = new Scratch();
        using var terminal = Start(scratch, Program);
        _ = AtFirstChange(terminal).Press("Enter").See("3 changes in place").Press("C-c").See("Leave the job?").Press("C-c");
        AsBefore(scratch, terminal, 4);
    }

    [PeerFact("tmux")]
    public void A_request_to_end_is_obeyed()
    {
        using var scratch = new Scratch();
        using var terminal = Start(scratch, Program);
        _ = SignedOn(terminal);
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(scratch["pid"]), CultureInfo.InvariantCulture));
        Assert.Equal(0, Peers.Run("sh", null, "-c", $"kill -TERM {process.Id}").Code);
        AsBefore(scratch, terminal, 0);
    }

    [PeerFact("tmux")]
    public void A_bug_in_the_middle_of_a_job_gives_the_terminal_back()
    {
        using var scratch = new Scratch();
        using var terminal = Start(scratch, $"dotnet {Path.Combine(Folder, "Provisioner.CrashHost.dll")} console/usr/g/certs bug");
        _ = AtFirstChange(terminal);
        _ = terminal.Until(_ => File.Exists(scratch["end"]), Longest, (so, _) => so.Press("Enter"));
        AsBefore(scratch, terminal, 134);
    }

    [PeerTheory("tmux")]
    [InlineData("a secret")]
    [InlineData("a list")]
    [InlineData("a change")]
    public void When_the_terminal_is_gone_the_program_ends(string at)
    {
        using var scratch = new Scratch();
        using var terminal = Start(scratch, Program);
        _ = at switch
        {
            "a secret" => terminal.See("Passphrase of"),
            "a list" => SignedOn(terminal),
            _ => AtFirstChange(terminal),
        };
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(scratch["pid"]), CultureInfo.InvariantCulture));
        terminal.Close();
        Assert.True(process.WaitForExit(20_000), $"at {at} it goes on without a terminal");
    }

    private static void AsBefore(Scratch scratch, Tmux terminal, int code)
    {
        _ = terminal.See($"ENDED {code}");
        Assert.Equal(File.ReadAllText(scratch["before"]), File.ReadAllText(scratch["after"]));
        Assert.Equal("0 1", terminal.State);
    }
}

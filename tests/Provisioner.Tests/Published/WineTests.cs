using Provisioner.Tests.House;

namespace Provisioner.Tests.Published;

/// <summary>The program for Windows, started by Wine: not the real thing, but its start, arguments, files and screens are.</summary>
public sealed class WineTests
{
    private static readonly Lazy<string> Home = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("provisioner-wine-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            _ = Peers.Run("wineserver", null, "-k", "-w");
            Directory.Delete(folder, recursive: true);
        };
        Environment.SetEnvironmentVariable("WINEPREFIX", folder);
        return folder;
    });

    private static string Stick => Path.Combine(PublishedProgram.Prepared, "stick");

    [PublishedFact("wine")]
    public void It_starts_checks_procedures_and_sticks_and_opens_certificates()
    {
        Wine("--version").Expect(0).Says("0.1.0");
        Wine("nonsense").Expect(2);
        Wine("procedures", "check", "PROCS").Expect(0);
        Wine("stick", "check", ".").Expect(0).Says("files undamaged");
        Wine("inspect", "../office/OFFICE.PEM").Says("EC P-256");
    }

    [PublishedFact("wine")]
    public void START_CMD_finds_its_stick_hands_on_words_and_exit_code_and_says_what_is_missing()
    {
        Cmd("--version").Expect(0).Says("0.1.0");
        Cmd("nonsense").Expect(2);
        using var scratch = new Scratch();
        var stick = PublishedProgram.Copy(scratch);
        File.Delete(Path.Combine(stick, "BIN/WIN/provisioner.exe"));
        Run(stick, ["cmd", "/c", @".\START.CMD", "--version"]).Expect(1).Says(@"missing from the stick (BIN\WIN\provisioner.exe)").Says("have it prepared again");
    }

    private static Ran Wine(params string[] words) => Run(Stick, ["BIN/WIN/provisioner.exe", .. words]);

    private static Ran Cmd(params string[] words) => Run(Stick, ["cmd", "/c", @".\START.CMD", .. words]);

    private static Ran Run(string folder, string[] words) =>
        PublishedProgram.Run(Peers.Require("wine"), folder, words, ("WINEPREFIX", Home.Value), ("WINEDEBUG", "-all"));
}

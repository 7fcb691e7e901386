using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;
using Provisioner.Tests.Terminal;

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

    /// <summary>The program's own rooms on a registry, stores, names and access lists of Windows' kind, as far as Wine has them
    /// (<c>tests/Provisioner.WineHost</c>); then the published program itself, on what lies there.</summary>
    [PublishedFact("wine")]
    public void Registry_stores_and_files_of_Windows_are_changed_probed_and_put_back()
    {
        using var scratch = new Scratch();
        var authority = Made.Root("St. Anna Root");
        File.WriteAllText(scratch["root.pem"], authority.Pem);
        var host = Run(scratch.Path, [Path.Combine(PublishedProgram.Folder!, "wine-host", "Provisioner.WineHost.exe"), "."]);
        var rows = host.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(host.Code == 0 && rows.All(row => row.StartsWith("PASS ", StringComparison.Ordinal)), host.Output + host.Errors);
        Assert.Equal((14, 9, 7), (Of("registry"), Of("stores"), Of("files")));

        using var stores = JsonDocument.Parse(Wine("store", "list", "--console", "C:\\", "--modality", "clearcanvas-ris", "--json").Output);
        var own = Slot(stores, "host").GetProperty("entries").EnumerateArray().Single();
        Assert.Equal(("own-name", "CN=St. Anna Root", authority.Held.Fingerprint.ToString()), (own.GetProperty("name").GetString(), own.GetProperty("subject").GetString(), own.GetProperty("sha256").GetString()));
        Assert.NotEmpty(Slot(stores, "trusted").GetProperty("entries").EnumerateArray());

        Run(scratch.Path, ["reg", "add", @"HKLM\SOFTWARE\Inobitec\DicomViewer\SecureListener\TrustedCertificates", "/v", "st-anna", "/t", "REG_BINARY", "/d", Convert.ToHexString(authority.Platform.RawData), "/f"]).Expect(0);
        using var registry = JsonDocument.Parse(Wine("store", "list", "--console", "C:\\", "--modality", "inobitec-viewer", "--json").Output);
        Assert.Equal("st-anna", Slot(registry, "trusted").GetProperty("entries").EnumerateArray().Single().GetProperty("name").GetString());

        int Of(string kind) => rows.Count(row => row.StartsWith($"PASS {kind}: ", StringComparison.Ordinal));
        static JsonElement Slot(JsonDocument list, string name) => list.RootElement.GetProperty("slots").EnumerateArray().Single(slot => slot.GetProperty("slot").GetString() == name);
    }

    /// <summary>From there on Wine cannot go: it opens no protected key, and the program says that rather than blame the passphrase.</summary>
    [PublishedFact("wine", "tmux")]
    public void The_screens_are_those_of_Linux_as_far_as_the_first_cryptographic_step()
    {
        using var linux = new Tmux($"'{PublishedProgram.Linux}' --stick '{Stick}'; echo ENDED $?");
        using var wine = new Tmux($"export WINEPREFIX='{Home.Value}' WINEDEBUG=-all; unset DISPLAY WAYLAND_DISPLAY; stty -a > {linux["before"]}; cd '{Stick}'; '{Peers.Require("wine")}' BIN/WIN/provisioner.exe --stick .; echo ENDED $?; stty -a > {linux["after"]}");
        void Both(string see, params string[] keys)
        {
            foreach (var terminal in (Tmux[])[linux, wine])
            {
                _ = terminal.Press(keys).See(see);
            }

            _ = wine.See(screen => Timeless(screen) == Timeless(linux.Screen), linux.Screen);
        }

        Both("Passphrase of FE-042");
        Both("Help", "F1");
        Both("F2 show", "Escape");
        Both("correct horse batterx", ["F2", .. "correct horse batteryx".Select(letter => letter == ' ' ? "Space" : letter.ToString()), "Left", "BSpace", "End"]);
        Both("*********************", "F2");
        Both("SCANNER NEEDED NOW", "F9");
        Both("*********************", "Escape");
        Both("End the program?", "Escape");
        Both("*********************", "Escape");
        _ = wine.Press("Enter").See("STICK-014");
        _ = wine.Press("Escape").See("End the program?").Press("Down", "Enter").See("ENDED 0");
        Assert.Equal(File.ReadAllText(linux["before"]), File.ReadAllText(linux["after"]));
        Assert.Equal("0 1", wine.State);
    }

    private static string Timeless(string screen) => Regex.Replace(screen, @"\d\d:\d\d", "hh:mm");

    private static Ran Wine(params string[] words) => Run(Stick, ["BIN/WIN/provisioner.exe", .. words]);

    private static Ran Cmd(params string[] words) => Run(Stick, ["cmd", "/c", @".\START.CMD", .. words]);

    private static Ran Run(string folder, string[] words) =>
        PublishedProgram.Run(Peers.Require("wine"), folder, words, ("WINEPREFIX", Home.Value), ("WINEDEBUG", "-all"));
}

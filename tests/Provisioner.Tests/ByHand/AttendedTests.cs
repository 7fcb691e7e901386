using System.Text.Json;
using Provisioner.Core.Runs;
using Provisioner.Tests.EndToEnd;

namespace Provisioner.Tests.ByHand;

/// <summary>The main job by hand: the program on a laptop, the scanner's own screens, the stick carried between them.</summary>
public sealed class AttendedTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    [Fact]
    public async Task A_job_by_hand_records_old_values_statements_and_the_way_of_the_stick_and_proves_from_the_laptop()
    {
        using var laptop = new Laptop(fixture);
        var ran = (await EndToEnd.Program.RunAsync(laptop.Run("--json"))).Expect(0);
        using var document = JsonDocument.Parse(ran.Output);
        Assert.Equal(("attended", "done", "program"), (Word(document, "mode"), Word(document, "outcome"), Word(document, "proof")));
        var records = laptop.Records();
        Assert.Contains(records, record => record.Contains("EVENT=INTENT ", StringComparison.Ordinal)
            && record.Contains("KIND=by-hand PATH=by-hand/settings/dicom/client/remote-port SHOWED=104 SHOW=", StringComparison.Ordinal));
        Assert.Contains(records, record => record.Contains("verify-peer SHOWED-UNREAD=yes SHOW=on", StringComparison.Ordinal));
        string[] told = [.. records.Select(record => record.Split(' ')[4]["EVENT=".Length..]).Where(word => word is "CARRIED" or "STATED" or "APPLIED" or "REJOINED" or "PROVED" or "CLOSE").Aggregate(
            new List<string>(), (so, word) => so.LastOrDefault() == word ? so : [.. so, word])];
        Assert.Equal(["CARRIED", "STATED", "APPLIED", "STATED", "APPLIED", "STATED", "APPLIED", "REJOINED", "PROVED", "CLOSE"], told);
        Assert.False(Directory.Exists(Path.Combine(laptop.Folder, "usr")));
        Assert.Contains("put there by hand in job R0000001", (await EndToEnd.Program.RunAsync("store", "list", "--console", laptop.Folder, "--modality", "ge-mr", "--stick", laptop.Stick)).Expect(0).OneLine, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(laptop.Stick, "KEYS/OUT")));
        Assert.Contains(Directory.GetFiles(Path.Combine(laptop.Stick, "CERTS/OUT")), file => file.EndsWith(".pem", StringComparison.Ordinal));
        (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
    }

    [Fact]
    public async Task What_was_done_by_hand_is_put_back_in_reverse_with_the_old_values()
    {
        using var laptop = new Laptop(fixture);
        (await EndToEnd.Program.RunAsync(laptop.Run())).Expect(0);
        var back = (await EndToEnd.Program.RunAsync(laptop.Undo())).Expect(0).OneLine;
        string[] inOrder = ["own AE title: it must show OLDTITLE again", "remote port: it must show 104 again", "could not be read before", "encryption (TLS): it must show off again", "Remove host", "Remove St.-Anna"];
        var places = inOrder.Select(text => back.IndexOf(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.True(places.All(place => place >= 0) && places.SequenceEqual(places.Order()), $"{string.Join(' ', places)}\n{back}");
        (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
        Assert.Contains("RUN-009", (await EndToEnd.Program.RunAsync(laptop.Undo())).Expect(1).OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_laptop_reaches_no_network_the_proof_is_the_statement_of_who_saw_it()
    {
        using var laptop = new Laptop(fixture).Answer("laptop.network", "no");
        var ran = (await EndToEnd.Program.RunAsync(laptop.Run("--json"))).Expect(0);
        using var document = JsonDocument.Parse(ran.Output);
        Assert.Equal("statement", Word(document, "proof"));
        using var neither = new Laptop(fixture).Answer("laptop.network", "no").Answer("prove-dicom.by", "not-done");
        Assert.Contains("RUN-145", (await EndToEnd.Program.RunAsync(neither.Run())).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_that_the_scanner_keeps_is_neither_asked_for_nor_imported()
    {
        using var laptop = new Laptop(fixture).Answer("identity", null).Answer("hand-over", "nothing");
        (await EndToEnd.Program.RunAsync(laptop.Run())).Expect(0);
        Assert.DoesNotContain(laptop.Records(), record => record.Contains("by-hand/store/host", StringComparison.Ordinal) || record.Contains("client/certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_folder_stands_for_the_scanner_that_was_typed_first()
    {
        using var laptop = new Laptop(fixture);
        (await EndToEnd.Program.RunAsync(laptop.Run())).Expect(0);
        Assert.Contains("RUN-142", (await EndToEnd.Program.RunAsync(laptop.Answer("scanner.serial", "7732").Run())).Expect(1).OneLine, StringComparison.Ordinal);
        Assert.Contains("PROC-060", (await EndToEnd.Program.RunAsync(laptop.Answer("scanner.serial", null).Run())).Expect(2).OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_laptops_folder_is_taken_away_when_its_job_is_over()
    {
        using var laptop = new Laptop(fixture);
        (await EndToEnd.Program.RunAsync(laptop.Run())).Expect(0);
        (await EndToEnd.Program.RunAsync(laptop.Uninstall())).Expect(0);
        Assert.False(Directory.Exists(Path.Combine(laptop.Folder, "var/lib/provisioner")));
        (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
    }

    /// <summary>The scanner's own certificate has one name only: what lies there is overwritten.</summary>
    [Fact]
    public async Task What_lies_in_a_fixed_slot_is_overwritten_by_hand_only_with_a_second_person()
    {
        using var laptop = new Laptop(fixture).Answer("import-identity.now", "host, ends 2026-12-01").Answer("second-person", null);
        Assert.Contains("second-person", (await EndToEnd.Program.RunAsync(laptop.Run())).Expect(2).OneLine, StringComparison.Ordinal);
        Assert.Empty(laptop.Records());
        Assert.False(Directory.Exists(laptop.Folder));
        Assert.Contains("RUN-040", (await EndToEnd.Program.RunAsync(laptop.Answer("second-person", "FE").Run())).Expect(1).OneLine, StringComparison.Ordinal);
        using var other = new Laptop(fixture).Answer("import-identity.now", "?").Answer("second-person", "KM");
        (await EndToEnd.Program.RunAsync(other.Run())).Expect(0);
        var records = other.Records();
        var seen = Array.FindIndex(records, record => record.Contains("EVENT=SECOND-PERSON", StringComparison.Ordinal) && record.Contains("ID=import-identity", StringComparison.Ordinal) && record.Contains("CLAIMED=KM", StringComparison.Ordinal));
        Assert.True(seen >= 0 && records[seen + 1].Contains("by-hand/store/host/", StringComparison.Ordinal), string.Join('\n', records));
        (await EndToEnd.Program.RunAsync(other.Verify())).Expect(0);
    }

    [Fact]
    public async Task A_dry_run_says_what_is_to_be_typed_and_asks_no_screen()
    {
        using var laptop = new Laptop(fixture);
        var shown = (await EndToEnd.Program.RunAsync(laptop.Run("--dry-run"))).Expect(0).OneLine;
        Assert.Contains("remote port", shown, StringComparison.Ordinal);
        Assert.Empty(laptop.Records());
    }

    [Fact]
    public async Task While_the_stick_is_at_the_scanner_nothing_of_it_is_open_and_the_log_goes_on_in_the_laptop()
    {
        using var laptop = new Laptop(fixture);
        var away = laptop.Stick + "-away";
        var way = new List<string>();
        var end = await laptop.GoAsync(Purpose.Run, _ =>
        {
            var isHere = Directory.Exists(laptop.Stick);
            Directory.Move(isHere ? laptop.Stick : away, isHere ? away : laptop.Stick);
            way.Add(isHere ? "out" : "in");
            return true;
        });
        Assert.Equal(["out", "in"], way);
        Assert.Equal(new RunPhase.Closed(Outcome.Done), end.Part!.State.Phase);
        Assert.False(Directory.Exists(laptop.Carried));
        (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
    }

    [Fact]
    public async Task A_stick_that_stays_away_is_joined_when_it_is_back()
    {
        using var laptop = new Laptop(fixture);
        var left = await laptop.GoAsync(Purpose.Run, prompt => prompt.StartsWith("Take the stick out of this", StringComparison.Ordinal));
        Assert.IsType<RunPhase.Paused>(left.Part!.State.Phase);
        Assert.Single(Directory.GetFiles(laptop.Carried));
        var short1 = laptop.Records().Length;
        (await EndToEnd.Program.RunAsync(laptop.Resume())).Expect(0);
        Assert.True(laptop.Records().Length > short1);
        Assert.False(Directory.Exists(laptop.Carried));
        (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
    }

    [Fact]
    public async Task A_stick_that_went_on_elsewhere_or_was_altered_while_it_was_away_is_not_joined()
    {
        using var laptop = new Laptop(fixture);
        _ = await laptop.GoAsync(Purpose.Run, prompt => prompt.StartsWith("Take the stick out of this", StringComparison.Ordinal));
        using var elsewhere = laptop.Fork();
        Directory.Delete(elsewhere.Carried, recursive: true);
        Assert.Contains("RUN-005", (await EndToEnd.Program.RunAsync(elsewhere.Resume())).Expect(3).OneLine, StringComparison.Ordinal);
        File.Delete(Path.Combine(elsewhere.Folder, "var/lib/provisioner/receipts/training"));
        (await EndToEnd.Program.RunAsync(elsewhere.Answer("import-authority.done-already", "no").Resume())).Expect(0);
        Tree.Copy(Path.Combine(laptop.Folder, "var"), Path.Combine(elsewhere.Folder, "carried-back"));
        Directory.Delete(Path.Combine(elsewhere.Folder, "var"), recursive: true);
        Directory.Move(Path.Combine(elsewhere.Folder, "carried-back"), Path.Combine(elsewhere.Folder, "var"));
        Assert.Contains("RUN-141", (await EndToEnd.Program.RunAsync(elsewhere.Resume())).Expect(3).OneLine, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(elsewhere.Carried));

        var log = Directory.GetFiles(Path.Combine(laptop.Stick, "LOGS"), "*.PAL").Single();
        var bytes = File.ReadAllBytes(log);
        bytes[^1] = (byte)'x';
        File.WriteAllBytes(log, bytes);
        (await EndToEnd.Program.RunAsync(laptop.Resume())).Expect(3);
    }

    /// <summary>Killed (SIGKILL) before or within some acts on a disk, from where the stick is carried on: the next start joins and goes on.
    /// <see cref="CarriedLaptopTests"/> takes every act, in memory.</summary>
    [Theory]
    [InlineData("whole")]
    [InlineData("torn")]
    public async Task A_laptop_that_dies_while_the_stick_is_away_loses_nothing(string how)
    {
        using var start = new Laptop(fixture);
        using var whole = start.Fork();
        var acts = OwnProcess.Run(0, how, whole.Run()).Acts;
        var (joined, step) = (0, Math.Max(1, acts / 7));
        for (var act = acts / 2; act < acts; act += step)
        {
            using var laptop = start.Fork();
            _ = OwnProcess.Run(act, how, laptop.Run());
            joined += Directory.Exists(laptop.Carried) && Directory.GetFiles(laptop.Carried).Length > 0 ? 1 : 0;
            var again = await EndToEnd.Program.RunAsync(laptop.Answer("import-authority.done-already", "no").Answer("import-identity.done-already", "yes").Answer("configure-dicom.done-already", "yes").Resume());
            Assert.True(again.Code == 0 || again.Output.Contains("RUN-009", StringComparison.Ordinal), $"act {act} {how}: {again}");
            Assert.False(Directory.Exists(laptop.Carried) && Directory.GetFiles(laptop.Carried).Length > 0, $"act {act} {how}");
            (await EndToEnd.Program.RunAsync(laptop.Verify())).Expect(0);
        }

        Assert.True(joined > 0);
    }

    private static string Word(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetString()!;
}

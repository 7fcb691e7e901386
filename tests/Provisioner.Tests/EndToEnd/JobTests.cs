using System.Collections.Immutable;
using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Keys;
using Provisioner.Rehearsal;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;
using Provisioner.Tests.House;
using Provisioner.Tests.Terminal;

namespace Provisioner.Tests.EndToEnd;

/// <summary>A stick with the office's list for one night: twelve scanners, each with a certificate of its own.</summary>
public sealed class NightFixture : IDisposable
{
    public const int Scanners = 12;

    private const string Procedure = """
        schema: provisioner/1
        procedure: ge-mr/night
        version: 1.0.0
        source: None
        modality: ge-mr
        title: Small
        about: Small.
        personnel: {persons: 1, procedure: 10}
        inputs:
          authority: {kind: certificate, slot: trusted, prompt: Authority}
          identity: {kind: identity, slot: host, prompt: Own certificate}
        steps:
          - {id: hazards, title: Hazards, safety: {level: warning, hazard: A hazard., consequence: A harm., avoid: A way.}}
          - {id: free, title: Scanner free, scanner-free: {}}
          - {id: compare, title: Compare, compare: {fingerprint: authority}}
          - {id: witness, title: Witness, hold: {text: Look at it.}}
          - {id: trust, title: Import, import: {certificate: authority, into: trusted}}
          - {id: import, title: Import, import: {identity: identity, into: host}}

        """;

    private readonly Scratch _scratch = new();

    public NightFixture()
    {
        using var passphrase = new Secret(RehearsalStage.Passphrase);
        var disk = new Disk();
        var fingerprint = MakeCertificates(_scratch["certificates"]);
        Write("procedures/ge-mr/night.yaml", Procedure);
        Write("jobs/NIGHT.YAML", "schema: provisioner-jobs/1\ntitle: A night\njobs:\n" + string.Concat(Enumerable.Range(1, Scanners).Select(at => $$"""
              - console: {serial: "77{{at:00}}", name: {{Name(at)}}}
                procedure: ge-mr/night
                answers: {authority: CERTS/IN/authority.pem, identity: CERTS/IN/{{Name(at)}}.pem}
                agreed: {compare: {{fingerprint}}, witness: KM, second-person: KM}

            """)));
        using var office = Office.Create(_scratch["office"], "Test", rehearsal: true, passphrase, disk, TimeProvider.System).Value;
        StickOrder order = new() { Engineer = "FE-042", Name = "NIGHT", Sources = new() { Procedures = _scratch["procedures"], Jobs = _scratch["jobs"] } };
        _ = StickPreparer.Prepare(_scratch["stick"], order, office, passphrase, disk, TimeProvider.System).Value;
        foreach (var file in Directory.GetFiles(_scratch["certificates"]))
        {
            File.Copy(file, Path.Combine(_scratch["stick/CERTS/IN"], Path.GetFileName(file)));
        }

        for (var at = 1; at <= Scanners; at++)
        {
            RehearsalConsole.Make(_scratch[$"console-{at}"]);
            var system = _scratch[$"console-{at}/usr/g/config/system.json"];
            File.WriteAllText(system, File.ReadAllText(system).Replace("7731", $"77{at:00}", StringComparison.Ordinal).Replace("mr450w-2", Name(at), StringComparison.Ordinal));
        }
    }

    internal Night Copy() => new(_scratch.Path);

    public void Dispose() => _scratch.Dispose();

    public static string Name(int at) => $"mr-{at}";

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scratch[path])!);
        File.WriteAllText(_scratch[path], text.ReplaceLineEndings("\n"));
    }

    /// <returns>The authority's fingerprint.</returns>
    private static string MakeCertificates(string folder)
    {
        Directory.CreateDirectory(folder);
        using var key = KeyPairs.Make(KeyPairKind.Rsa2048);
        for (var at = 1; at <= Scanners; at++)
        {
            File.WriteAllText(Path.Combine(folder, $"{Name(at)}.pem"), PemText.Certificates([Make(Name(at))]) is var pem ? System.Text.Encoding.ASCII.GetString([.. pem, .. PemText.PlainKey(key)]) : "");
        }

        var authority = Make("authority");
        File.WriteAllBytes(Path.Combine(folder, "authority.pem"), PemText.Certificates([authority]));
        return authority.Fingerprint.ToString();

        HeldCertificate Make(string name) => Issuing.SelfSigned(
            key, new(SubjectText.Read($"CN={name}, OU=MR, O=St. Anna, L=Ghent, ST=Flanders, C=BE").Value, [name], [TlsRole.Client]), DateTimeOffset.UtcNow, 90);
    }
}

/// <summary>One such night.</summary>
internal sealed class Night : IDisposable
{
    private readonly Scratch _scratch = new();

    public Night(string from)
    {
        Tree.Copy(from, _scratch["night"]);
        File.WriteAllText(_scratch["passphrase"], RehearsalStage.Passphrase);
        File.WriteAllText(_scratch["answers.yaml"], "hazards: FE\nfree: FE\n");
    }

    public string Stick => _scratch["night/stick"];

    public string PassphraseFile => _scratch["passphrase"];

    public string Console(int at) => _scratch[$"night/console-{at}"];

    public string this[string path] => Path.Combine(Stick, path);

    public string Aside(string name) => _scratch[name];

    public Task<Result> RunAsync(string job, int console, params string[] more) => Program.RunAsync(
        ["run", "--job", job, "--stick", Stick, "--console", Console(console), "--passphrase-file", PassphraseFile, "--answers", _scratch["answers.yaml"], .. more]);

    public Task<Result> CallAsync(string command, int console, params string[] more) =>
        Program.RunAsync([command, "--stick", Stick, "--console", Console(console), "--passphrase-file", PassphraseFile, .. more]);

    /// <summary>State by job.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> ListAsync() => JsonDocument.Parse((await Program.RunAsync("jobs", "list", "--stick", Stick, "--json")).Expect(0).Output)
        .RootElement.GetProperty("jobs").EnumerateArray().ToImmutableSortedDictionary(job => job.GetProperty("job").GetString()!, job => job.GetProperty("state").GetString()!);

    public void Dispose() => _scratch.Dispose();
}

/// <summary>The office prepares a night; the wrong scanner, and the certificate of another, are refused.</summary>
public sealed class JobTests(NightFixture fixture) : IClassFixture<NightFixture>
{
    [Fact]
    public async Task Twelve_rows_and_twelve_certificates_make_132_refusals_and_12_jobs()
    {
        using var night = fixture.Copy();
        var refused = 0;
        for (var row = 1; row <= NightFixture.Scanners; row++)
        {
            for (var other = 1; other <= NightFixture.Scanners; other++)
            {
                using var swapped = new SwappedFile(night[$"CERTS/IN/{NightFixture.Name(row)}.pem"], night[$"CERTS/IN/{NightFixture.Name(other)}.pem"]);
                var run = await night.RunAsync($"NIGHT#{row}", row, "--dry-run");
                refused += run.Output.Contains("RUN-061", StringComparison.Ordinal) ? 1 : 0;
                Assert.True((row == other) == !run.Output.Contains("RUN-061", StringComparison.Ordinal), $"row {row}, certificate {other}: {run}");
            }
        }

        Assert.Equal(132, refused);
        for (var at = 1; at <= NightFixture.Scanners; at++)
        {
            (await night.RunAsync("NIGHT", at)).Expect(ExitCode.Done);
        }

        Assert.All((await night.ListAsync()).Values, state => Assert.Equal("done", state));
    }

    [Fact]
    public async Task Twelve_rows_on_twelve_scanners_are_refused_on_each_but_their_own()
    {
        using var night = fixture.Copy();
        var refused = 0;
        for (var row = 1; row <= NightFixture.Scanners; row++)
        {
            for (var console = 1; console <= NightFixture.Scanners; console++)
            {
                var run = await night.RunAsync($"NIGHT#{row}", console, "--dry-run");
                refused += run.Output.Contains("RUN-060", StringComparison.Ordinal) ? 1 : 0;
                Assert.True((row == console) == (run.Code == ExitCode.Done), $"row {row}, scanner {console}: {run}");
            }
        }

        Assert.Equal(132, refused);
    }

    [Fact]
    public async Task The_list_says_of_each_row_what_the_logs_say()
    {
        using var night = fixture.Copy();
        (await night.RunAsync("NIGHT#1", 1)).Expect(ExitCode.Done);
        (await night.RunAsync("NIGHT#2", 2)).Expect(ExitCode.Done);
        (await night.CallAsync("undo", 2)).Expect(ExitCode.Done);
        Directory.CreateDirectory(Path.Combine(night.Console(3), "usr/g/certs/host/host.pem"));
        Assert.NotEqual(ExitCode.Done, (await night.RunAsync("NIGHT#3", 3)).Code);
        var list = await night.ListAsync();
        Assert.Equal(("done", "put-back", "to-do"), (list["NIGHT#1"], list["NIGHT#2"], list["NIGHT#4"]));
        var table = (await Program.RunAsync("jobs", "list", "--stick", night.Stick)).Expect(ExitCode.Done).Output;
        Assert.Contains("NIGHT#2   put back  mr-2", table, StringComparison.Ordinal);
        Assert.All(table.Split('\n'), line => Assert.True(line.Length <= 80, line));
        var opened = Directory.GetFiles(night["LOGS"], "*.PAL").Order(StringComparer.Ordinal).Select(File.ReadAllText).First();
        Assert.Contains(" JOB=NIGHT#1 JOB-DIGEST=", opened, StringComparison.Ordinal);
        Assert.Contains("CLAIMED=KM AGREED=NIGHT#1", opened, StringComparison.Ordinal);
    }

    /// <summary>Everything the row knows is taken from it: what is typed are initials and that the scanner is free.</summary>
    [Fact]
    public async Task A_job_from_a_row_needs_few_keys()
    {
        using var night = fixture.Copy();
        var typed = new TypedTerminal("FE", "0", "0", "1", "FE", "", "");
        using var passphrase = new Secret(RehearsalStage.Passphrase);
        var end = await Runner.RunAsync(new()
        {
            Stick = night.Stick,
            Console = night.Console(1),
            Purpose = Purpose.Run,
            Job = "night",
            Passphrase = passphrase,
            Disk = new Disk(),
            Clock = TimeProvider.System,
            Terminal = typed,
        });
        Assert.True(end.Part?.State.Phase is RunPhase.Closed { Outcome: Outcome.Done }, typed.Text + string.Join('\n', end.Problems));
    }

    /// <summary>The welcome page offers the list; its row for this scanner is taken with Enter, and only what is open is asked.</summary>
    [Fact]
    public async Task At_the_screen_the_row_of_this_scanner_comes_first_and_is_not_asked_for_what_it_says()
    {
        using var night = fixture.Copy();
        var asked = new List<string>();
        var engineer = new Engineer("ge-mr/night", new Dictionary<string, string> { ["plain-keys"] = "remove" }, RehearsalStage.Passphrase, "");
        var last = WizardSession.Run(night.Stick, night.Console(3), model =>
        {
            asked.AddRange(model.Job?.Question is { } question && model.Job.End is null ? [question.GetType().Name] : []);
            return engineer.Look(model);
        });
        Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
        Assert.Equal(["Initials", "ScannerFree", "Recount", "Choose"], asked.Where(name => name != "Agree"));
        Assert.Equal("done", (await night.ListAsync())["NIGHT#3"]);
    }

    [Fact]
    public void At_the_screen_a_row_of_another_scanner_does_not_begin_on_this_one()
    {
        using var night = fixture.Copy();
        var (was, wrong) = (false, "");
        var last = WizardSession.Run(night.Stick, night.Console(3), model => model.Top switch
        {
            SignOnSheet => Engineer.Typed(RehearsalStage.Passphrase),
            ClockSheet => [Engineer.Enter],
            WelcomeSheet when !was => [Engineer.Digit(1)],
            PreparedSheet when !was => Elsewhere(out was),
            HandScannerSheet { Wrong: null } => Engineer.Typed("7703"),
            HandScannerSheet sheet => Refused(sheet, out wrong),
            PreparedSheet => [new(KeyName.Escape)],
            _ => Engineer.Ended(model),
        });
        Assert.True(was);
        Assert.Contains("serial number 7701, host name mr-1", wrong, StringComparison.Ordinal);
        Assert.Null(last.Job);
        Assert.Empty(Directory.GetFiles(night["LOGS"], "*.PAL"));

        static IEnumerable<KeyPress> Elsewhere(out bool was)
        {
            was = true;
            return [new(KeyName.Down), Engineer.Enter];
        }

        static IEnumerable<KeyPress> Refused(HandScannerSheet sheet, out string wrong)
        {
            wrong = sheet.Wrong!;
            return [new(KeyName.Escape)];
        }
    }

    /// <summary>What stands in the row is not asked for; who the scanner is, and what its screens show, is.</summary>
    [Fact]
    public async Task At_the_screen_of_a_laptop_a_row_is_begun_by_hand_for_its_own_scanner()
    {
        using var night = fixture.Copy();
        using var laptop = new Scratch();
        var answers = new Dictionary<string, string>
        {
            ["scanner.serial"] = "7701", ["scanner.host"] = "mr-1", ["trust.now"] = "-", ["import.now"] = "-", ["plain-keys"] = "remove",
        };
        _ = Directory.CreateDirectory(laptop["empty"]);
        var engineer = new Engineer("ge-mr/night", answers, RehearsalStage.Passphrase, "hand over, long enough");
        var last = WizardSession.Run(
            night.Stick, laptop["empty"], model => model.Top is WelcomeSheet ? [Engineer.Digit(2)] : engineer.Look(model), hands: new(laptop["by-hand"], false));
        Assert.Equal(new RunPhase.Closed(Outcome.Done), last.Job!.State.Phase);
        var opening = File.ReadLines(Directory.GetFiles(night["LOGS"], "*.PAL")[0]).First();
        Assert.Contains("MODE=attended", opening, StringComparison.Ordinal);
        Assert.Contains("CONSOLE=7701", opening, StringComparison.Ordinal);
        Assert.Equal("done", (await night.ListAsync())["NIGHT#1"]);
    }

    /// <summary>Work by hand stands last in the list; the scanner is asked for before the job begins.</summary>
    [Theory]
    [InlineData("the row of this scanner", 3, "NIGHT#3", null, new string[0])]
    [InlineData("on a laptop a row by hand", null, "NIGHT#2", "7702", new[] { "7702", "mr-2" })]
    [InlineData("on a laptop new work by hand", null, null, "9", new[] { "1", "1", "9", "ct-9" })]
    [InlineData("on a scanner new work by hand on another", 3, null, "9", new[] { "1", "1", "9", "ct-9" })]
    [InlineData("a question that is left", null, null, null, new[] { "1" })]
    public void In_line_mode_the_same_is_offered(string row, int? console, string? prepared, string? serial, string[] more)
    {
        using var night = fixture.Copy();
        using var empty = new Scratch();
        var here = console is { } at ? night.Console(at) : empty["empty"];
        _ = Directory.CreateDirectory(here);
        var disk = new Disk();
        var survey = new WizardSurvey(Stick.Open(night.Stick, disk).Value, ConsoleFiles.Open(here, disk).Value, new(empty["by-hand"], false), disk).Look(DateTimeOffset.UtcNow);
        var offered = new TypedTerminal();
        _ = new WizardLines(survey, Asking(offered)).Choose();
        var lines = offered.Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])).ToArray();
        var first = Array.Find(lines, line => line.Contains(prepared is { } address ? $" {address}" : "Work by hand", StringComparison.Ordinal))!.Split(' ')[0];
        var order = new WizardLines(survey, Asking(new TypedTerminal([first, .. more]))).Choose();
        Assert.True(order?.Prepared == prepared && order?.ByHand?.Serial == serial && (order is null) == (row == "a question that is left"), $"{row}: {order}\n{offered.Text}");

        static PlainConversation Asking(TypedTerminal terminal) => new(terminal, new Dictionary<string, string>(), new Dictionary<string, Secret>());
    }

    [Theory]
    [InlineData("a job file that is not there", "run --job NIHGT#1", "RUN-065")]
    [InlineData("a row that is not there", "run --job NIGHT#13", "RUN-065")]
    [InlineData("no address", "run --job #1", "RUN-065")]
    [InlineData("another procedure than the row's", "run ge-mr/renew --job NIGHT#1", "RUN-064")]
    [InlineData("neither job nor procedure", "run", "RUN-067")]
    [InlineData("an unknown procedure", "run ge-mr/nihgt", "PROC-063")]
    [InlineData("no procedure's name", "run ../x", "PROC-063")]
    [InlineData("a scanner type instead of a procedure", "run modalities/ge-mr", "PROC-063")]
    [InlineData("an unknown run", "resume R9999999", "RUN-004")]
    [InlineData("an unknown run to put back", "undo R9999999", "RUN-004")]
    [InlineData("another engineer", "undo --engineer FE-043", "RUN-014")]
    public async Task Wrong_names_on_the_command_line_are_wrong_usage(string row, string call, string code)
    {
        using var night = fixture.Copy();
        var told = await Program.RunAsync([.. call.Split(' '), "--stick", night.Stick, "--console", night.Console(1), "--passphrase-file", night.PassphraseFile]);
        Assert.True(told.Code == ExitCode.WrongUsage && told.Output.Contains(code, StringComparison.Ordinal), $"{row}: {told}");
    }

    [Theory]
    [InlineData("store", "list", "--console", "/", "--modality", "ge-rm")]
    [InlineData("inspect", "/etc/hostname", "--modality", "ge-rm")]
    [InlineData("procedures", "answers", "ge-mr/nihgt")]
    public async Task An_unknown_scanner_type_or_procedure_is_wrong_usage(params string[] call) => (await Program.RunAsync(call)).Expect(ExitCode.WrongUsage);

    [Fact]
    public async Task An_answers_file_states_nothing_that_the_row_states()
    {
        using var night = fixture.Copy();
        File.WriteAllText(night.Aside("answers.yaml"), "hazards: FE\nfree: FE\nwitness: CD\nidentity: CERTS/IN/mr-2.pem\n");
        var told = (await night.RunAsync("NIGHT#1", 1, "--json")).Expect(ExitCode.WrongUsage);
        Assert.Equal(2, JsonDocument.Parse(told.Output).RootElement.GetProperty("problems").EnumerateArray().Count(problem => problem.GetProperty("code").GetString() == "PROC-077"));
    }

    [Fact]
    public async Task A_row_that_an_update_changed_or_took_back_leaves_its_runs_as_they_are()
    {
        using var night = fixture.Copy();
        (await night.RunAsync("NIGHT#1", 1)).Expect(ExitCode.Done);
        Directory.CreateDirectory(night.Aside("jobs"));
        var rows = File.ReadAllText(night["JOBS/NIGHT.YAML"]);
        var first = rows.IndexOf("  - console", StringComparison.Ordinal);
        var second = rows.IndexOf("  - console", first + 1, StringComparison.Ordinal);
        var third = rows.IndexOf("  - console", second + 1, StringComparison.Ordinal);
        File.WriteAllText(night.Aside("jobs/NIGHT.YAML"), rows[..first] + rows[second..third] + rows[first..second] + rows[third..]);
        (await Program.RunAsync("stick", "update", night.Stick, "--office", Path.Combine(night.Stick, "../office"), "--office-passphrase-file", night.PassphraseFile, "--jobs", night.Aside("jobs"))).Expect(ExitCode.Done);
        var list = await night.ListAsync();
        Assert.Equal(("to-do", "done"), (list["NIGHT#1"], list["NIGHT#2"]));
        Assert.Contains("12 jobs prepared in 1 file", (await Program.RunAsync("stick", "check", night.Stick, "--office", Path.Combine(night.Stick, "../office"))).Output, StringComparison.Ordinal);
        (await Program.RunAsync("jobs", "check", night.Aside("jobs"), "--procedures", Path.Combine(night.Stick, "../procedures"))).Expect(ExitCode.Done);
        (await Program.RunAsync("jobs", "check", night.Aside("jobs"))).Expect(ExitCode.Problems);
    }

    /// <summary>Another file under its name, for a moment.</summary>
    private sealed class SwappedFile : IDisposable
    {
        private readonly string _path;
        private readonly byte[] _own;

        public SwappedFile(string path, string other)
        {
            (_path, _own) = (path, File.ReadAllBytes(path));
            File.WriteAllBytes(path, File.ReadAllBytes(other));
        }

        public void Dispose() => File.WriteAllBytes(_path, _own);
    }
}

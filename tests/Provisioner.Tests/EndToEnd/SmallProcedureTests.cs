using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Provisioner.Tests.EndToEnd;

/// <summary>What a procedure can say is done in a run: each verb and each way, from YAML to the journal.</summary>
public sealed class SmallProcedureTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private const string Ways = """
        inputs:
          identity: {kind: identity, slot: host, prompt: Own, keep-held: true}
        steps:
          - id: which
            title: Which
            choose: {question: Which, options: {short: {text: Short, then: last}, long: {text: Long}, none: {text: None, ends: Nothing to do.}}}
          - {id: name, title: Name, when: {given: identity}, check: {that: console-name, of: identity}}
          - {id: held, title: Held, when: {not-given: identity}, notice: {text: It is held.}}
          - {id: commitment, title: Commitment, when: {receives: storage-commitment}, notice: {text: It receives.}}
          - {id: jump, title: Jump, then: {passed: last}, notice: {text: On.}, minutes: 4}
          - {id: last, title: Last, notice: {text: Last.}}
          - {id: only-long, title: Long, when: {chosen: {step: which, is: [long]}}, end: {text: The end of the long way.}}
          - {id: only-short, title: Short, notice: {text: Short.}}
        """;

    public static TheoryData<string, string> Rows => new()
    {
        { "short", "which PASS, last PASS, only-long SKIP, only-short PASS" },
        { "long", "which PASS, name PASS, held SKIP, commitment PASS, jump PASS, last PASS, only-long PASS" },
        { "none", "which END-HERE" },
    };

    [Theory, MemberData(nameof(Rows))]
    public async Task A_run_goes_the_way_that_its_answers_say_and_records_what_it_skips(string option, string expected)
    {
        using var visit = new SmallVisit(fixture.Stage, Ways);
        visit.Answer(("identity", "CERTS/IN/scanner.pem"), ("which", option), ("commitment", "FE"), ("jump", "FE"), ("last", "FE"), ("only-short", option == "short" ? "FE" : null));
        (await visit.RunAsync()).Expect(0);
        Assert.Equal(expected, string.Join(", ", Steps(visit)));
        Assert.All(visit.Records().Where(record => record.Contains("EVENT=SKIP", StringComparison.Ordinal)), record => Assert.Contains("WHY=", record, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_are_wanted_for_the_ways_that_are_open_and_for_no_other()
    {
        using var visit = new SmallVisit(fixture.Stage, Ways);
        visit.Answer(("identity", "CERTS/IN/scanner.pem"), ("which", "short"));
        Assert.Equal(["last", "only-short"], Missing((await visit.RunAsync("--json")).Expect(2)));
        Assert.Equal(["commitment", "jump", "last", "only-short", "which"], Missing((await visit.Answer(("which", null)).RunAsync("--json")).Expect(2)).Order(StringComparer.Ordinal));
    }

    private const string Statements = """
        steps:
          - {id: fact, title: Fact, ask: {question: Who answered the phone}}
          - {id: screen, title: Screen, instruct: {text: Open the list., reads: AE title}}
          - {id: signed, title: Signed, notice: {text: Read this.}}
          - {id: witness, title: Witness, hold: {text: Look at it.}}
          - {id: entered, title: Entered, wait: {text: The archive enters the scanner., at-most: 5}}
          - {id: clock, title: Clock, check: {that: clock}}
          - {id: count, title: Count, may-deviate: true, instruct: {text: Count the images.}}
        """;

    private SmallVisit Stating() => new SmallVisit(fixture.Stage, Statements)
        .Answer(("fact", "Mrs. Ahn, IT"), ("screen", "MR450W2"), ("signed", "FE"), ("witness", "CD"), ("entered", "FE"), ("clock", "FE"), ("count", "FE"));

    [Fact]
    public async Task What_people_state_is_recorded()
    {
        using var visit = Stating();
        (await visit.RunAsync()).Expect(0);
        Assert.Equal("fact PASS, screen PASS, signed PASS, witness WITNESS, entered PASS, clock PASS, count PASS", string.Join(", ", Steps(visit)));
        Assert.Contains(visit.Records(), record => record.Contains("NAME=screen TEXT=MR450W2", StringComparison.Ordinal));
        Assert.Contains(visit.Records(), record => record.Contains("CLAIMED=CD", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FE")]
    [InlineData("fe")]
    public async Task A_witness_is_another_person_than_the_engineer(string initials)
    {
        using var visit = Stating();
        var result = (await visit.Answer(("witness", initials)).RunAsync("--json")).Expect(1);
        Assert.Contains("RUN-040", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_may_be_left_out_is_with_its_reason()
    {
        using var visit = Stating();
        (await visit.Answer(("count", "left-out: the archive counts them")).RunAsync()).Expect(0);
        Assert.Contains("count DEVIATE", Steps(visit));
        Assert.Contains(visit.Records(), record => record.Contains("REASON=", StringComparison.Ordinal) && record.Contains("counts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("signed", "left-out: no time")]
    [InlineData("count", "left-out:")]
    public async Task A_step_that_may_not_be_left_out_is_not_nor_any_without_a_reason(string step, string answer)
    {
        using var visit = Stating();
        Assert.Contains("PROC-009", (await visit.Answer((step, answer)).RunAsync("--json")).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_saved_without_secrets_and_lead_through_the_next_job()
    {
        using var visit = Stating();
        (await visit.Answer(("count", "left-out: the archive counts them")).RunAsync("--save-answers", visit["saved.yaml"])).Expect(0);
        var saved = await File.ReadAllTextAsync(visit["saved.yaml"]);
        Assert.DoesNotContain((await File.ReadAllTextAsync(visit.Passphrase)).Trim(), saved, StringComparison.Ordinal);
        (await visit.CallAsync("run", "ge-mr/small", "--answers", visit["saved.yaml"])).Expect(0);
        Assert.Equal(2, Steps(visit).Count(step => step == "count DEVIATE"));
    }

    [Fact]
    public async Task Answers_are_never_saved_over_another_file()
    {
        using var visit = Stating();
        await File.WriteAllTextAsync(visit["saved.yaml"], "mine");
        Assert.Contains("DISK-", (await visit.RunAsync("--save-answers", visit["saved.yaml"], "--json")).Output, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(visit["saved.yaml"]));
    }

    [Fact]
    public async Task What_the_file_leaves_open_is_asked_for_and_what_it_says_is_not()
    {
        using var visit = Stating();
        visit.Answer(("screen", null), ("witness", "FE"));
        var terminal = new TypedTerminal("MR450W2", "1", "CD", "1");
        var end = await visit.AskingAsync(terminal);
        Assert.True(end.Part is { State.Phase: Core.Runs.RunPhase.Closed { Outcome: Core.Runs.Outcome.Done } }, terminal.Text);
        Assert.DoesNotContain("Who answered the phone", terminal.Text, StringComparison.Ordinal);
    }

    private const string Making = """
        inputs:
          subject: {kind: subject, prompt: Subject}
        steps:

        """ + SmallVisit.Before + """
          - {id: make, title: Make, generate: {subject: subject, into: host, key: p256, days: 90}}
        """;

    private const string Asking = """
        inputs:
          subject: {kind: subject, prompt: Subject}
        steps:

        """ + SmallVisit.Before + """
          - {id: wanted, title: Request, request: {subject: subject, key: rsa2048}}
        """;

    private const string Completing = """
        inputs:
          back: {kind: certificate, slot: host, prompt: Certificate}
        steps:

        """ + SmallVisit.Before + """
          - {id: join, title: Complete, complete: {certificate: back, into: host}}
        """;

    private const string Removing = """
        inputs:
          old: {kind: entry, prompt: Entry}
        steps:

        """ + SmallVisit.Before + """
          - {id: out, title: Remove, remove: {entry: old, from: trusted}}
        """;

    private const string Subject = "CN=mr450w-2, OU=MR, O=St. Anna, L=Ghent, ST=Flanders, C=BE";

    [Fact]
    public async Task A_pair_is_made_on_the_scanner_and_goes_when_it_is_put_back()
    {
        using var visit = new SmallVisit(fixture.Stage, Making.Replace("p256", "rsa2048", StringComparison.Ordinal)).Answer(("subject", Subject));
        var start = Tree.Of(visit.Console, times: true);
        (await visit.RunAsync()).Expect(0);
        var host = Path.Combine(visit.Console, "usr/g/certs/host");
        Assert.Equal(["host-key.pem", "host.pem"], Directory.GetFiles(host).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(host, "host-key.pem")));
        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
    }

    [Theory]
    [InlineData("p256", Subject, "CERT-111")]
    [InlineData("rsa2048", "CN=mr450w-2", "CERT-110")]
    [InlineData("rsa2048", "CN=mr450w-2, C=Belgium", "CERT-180")]
    public async Task A_pair_that_the_scanner_would_not_take_is_not_made(string key, string subject, string code)
    {
        using var visit = new SmallVisit(fixture.Stage, Making.Replace("p256", key, StringComparison.Ordinal)).Answer(("subject", subject));
        var start = Tree.Of(visit.Console, times: true);
        Assert.Contains(code, (await visit.RunAsync("--json")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
    }

    [Fact]
    public async Task A_request_waits_with_its_key_and_the_certificate_that_comes_back_is_joined_with_it()
    {
        using var visit = new SmallVisit(fixture.Stage, Asking).Answer(("subject", Subject));
        (await visit.RunAsync()).Expect(0);
        var request = Directory.GetFiles(Path.Combine(visit.Stick, "CERTS/OUT")).Single();
        Assert.EndsWith(".csr", request, StringComparison.Ordinal);
        var waiting = Tree.Of(visit.Console, times: true);
        Assert.Contains("usr/g/certs/requests/mr450w-2-key.pem", waiting, StringComparison.Ordinal);

        visit.Procedure(Completing).Answer(("back", "CERTS/IN/back.pem"));
        Sign(request, Path.Combine(visit.Stick, "CERTS/IN/back.pem"));
        (await visit.RunAsync()).Expect(0);
        Assert.Empty(Directory.GetFiles(Path.Combine(visit.Console, "usr/g/certs/requests")));
        Assert.True(File.Exists(Path.Combine(visit.Console, "usr/g/certs/host/host-key.pem")));
        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(waiting, Tree.Of(visit.Console, times: true));
    }

    [Fact]
    public async Task A_certificate_that_nothing_waits_for_is_refused()
    {
        using var visit = new SmallVisit(fixture.Stage, Asking).Answer(("subject", Subject));
        (await visit.RunAsync()).Expect(0);
        Sign(Directory.GetFiles(Path.Combine(visit.Stick, "CERTS/OUT")).Single(), Path.Combine(visit.Stick, "CERTS/IN/back.pem"));
        (await visit.UndoAsync()).Expect(0);
        var result = (await visit.Procedure(Completing).Answer(("back", "CERTS/IN/back.pem")).RunAsync("--json")).Expect(1);
        Assert.Contains("CERT-185", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_is_removed_and_put_back_but_not_one_that_a_service_uses_nor_one_that_is_not_there()
    {
        using var visit = new SmallVisit(fixture.Stage, Removing).Answer(("old", "used"));
        var trusted = Directory.CreateDirectory(Path.Combine(visit.Console, "usr/g/certs/trusted")).FullName;
        File.Copy(Path.Combine(visit.Stick, "CERTS/IN/authority.pem"), Path.Combine(trusted, "used.pem"));
        File.Copy(Path.Combine(visit.Stick, "CERTS/IN/authority.pem"), Path.Combine(trusted, "unused.pem"));
        var settings = Path.Combine(visit.Console, "usr/g/config/network.json");
        var text = await File.ReadAllTextAsync(settings);
        var at = text.IndexOf("\"trust\": \"\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(settings, text[..at] + "\"trust\": \"/usr/g/certs/trusted/used.pem\"" + text[(at + "\"trust\": \"\"".Length)..]);
        var start = Tree.Of(visit.Console, times: true);
        Assert.Contains("STORE-005", (await visit.RunAsync("--json")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("STORE-004", (await visit.Answer(("old", "nowhere")).RunAsync("--json")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
        (await visit.Answer(("old", "unused")).RunAsync()).Expect(0);
        Assert.False(File.Exists(Path.Combine(trusted, "unused.pem")));
        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
    }

    private const string Halfway = """
        inputs:
          subject: {kind: subject, prompt: Subject}
        steps:

        """ + SmallVisit.Before + """
          - {id: make, title: Make, generate: {subject: subject, into: host, key: rsa2048, days: 90}}
          - {id: witness, title: Witness, then: {failed: stop}, hold: {text: Look at it.}}
        """;

    private async Task<SmallVisit> HalfwayAsync()
    {
        var visit = new SmallVisit(fixture.Stage, Halfway).Answer(("subject", Subject), ("witness", "FE"));
        (await visit.RunAsync()).Expect(4);
        return visit.Answer(("witness", "CD"));
    }

    [Theory]
    [InlineData("version: 1.0.0", "version: 2.0.0")]
    [InlineData("id: witness", "id: another")]
    public async Task A_run_goes_on_under_the_version_that_it_began_with(string was, string becomes)
    {
        using var visit = await HalfwayAsync();
        var file = Path.Combine(visit.Stick, "PROCS/ge-mr/small.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(was, becomes, StringComparison.Ordinal));
        (await Program.RunAsync(["resume", .. visit.Answered(Halfway)])).Expect(0);
        Assert.Contains("witness WITNESS", Steps(visit));
    }

    [Fact]
    public async Task A_procedure_that_the_office_has_not_signed_says_so_on_every_page_and_in_the_log()
    {
        using var visit = new SmallVisit(fixture.Stage, "steps:\n  - {id: one, title: One, notice: {text: Read.}}\n  - {id: two, title: Two, notice: {text: Read.}}\n").Answer(("one", "FE"), ("two", "FE"));
        var run = (await visit.RunAsync()).Expect(0);
        Assert.Equal(4, run.Output.Split("UNSIGNED").Length - 1);
        Assert.Contains(visit.Records(), record => record.Contains("EVENT=OPEN", StringComparison.Ordinal) && record.Contains("UNSIGNED=yes", StringComparison.Ordinal));
        Assert.Contains("\"signed\": false", (await visit.RunAsync("--json")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_procedure_left_the_stick_goes_back()
    {
        using var visit = await HalfwayAsync();
        File.Delete(Path.Combine(visit.Stick, "PROCS/ge-mr/small.yaml"));
        (await visit.UndoAsync()).Expect(0);
        Assert.False(File.Exists(Path.Combine(visit.Console, "usr/g/certs/host/host.pem")));
    }

    [Fact]
    public async Task A_run_that_is_given_up_says_what_stays_records_why_and_stands_in_no_ones_way()
    {
        using var visit = await HalfwayAsync();
        Assert.Contains("RUN-003", (await visit.RunAsync("--json")).Expect(4).Output, StringComparison.Ordinal);
        var given = (await visit.CallAsync("abandon", "--reason", "the scanner is replaced tomorrow")).Expect(0);
        Assert.Contains("usr/g/certs/host/host-key.pem", given.Output, StringComparison.Ordinal);
        Assert.Contains(visit.Records(), record => record.Contains("EVENT=ABANDON", StringComparison.Ordinal) && record.Contains("replaced", StringComparison.Ordinal));
        Assert.Contains("RUN-009", (await visit.UndoAsync("--json")).Expect(1).Output, StringComparison.Ordinal);
        (await visit.RunAsync()).Expect(0);
        (await Program.RunAsync("journal", "verify", visit.Stick, "--office", visit.Office)).Expect(0);
    }

    [Fact]
    public async Task A_run_is_not_given_up_without_a_reason()
    {
        using var visit = await HalfwayAsync();
        Assert.Contains("RUN-048", (await visit.CallAsync("abandon", "--reason", " ", "--json")).Expect(4).Output, StringComparison.Ordinal);
        (await visit.UndoAsync()).Expect(0);
    }

    [Fact]
    public async Task A_finished_run_is_not_put_back_before_a_later_one_that_changed_the_same()
    {
        using var visit = new SmallVisit(fixture.Stage, Making.Replace("p256", "rsa2048", StringComparison.Ordinal)).Answer(("subject", Subject));
        var start = Tree.Of(visit.Console, times: true);
        (await visit.RunAsync()).Expect(0);
        (await visit.RunAsync()).Expect(0);
        var first = (await visit.UndoAsync("R0000001", "--json")).Expect(1);
        Assert.Contains("RUN-008", first.Output, StringComparison.Ordinal);
        Assert.Contains("R0000002", first.Output, StringComparison.Ordinal);
        (await visit.UndoAsync("R0000002")).Expect(0);
        (await visit.UndoAsync("R0000001")).Expect(0);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
    }

    private const string Looking = """
        steps:
          - {id: signed, title: Signed, notice: {text: Read this.}}
          - {id: before, title: Before, baseline: {}}
          - {id: refusals, title: Refusals, acceptance: {service: dicom}}
        """;

    [Fact]
    public async Task The_remote_devices_that_are_broken_already_are_recorded_and_a_service_that_does_not_listen_has_no_refusal_test()
    {
        using var visit = new SmallVisit(fixture.Stage, Looking).Answer(("signed", "FE"));
        var result = (await visit.RunAsync("--json")).Expect(1);
        Assert.Contains(visit.Records(), record => record.Contains("EVENT=BASELINE", StringComparison.Ordinal) && record.Contains("remote", StringComparison.Ordinal));
        Assert.Contains("RUN-033", result.Output, StringComparison.Ordinal);
    }

    /// <summary>As a hospital's authority does.</summary>
    private static void Sign(string request, string certificate)
    {
        using var key = RSA.Create(2048);
        var authority = new CertificateRequest("CN=Hospital CA, O=St. Anna, C=BE", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = authority.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(2));
        var asked = CertificateRequest.LoadSigningRequestPem(
            File.ReadAllText(request), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        using var made = asked.Create(issuer, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(90), [1, 2, 3, 4]);
        File.WriteAllText(certificate, made.ExportCertificatePem());
    }

    private static IEnumerable<string> Steps(SmallVisit visit) =>
        from record in visit.Records()
        let fields = record.Split(' ')
        let id = fields.FirstOrDefault(field => field.StartsWith("ID=", StringComparison.Ordinal))
        where id is not null
        select $"{id[3..]} {fields[4][6..]}";

    private static IEnumerable<string> Missing(Result result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return [.. document.RootElement.GetProperty("problems").EnumerateArray()
            .Where(problem => problem.GetProperty("code").GetString() == "PROC-060")
            .Select(problem => problem.GetProperty("seen").GetString()!.Split(' ')[5])];
    }
}

using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Stores;
using Provisioner.Sticks;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

/// <summary>Everything wrong that a night can bring: a problem with code, what was seen, who acts and what to do; the console
/// as it was; and the journal telling so.</summary>
public sealed class BadInputTests
{
    /// <summary>Label, code, who acts, what is wrong; the archive is up unless the row says otherwise.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "a certificate that is not PEM", "CERT-002", "hospital-it" },
        { "an authority that is expired", "CERT-103", "hospital-it" },
        { "an own certificate that is expired", "CERT-103", "hospital-it" },
        { "an own certificate without organizational unit", "CERT-110", "hospital-it" },
        { "an own key of 1024 bits", "CERT-111", "hospital-it" },
        { "a key that does not fit", "CERT-101", "hospital-it" },
        { "a password that is wrong", "CERT-008", "engineer" },
        { "a file that is missing", "RUN-020", "engineer" },
        { "a server of another authority", "PROOF-030", "" },
        { "a server that is down", "PROOF-003", "peer-admin" },
        { "a server that speaks plain DICOM", "PROOF-010", "" },
        { "an authority that did not sign our certificate", "PROOF-022", "peer-admin" },
        { "a fingerprint that differs", "RUN-011", "hospital-it" },
        { "a scanner that is not free", "RUN-010", "engineer" },
        { "settings that are not JSON", "SET-002", "" },
        { "settings that are read-only", "DISK-002", "engineer" },
        { "a console that is full", "DISK-001", "engineer" },
    };

    [PeerTheory("openssl", "storescp"), MemberData(nameof(Rows))]
    public async Task It_stops_with_the_console_as_it_was_and_the_journal_telling_so(string row, string code, string who)
    {
        using var visit = new HospitalVisit();
        using var archive = Archive(row, visit);
        visit.At(archive?.Port ?? StoreScp.FreePort());
        var disk = Arrange(row, visit);
        var start = Tree.Of(visit.Console, times: true);
        var result = (await visit.RunAsync(disk, "--json")).Expect(1);
        var problem = Problem(result, code);
        Assert.True(who.Length == 0 || problem.GetProperty("who").GetString() == who, $"{row}: {problem}");
        Assert.All(["seen", "remedy"], name => Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty(name).GetString())));
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
        Assert.Contains(Records(visit), record => record.Contains($"CODE={code}", StringComparison.Ordinal));
    }

    [PeerFact("openssl")]
    public async Task All_that_is_wrong_with_the_inputs_is_said_at_once()
    {
        using var visit = new HospitalVisit();
        visit.Bring("expired-authority.pem", "authority.pem").Bring("nounit-identity.pem", "host-identity.pem");
        var problems = Problems((await visit.At(1).RunAsync("--json")).Expect(1));
        Assert.Contains(problems, problem => problem.GetProperty("code").GetString() == "CERT-103");
        Assert.Contains(problems, problem => problem.GetProperty("code").GetString() == "CERT-110");
    }

    [PeerFact("openssl")]
    public async Task Missing_and_unknown_answers_are_wrong_usage_and_nothing_is_begun()
    {
        using var visit = new HospitalVisit();
        var result = (await visit.Answer("server", null).Answer("sever", "127.0.0.1:1").RunAsync("--json")).Expect(2);
        Assert.Equal("PROC-062", Problems(result).Single().GetProperty("code").GetString());
        Assert.Contains("server", Problems(result).Single().GetProperty("seen").GetString() + Problems(result).Single().GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Problem((await visit.Answer("sever", null).RunAsync("--json")).Expect(2), "PROC-060");
        Assert.Empty(Directory.GetFiles(Path.Combine(visit.Stick, "LOGS")));
        Assert.False(Directory.Exists(Path.Combine(visit.Console, "var")));
    }

    [PeerFact("openssl")]
    public async Task A_wrong_passphrase_begins_nothing()
    {
        using var visit = new HospitalVisit();
        await File.WriteAllTextAsync(visit["passphrase"], "wrong");
        Assert.Equal("engineer", Problems((await visit.RunAsync("--json")).Expect(1)).Single().GetProperty("who").GetString());
        Assert.Empty(Directory.GetFiles(Path.Combine(visit.Stick, "LOGS")));
    }

    [PeerFact("openssl", "storescp")]
    public async Task A_stick_that_becomes_read_only_in_the_middle_stops_the_run_before_the_next_change()
    {
        using var visit = new HospitalVisit();
        using var archive = StoreScp.Secure(visit[""]);
        var start = Tree.Of(visit.Console, times: true);
        var written = 0;
        var disk = new RefusingDisk(path => path.EndsWith(".PAL", StringComparison.Ordinal) && ++written > 11, RefusingDisk.ReadOnly);
        var result = (await visit.At(archive.Port).RunAsync(disk, "--json")).Expect(4);
        Problem(result, "DISK-002");
        (await visit.ResumeAsync()).Expect(0);
        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, Tree.Of(visit.Console, times: true));
    }

    private static StoreScp? Archive(string row, HospitalVisit visit) => row switch
    {
        "a server that is down" => null,
        "a server that speaks plain DICOM" => new StoreScp(visit[""]),
        "a server of another authority" => StoreScp.Secure(visit[""], "server-stranger.pem"),
        _ => StoreScp.Secure(visit[""]),
    };

    private static RefusingDisk? Arrange(string row, HospitalVisit visit)
    {
        _ = row switch
        {
            "a certificate that is not PEM" => visit.Bring("authority.cnf", "authority.pem"),
            "an authority that is expired" => visit.Bring("expired-authority.pem", "authority.pem"),
            "an own certificate that is expired" => visit.Bring("expired-identity.pem", "host-identity.pem"),
            "an own certificate without organizational unit" => visit.Bring("nounit-identity.pem", "host-identity.pem"),
            "an own key of 1024 bits" => visit.Bring("small-identity.pem", "host-identity.pem"),
            "a key that does not fit" => visit.Bring("misfit-identity.pem", "host-identity.pem"),
            "an authority that did not sign our certificate" => visit.Bring("stranger-identity.pem", "host-identity.pem"),
            "a file that is missing" => visit.Answer("authority", "CERTS/IN/nowhere.pem"),
            "a fingerprint that differs" => visit.Answer("compare-authority", Sha256.Of("another"u8).ToString()),
            "a scanner that is not free" => visit.Answer("free", "not-free"),
            _ => visit,
        };
        switch (row)
        {
            case "a password that is wrong":
                File.WriteAllText(visit["password"], "wrong");
                return null;
            case "settings that are not JSON":
                File.WriteAllText(visit.NetworkSettings, "{ \"dicom\": ");
                return null;
            case "settings that are read-only":
                return new(path => path.Contains("usr/g/config", StringComparison.Ordinal), RefusingDisk.ReadOnly);
            case "a console that is full":
                return new(path => path.Contains("staged/", StringComparison.Ordinal), RefusingDisk.Full);
            default:
                return null;
        }
    }

    private static JsonElement Problem(Result result, string code) =>
        Problems(result).FirstOrDefault(problem => problem.GetProperty("code").GetString() == code) is { ValueKind: JsonValueKind.Object } found
            ? found
            : throw new InvalidOperationException($"no {code} in {result.Output}\n{result.Errors}");

    private static JsonElement[] Problems(Result result) =>
        [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("problems").EnumerateArray()];

    private static IEnumerable<string> Records(HospitalVisit visit) =>
        StickHistory.Read(Stick.Open(visit.Stick, new Disk()).Value).Value.Runs.SelectMany(run => run.Records)
            .Select(record => string.Join(' ', record.Fields.Select(field => $"{field.Key}={field.Value}")));
}

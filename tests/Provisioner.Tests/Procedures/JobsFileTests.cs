using System.Text;
using Provisioner.Commands;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Tests.Procedures;

/// <summary>Files of jobs that the office writes: what they state, and what they may not.</summary>
public sealed class JobsFileTests
{
    private const string Good = """
        schema: provisioner-jobs/1
        title: St. Anna, night of 3 May
        jobs:
          - console: {serial: "7731", name: mr450w-2}
            procedure: ge-mr/secure-client
            answers: {authority: CERTS/IN/ca.pem, identity: CERTS/IN/mr2.pem, setup: client, server: "pacs:2762", titles: MR2/PACS, hand-over: nothing}
            agreed: {compare-authority: not-compared, second-person: KM}
          - console: {serial: "7732", name: mr450w-3}
            procedure: ge-mr/secure-client

        """;

    public static TheoryData<string, string, string, string> Bad => new()
    {
        { "initials of who does a step", "setup: client", "setup: client, hazards: FE", "PROC-070 6:86" },
        { "the scanner cannot be free beforehand", "setup: client", "setup: client, free: FE", "PROC-070 6:86" },
        { "a comparison that nobody agreed to", "setup: client", "setup: client, compare-authority: not-compared", "PROC-071 6:86" },
        { "a second person that nobody agreed to", "setup: client", "setup: client, second-person: KM", "PROC-071 6:86" },
        { "jobs that nobody has counted yet", "setup: client", "setup: client, failed-after: 0", "PROC-079 6:86" },
        { "an answer under agreed", "second-person: KM", "setup: client", "PROC-072 7:47" },
        { "a scanner and procedure twice", "\"7732\", name: mr450w-3", "\"7731\", name: MR450W-2", "PROC-073 8:5" },
        { "one serial number with two names", "\"7732\"", "\"7731\"", "PROC-074 8:5" },
        { "one name with two serial numbers", "mr450w-3", "mr450w-2", "PROC-074 8:5" },
        { "one file for two scanners", "name: mr450w-3}\n    procedure: ge-mr/secure-client\n", "name: mr450w-3}\n    procedure: ge-mr/secure-client\n    answers: {identity: CERTS/IN/MR2.PEM}\n", "PROC-075 8:5" },
        { "an unknown procedure", "  - console: {serial: \"7732\", name: mr450w-3}\n    procedure: ge-mr/secure-client", "  - console: {serial: \"7732\", name: mr450w-3}\n    procedure: ge-mr/secure-cleint", "PROC-011 9:16" },
        { "an unknown answer", "setup: client", "sert-up: client", "PROC-062 6:71" },
        { "an answer of the wrong form", "server: \"pacs:2762\"", "server: pacs", "PROC-009 6:94" },
        { "no serial number", "{serial: \"7732\", name: mr450w-3}", "{name: mr450w-3}", "PROC-008 8:14" },
        { "no rows", Good[Good.IndexOf("  - console", StringComparison.Ordinal)..], "  []\n", "PROC-009 4:3" },
        { "another language", "provisioner-jobs/1", "provisioner/1", "PROC-009 1:9" },
        { "an unknown key", "title:", "name: x\ntitle:", "PROC-007 2:1" },
        { "an alias", "title: St. Anna, night of 3 May", "title: *x", "PROC-004 2:8" },
    };

    [Fact]
    public void A_file_of_jobs_states_scanners_answers_and_what_is_agreed()
    {
        var file = Read(Good).Value;
        Assert.Equal(("NIGHT1", "St. Anna, night of 3 May", 2), (file.Name, file.Title, file.Rows.Length));
        Assert.Equal(("client", "KM", 1), (file.Rows[0].Answers["setup"]?.Text, file.Rows[0].Agreed[Answers.SecondPerson]?.Text, file.Rows[0].Number));
        Assert.Equal("CERTS/IN/mr2.pem", Assert.Single(file.Rows[0].OwnFiles));
        Assert.True(file.Rows[0].IsFor("7731", "MR450W-2"));
        Assert.False(file.Rows[0].IsFor("7731", "mr450w-3"));
    }

    [Theory, MemberData(nameof(Bad))]
    public void What_could_be_taken_for_another_scanner_or_signs_for_somebody_is_told_with_line_and_column(string row, string was, string becomes, string told)
    {
        var good = Good.ReplaceLineEndings("\n");
        Assert.True(good.Contains(was, StringComparison.Ordinal), row);
        var problems = Read(good.Replace(was, becomes, StringComparison.Ordinal)).Problems;
        Assert.True(problems.Any(problem => $"{problem.Code} {problem.Values["line"]}:{problem.Values["column"]}" == told), $"{row}: {string.Join('\n', problems)}");
    }

    [Theory]
    [InlineData("NIGHT1#3", "NIGHT1", 3)]
    [InlineData("NIGHT1", "NIGHT1", null)]
    [InlineData("JOBS/NIGHT1.YAML#12", "NIGHT1", 12)]
    [InlineData("", null, null)]
    [InlineData("#1", null, null)]
    [InlineData("NIGHT1#0", null, null)]
    [InlineData("NIGHT1#x", null, null)]
    [InlineData("NIGHT1#1#2", null, null)]
    public void A_job_is_named_by_its_file_and_row(string text, string? file, int? row)
    {
        var isGood = JobAddress.TryRead(text, out var address);
        Assert.Equal((file is not null, row), (isGood, isGood ? address.Row : null));
        Assert.Equal(file ?? address.File, address.File);
    }

    private static Provisioner.Core.Problems.Checked<JobsFile> Read(string text) => JobsFile.Read(
        "NIGHT1.YAML", Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")), id => ProcedureFolder.Embedded.Procedures.GetValueOrDefault(id), [.. ProcedureFolder.Embedded.Procedures.Keys]);
}

using System.Text;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Tests.Procedures;

public sealed class AnswersTests
{
    private const string Digest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private static readonly Dictionary<string, string> Complete = new()
    {
        ["authority"] = "CERTS/IN/ca.pem", ["identity"] = "CERTS/IN/host.pem", ["server"] = "pacs.hospital.local:2762", ["titles"] = "MR2/PACS",
        ["hazards"] = "AB", ["certificates"] = "AB", ["setup"] = "client", ["free"] = "AB", ["compare-authority"] = Digest,
        ["restart-dicom"] = "AB", ["hand-over"] = "nothing", ["what-remains"] = "AB",
    };

    public static TheoryData<string, string, string?> Rows => new()
    {
        { "authority", "CERTS/IN/ca.pem", "CERTS/IN/ca.pem" },
        { "authority", "/etc/ca.pem", null },
        { "authority", "../ca.pem", null },
        { "authority", @"CERTS\IN\ca.pem", null },
        { "server", "10.0.0.7:104", "10.0.0.7:104" },
        { "server", "[fe80::1]:2762", "[fe80::1]:2762" },
        { "server", "pacs", null },
        { "server", "pacs:0", null },
        { "server", "pacs:65536", null },
        { "titles", "MR2/PACS", "MR2/PACS" },
        { "titles", "MR2", null },
        { "titles", "SEVENTEEN_LETTERS/PACS", null },
        { "titles", @"A\B/PACS", null },
        { "hazards", "AB", "AB" },
        { "hazards", "ABCDEFGH", "ABCDEFGH" },
        { "hazards", "ABCDEFGHI", null },
        { "hazards", "A B", null },
        { "setup", "client", "client" },
        { "setup", "clint", null },
        { "free", "not-free", "not-free" },
        { "hazards", "not-free", null },
        { "compare-authority", Digest, Digest },
        { "compare-authority", "not-compared", "not-compared" },
        { "compare-authority", Digest[2..], null },
        { "compare-authority", "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF", Digest },
        { "hand-over", "certificate", "certificate" },
        { "hand-over", "password", null },
    };

    [Theory, MemberData(nameof(Rows))]
    public void An_answer_is_read_by_what_its_name_wants(string name, string written, string? expected)
    {
        var read = Read(new(Complete) { [name] = written });
        Assert.Equal(expected, read.IsGood ? read.Value[name]!.Text : null);
        Assert.All(read.Problems, problem => Assert.Equal("PROC-009", problem.Code));
    }

    [Fact]
    public void Nothing_is_missing_from_complete_answers() => Assert.Empty(Read(Complete).Value.Missing(Shipped.SecureClient, _ => true));

    [Fact]
    public void Every_missing_answer_is_told_at_once()
    {
        var missing = Answers.None.Missing(Shipped.SecureClient, _ => true).Select(problem => problem.Values["name"]);
        Assert.Equal(Complete.Keys, missing);
    }

    [Fact]
    public void An_input_that_is_not_needed_is_not_missing()
    {
        var missing = Answers.None.Missing(Shipped.SecureClient, input => !input.KeepHeld).Select(problem => problem.Values["name"]);
        Assert.Equal(Complete.Keys.Where(name => name != "identity"), missing);
    }

    [Fact]
    public void Every_unknown_answer_is_told_at_once_with_the_nearest_name()
    {
        var problems = Read(new(Complete) { ["servr"] = "x:1", ["password"] = "secret", ["try-first"] = "AB" }).Problems;
        Assert.Equal(["PROC-062", "PROC-062", "PROC-062"], problems.Select(problem => problem.Code));
        Assert.Contains("(did you mean \"server\"?)", problems[0].Seen, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Join(' ', problems.Select(problem => problem.Seen)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_names_all_that_is_asked_for_and_left_as_it_is_answers_nothing()
    {
        var template = AnswersTemplate.Of(Shipped.SecureClient);
        Assert.Equal(Complete.Keys, template.Split('\n').Where(line => line.EndsWith(':') && !line.StartsWith('#')).Select(line => line[..^1]));
        Assert.All(template.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.Equal(Complete.Count, AnswersFile.Read("t", Encoding.UTF8.GetBytes(template), Shipped.SecureClient).Problems.Count(problem => problem.Code == "PROC-009"));
    }

    [Fact]
    public void The_template_of_work_by_hand_names_what_the_screens_show_and_who_did_it()
    {
        var hand = new HandWork(Shipped.Modalities["ge-mr"], IsAttended: true);
        var template = AnswersTemplate.Of(Shipped.SecureClient, hand: hand);
        string[] needed = ["scanner.serial:", "laptop.network:", "import-authority.now:", "configure-dicom.remote-port:", "configure-dicom.by:", "put-back.by:"];
        Assert.Empty(needed.Except(template.Split('\n')));
        Assert.DoesNotContain(AnswersFile.Read("t", Encoding.UTF8.GetBytes(template), Shipped.SecureClient, hand).Problems, problem => problem.Code == "PROC-062");
    }

    [Fact]
    public void Answers_that_are_saved_read_back_as_they_were()
    {
        var answers = Read(Complete).Value;
        var saved = AnswersTemplate.Of(Shipped.SecureClient, answers);
        Assert.Equal(answers.ByName, AnswersFile.Read("s", Encoding.UTF8.GetBytes(saved), Shipped.SecureClient).Value.ByName);
    }

    [Theory]
    [InlineData("- a\n")]
    [InlineData("just words\n")]
    [InlineData("")]
    public void A_file_that_is_no_map_is_a_problem(string yaml) =>
        Assert.NotEmpty(AnswersFile.Read("a", Encoding.UTF8.GetBytes(yaml), Shipped.SecureClient).Problems);

    private static Checked<Answers> Read(Dictionary<string, string> answers) => AnswersFile.Read(
        "answers.yaml", Encoding.UTF8.GetBytes(string.Concat(answers.Select(answer => $"{answer.Key}: '{answer.Value}'\n"))), Shipped.SecureClient);
}

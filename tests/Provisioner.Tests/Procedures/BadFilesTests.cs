using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Procedures;

/// <summary>Every file of <c>tests/vectors/procedures</c> states in its last lines what is wrong with it: code, line and column of
/// every problem.</summary>
public sealed partial class BadFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Top, "tests", "vectors", "procedures");

    private static readonly string[] Names = [.. Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Names];

    [Theory, MemberData(nameof(Files))]
    public void Every_problem_of_a_bad_file_is_told_with_its_line_and_column(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        var stated = Stated().Matches(Encoding.Latin1.GetString(bytes)).Select(match => match.Groups["stated"].Value.TrimEnd()).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', stated), string.Join('\n', Read(file, bytes).Select(Told).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_rule_has_a_bad_file()
    {
        var tried = Names.SelectMany(file => Read(file, File.ReadAllBytes(Path.Combine(Folder, file)))).Select(problem => problem.Code).ToHashSet();
        string[] elsewhere = ["PROC-002", "PROC-014"];
        Assert.Empty(Catalogue.English.Keys.Where(key => key.StartsWith("PROC-0", StringComparison.Ordinal) && string.CompareOrdinal(key, "PROC-060") < 0).Append("PROC-076").Except(tried).Except(elsewhere));
    }

    [Fact]
    public void A_misspelt_word_is_answered_with_the_nearest_one()
    {
        (string File, string Nearest)[] rows =
        [
            ("unknown-key.yaml", "persons"), ("unknown-verb.yaml", "scanner-free"), ("unknown-names.yaml", "ge-mr"), ("unknown-input.yaml", "server"),
            ("unknown-service.yaml", "dicom"), ("unknown-step.yaml", "proof"), ("wrong-schema.yaml", "provisioner/1"), ("wrong-values.yaml", "warning"),
            ("condition-on-an-unknown-option.yaml", "alpha"), ("modalities/no-host.yaml", "remote-host"),
        ];
        Assert.All(rows, row => Assert.Contains(
            Read(row.File, File.ReadAllBytes(Path.Combine(Folder, row.File))), problem => problem.Seen.Contains($"(did you mean \"{row.Nearest}\"?)", StringComparison.Ordinal)));
    }

    private static ImmutableArray<Problem> Read(string file, byte[] bytes) => file.StartsWith("modalities", StringComparison.Ordinal)
        ? ModalityFile.Read(file, bytes).Problems
        : ProcedureFile.Read(file, bytes, Modalities).Problems;

    private static Dictionary<string, Modality> Modalities { get; } = new(Shipped.Modalities)
    {
        ["vendor-only"] = ModalityFile.Read("vendor-only.yaml", File.ReadAllBytes(Path.Combine(Folder, "modalities", "vendor-only.yaml"))).Value,
    };

    private static string Told(Problem problem) => $"{problem.Code} {problem.Values["line"]}:{problem.Values["column"]}";

    [GeneratedRegex("^# (?<stated>PROC-[0-9]{3} [0-9]+:[0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Stated();
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Tests.Procedures;

/// <summary>What <c>procedures/README.md</c> teaches is what the program does.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Shipped.Folder, "README.md"));

    private static readonly string[] Examples = [.. YamlBlock().Matches(Readme).Select(match => match.Groups["yaml"].Value)];

    [Fact]
    public void The_worked_example_checks_clean() => Assert.Empty(Read(Examples[0]).Problems);

    [Fact]
    public void The_slip_of_the_pen_gives_the_message_that_is_printed()
    {
        var problem = Assert.Single(Read(Examples[0].Replace("echo: archive\n      as: titles\n      identity", "echo: archiv\n      as: titles\n      identity")).Problems, p => p.Code == "PROC-011");
        Assert.Contains($"{problem.Code}  {problem.Seen}\n", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answers_of_the_example_are_complete()
    {
        var procedure = Read(Examples[0]).Value;
        var answers = AnswersFile.Read("answers.yaml", Encoding.UTF8.GetBytes(Examples[1]), procedure).Value;
        Assert.Empty(answers.Missing(procedure, input => !input.KeepHeld));
    }

    [Fact]
    public void The_table_of_verbs_has_every_verb_with_its_arguments()
    {
        var (from, to) = (Readme.IndexOf("<!-- verbs -->\n", StringComparison.Ordinal), Readme.IndexOf("<!-- /verbs -->", StringComparison.Ordinal));
        var table = Table();
        if (Environment.GetEnvironmentVariable("PROVISIONER_GOLDEN") == "update")
        {
            File.WriteAllText(Path.Combine(Shipped.Folder, "README.md"), $"{Readme[..from]}<!-- verbs -->\n{table}{Readme[to..]}");
            return;
        }

        Assert.Equal(table, Readme[(from + "<!-- verbs -->\n".Length)..to]);
    }

    [Fact]
    public void The_table_of_keys_names_every_key_of_a_step_and_every_kind_of_input()
    {
        var steps = Step().EnumerateObject().Select(key => key.Name).Except(Verb.Forms.Select(form => form.Word));
        Assert.All(steps.Concat(Spelling.All<InputKind>()), key => Assert.Contains($"`{key}`", Readme, StringComparison.Ordinal));
    }

    private static string Table()
    {
        var table = new StringBuilder("| verb | arguments | |\n|---|---|---|\n");
        foreach (var form in Verb.Forms)
        {
            var about = Catalogue.English.Find(form.TextKey, "about");
            _ = table.Append($"| `{form.Word}` | {Arguments(Step().GetProperty(form.Word))} | {about} |\n");
        }

        return table.ToString();
    }

    private static string Arguments(JsonElement schema)
    {
        var needed = schema.GetProperty("required").EnumerateArray().Select(key => key.GetString()).ToHashSet();
        string[] oneOf = schema.TryGetProperty("allOf", out var all)
            ? [.. all[0].GetProperty("oneOf").EnumerateArray().Select(one => one.GetProperty("required")[0].GetString()!)]
            : [];
        var others = schema.GetProperty("properties").EnumerateObject().Select(key => key.Name).Except(oneOf).Select(key => $"`{key}`{(needed.Contains(key) ? "" : "?")}");
        return string.Join(", ", oneOf.Length > 0 ? others.Prepend(string.Join(" or ", oneOf.Select(key => $"`{key}`"))) : others);
    }

    private static JsonElement Step() => JsonDocument.Parse(ProcedureSchema.Procedure).RootElement
        .GetProperty("properties").GetProperty("steps").GetProperty("items").GetProperty("properties");

    private static Checked<Procedure> Read(string yaml) => ProcedureFile.Read("ge-mr/new-authority.yaml", Encoding.UTF8.GetBytes(yaml), Shipped.Modalities);

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex YamlBlock();
}

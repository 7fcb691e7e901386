using System.Text;
using System.Text.RegularExpressions;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Tests.Procedures;

/// <summary>The table of <c>procedures/README.md</c> that says where each fact of a source is: it is there.</summary>
public sealed partial class CoverageTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Shipped.Folder, "README.md"));

    private static readonly Fact[] Facts = [.. Row().Matches(Readme[Readme.IndexOf("<!-- coverage -->", StringComparison.Ordinal)..Readme.IndexOf("<!-- /coverage -->", StringComparison.Ordinal)])
        .Select(match => new Fact(match.Groups["fact"].Value, match.Groups["file"].Value, match.Groups["part"].Value, match.Groups["word"].Value))];

    /// <summary>Words of steps that say or ask something; what the others do, the verb says.</summary>
    private static readonly string[] Telling = ["safety", "notice", "instruct", "choose", "ask", "hold", "wait", "check", "end"];

    [Fact]
    public void Every_fact_is_found_in_the_step_that_the_table_names() => Assert.Empty(Facts.Select(Missing).OfType<string>());

    /// <summary>Each: a way in which a row would be right by accident.</summary>
    [Theory]
    [InlineData("another step has it", "ge-mr/secure-client", "hazards", "may be signed by an authority")]
    [InlineData("another step has it too", "ge-mr/secure-server", "shown-ea3", "host certificate")]
    [InlineData("one word", "ge-mr/secure-client", "import-identity", "import")]
    [InlineData("part of a word", "ge-mr/secure-client", "hazards", "ou begin only when you have rea")]
    [InlineData("another case", "ge-mr/secure-client", "hazards", "mr service safety manual")]
    [InlineData("no such step", "ge-mr/secure-client", "hazard", "MR Service Safety Manual (5452735)")]
    [InlineData("no such file", "ge-mr/secure-clients", "hazards", "MR Service Safety Manual (5452735)")]
    public void A_row_is_not_right_by_accident(string row, string file, string part, string word) => Assert.NotNull(Missing(new(row, file, part, word)));

    [Fact]
    public void No_two_rows_say_the_same() =>
        Assert.Empty(Facts.GroupBy(fact => (fact.File, fact.Part, fact.Word)).Where(same => same.Count() > 1).Select(same => same.Key));

    [Fact]
    public void No_line_of_the_table_is_left_out()
    {
        var table = Readme[Readme.IndexOf("<!-- coverage -->", StringComparison.Ordinal)..Readme.IndexOf("<!-- /coverage -->", StringComparison.Ordinal)];
        Assert.Equal(table.Split('\n').Count(line => line.StartsWith('|')), Facts.Length + (2 * table.Split("\n### ").Skip(1).Count()));
        Assert.Equal(6, table.Split("\n### ").Skip(1).Count());
        Assert.All(table.Split("\n### ").Skip(1), seed => Assert.True(Row().Count(seed) >= 20, seed[..40]));
    }

    /// <summary>Whatever a method that follows a source says to people or asks of them has its row: of the source, or as ours.</summary>
    [Fact]
    public void Every_step_that_says_or_asks_something_stands_in_the_table()
    {
        string[] types = ["ge-mr", "ge-ultrasound", "clearcanvas-ris", "clearcanvas-workstation", "inobitec-viewer", "site"];
        var steps = from id in Shipped.ProcedureFiles.Select(file => Path.ChangeExtension(file, null))
                    where types.Contains(id.Split('/')[0])
                    from step in Steps(Tree(id))
                    where Telling.Any(word => step.Find(word) is not null)
                    select (id, Id(step));
        Assert.Empty(steps.Except(Facts.Select(fact => (fact.File, fact.Part))));
    }

    /// <summary>Two words at least, as they stand there, in this step alone.</summary>
    private static string? Missing(Fact fact)
    {
        if (!File.Exists(Path.Combine(Shipped.Folder, $"{fact.File}.yaml")))
        {
            return $"{fact.Text}: there is no {fact.File}";
        }

        var tree = Tree(fact.File);
        return Part(tree, fact) is not { } part ? $"{fact.Text}: {fact.File} has no {fact.Part}"
            : !fact.Word.Contains(' ', StringComparison.Ordinal) ? $"{fact.Text}: \"{fact.Word}\" can stand anywhere"
            : !Has(part, fact.Word) ? $"{fact.Text}: \"{fact.Word}\" is not in {fact.Part} of {fact.File}: {part}"
            : Steps(tree).Any(step => Id(step) == fact.Part) && Steps(tree).FirstOrDefault(step => Id(step) != fact.Part && Has(Written(step), fact.Word)) is { } other
                ? $"{fact.Text}: \"{fact.Word}\" is in {Id(other)} of {fact.File} too"
            : null;
    }

    /// <summary>Not as part of a longer word.</summary>
    private static bool Has(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var (before, after) = (at == 0 ? ' ' : text[at - 1], at + word.Length == text.Length ? ' ' : text[at + word.Length]);
            if (!(IsPart(before) && IsPart(word[0])) && !(IsPart(after) && IsPart(word[^1])))
            {
                return true;
            }
        }

        return false;

        static bool IsPart(char sign) => char.IsLetterOrDigit(sign) || sign == '_';
    }

    private static YamlNode.Map Tree(string file) => (YamlNode.Map)YamlTree.Read(Shipped.Bytes($"{file}.yaml"), new Reading(file))!;

    private static YamlNode.Map[] Steps(YamlNode.Map file) => file.Find("steps")?.Value is YamlNode.List list ? [.. list.Items.Cast<YamlNode.Map>()] : [];

    private static string Id(YamlNode.Map step) => (step.Find("id")?.Value as YamlNode.Scalar)?.Text ?? "";

    /// <summary>A step by its id, an input by its name, or whatever lies at a path of keys; <c>null</c> when nothing does.</summary>
    private static string? Part(YamlNode.Map file, Fact fact)
    {
        var step = Steps(file).FirstOrDefault(step => Id(step) == fact.Part);
        var input = (file.Find("inputs")?.Value as YamlNode.Map)?.Find(fact.Part)?.Value;
        var found = step ?? input ?? fact.Part.Split('.').Aggregate((YamlNode?)file, (node, key) => (node as YamlNode.Map)?.Find(key)?.Value);
        return found is null ? null : Written(found);
    }

    /// <summary>As one line, folded texts and all.</summary>
    private static string Written(YamlNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return Spaces().Replace(text.ToString(), " ");
    }

    private static void Write(YamlNode node, StringBuilder text)
    {
        switch (node)
        {
            case YamlNode.Scalar scalar:
                _ = text.Append(scalar.Quoted && scalar.Text is "true" or "false" ? $"\"{scalar.Text}\"" : scalar.Text);
                break;
            case YamlNode.List list:
                _ = text.Append('[').AppendJoin(", ", list.Items.Select(Written)).Append(']');
                break;
            case YamlNode.Map map:
                _ = text.AppendJoin(' ', map.Entries.Select(entry => $"{entry.Key.Text}: {Written(entry.Value)}"));
                break;
        }
    }

    private sealed record Fact(string Text, string File, string Part, string Word);

    [GeneratedRegex(@"^\| (?<fact>.+?) \| `(?<file>[a-z/-]+) (?<part>[a-z0-9.-]+)` \| (?<word>.+?) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

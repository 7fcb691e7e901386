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

    [Fact]
    public void Every_fact_is_found_in_the_step_that_the_table_names() => Assert.Empty(Facts.Select(Missing).OfType<string>());

    [Fact]
    public void No_line_of_the_table_is_left_out()
    {
        var table = Readme[Readme.IndexOf("<!-- coverage -->", StringComparison.Ordinal)..Readme.IndexOf("<!-- /coverage -->", StringComparison.Ordinal)];
        Assert.Equal(table.Split('\n').Count(line => line.StartsWith('|')), Facts.Length + (2 * table.Split("\n### ").Skip(1).Count()));
        Assert.Equal(5, table.Split("\n### ").Skip(1).Count());
        Assert.All(table.Split("\n### ").Skip(1), seed => Assert.True(Row().Count(seed) >= 15, seed[..40]));
    }

    /// <summary>Every method that follows a source says in the table what it has of it.</summary>
    [Fact]
    public void Every_method_of_a_source_stands_in_the_table()
    {
        string[] types = ["ge-mr", "ge-ultrasound", "clearcanvas-ris", "clearcanvas-workstation", "inobitec-viewer", "site"];
        string[] alike = ["ge-mr/renew", "ge-mr/remove"];
        var methods = Shipped.ProcedureFiles.Select(file => Path.ChangeExtension(file, null)).Where(id => types.Contains(id.Split('/')[0]));
        Assert.Empty(methods.Except(alike).Except(Facts.Select(fact => fact.File)));
    }

    private static string? Missing(Fact fact)
    {
        if (!File.Exists(Path.Combine(Shipped.Folder, $"{fact.File}.yaml")))
        {
            return $"{fact.Text}: there is no {fact.File}";
        }

        return Part(fact) is not { } part ? $"{fact.Text}: {fact.File} has no {fact.Part}"
            : part.Contains(fact.Word, StringComparison.OrdinalIgnoreCase) ? null
            : $"{fact.Text}: \"{fact.Word}\" is not in {fact.Part} of {fact.File}: {part}";
    }

    /// <summary>A step by its id, an input by its name, or whatever lies at a path of keys; <c>null</c> when nothing does.</summary>
    private static string? Part(Fact fact)
    {
        var file = (YamlNode.Map)YamlTree.Read(Shipped.Bytes($"{fact.File}.yaml"), new Reading(fact.File))!;
        var step = (file.Find("steps")?.Value as YamlNode.List)?.Items.Cast<YamlNode.Map>().FirstOrDefault(step => step.Find("id")?.Value is YamlNode.Scalar id && id.Text == fact.Part);
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

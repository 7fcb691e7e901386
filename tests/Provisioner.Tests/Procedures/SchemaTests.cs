using System.Text;
using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Procedures.Yaml;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Procedures;

/// <summary>The schemas that editors use say what the reader says.</summary>
public sealed class SchemaTests
{
    /// <summary>What the reader finds by a value's form alone; names and laws are beyond a schema.</summary>
    private static readonly string[] OfForm = ["PROC-007", "PROC-008", "PROC-009", "PROC-010"];

    /// <summary>Forms that a schema states loosely: reserved file names, and a range that runs backwards.</summary>
    private static readonly string[] Loosely =
        [Catalogue.English.Text("form.path"), Catalogue.English.Text("form.file-name"), Catalogue.English.Text("form.range")];

    private static readonly JsonElement Procedure = JsonDocument.Parse(ProcedureSchema.Procedure).RootElement;

    private static readonly JsonElement Modality = JsonDocument.Parse(ProcedureSchema.Modality).RootElement;

    [Fact]
    public void The_schema_files_are_those_of_the_readers()
    {
        Golden.Match(Path.Combine("..", "..", "procedures", "schema", "procedure.json"), ProcedureSchema.Procedure);
        Golden.Match(Path.Combine("..", "..", "procedures", "schema", "modality.json"), ProcedureSchema.Modality);
    }

    [Fact]
    public void The_schema_takes_every_shipped_file()
    {
        Assert.All(Shipped.ProcedureFiles, file => Assert.Null(SchemaCheck.FirstFault(Procedure, Tree(Shipped.Bytes(file))!)));
        Assert.All(Shipped.ModalityFiles, file => Assert.Null(SchemaCheck.FirstFault(Modality, Tree(Shipped.Bytes(file))!)));
    }

    [Fact]
    public void The_schema_refuses_what_the_reader_refuses_by_form_and_nothing_else()
    {
        var random = new Random(5);
        var (good, bad) = (0, 0);
        string[] files = [.. Shipped.ProcedureFiles, .. Shipped.ModalityFiles];
        foreach (var file in files)
        {
            var lines = Shipped.Text(file).Split('\n');
            for (var round = 0; round < 6000 / files.Length; round++)
            {
                var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Altered(lines, random)));
                if (Tree(bytes) is not { } tree)
                {
                    continue;
                }

                var byReader = Problems(file, bytes).Where(problem => OfForm.Contains(problem.Code)).ToArray();
                var bySchema = SchemaCheck.FirstFault(file.StartsWith("modalities", StringComparison.Ordinal) ? Modality : Procedure, tree);
                var agree = byReader.All(problem => Loosely.Contains(problem.Values.GetValueOrDefault("expected"))) ? byReader.Length > 0 || bySchema is null : bySchema is not null;
                Assert.True(agree, $"{file}: reader {byReader.FirstOrDefault()}, schema {bySchema}\n{Encoding.UTF8.GetString(bytes)}");
                (good, bad) = byReader.Length == 0 ? (good + 1, bad) : (good, bad + 1);
            }
        }

        Assert.True(good > 100 && bad > 100, $"{good} good, {bad} bad");
    }

    private static YamlNode? Tree(byte[] bytes)
    {
        var reading = new Reading("x");
        return YamlTree.Read(bytes, reading);
    }

    private static System.Collections.Immutable.ImmutableArray<Problem> Problems(string file, byte[] bytes) =>
        file.StartsWith("modalities", StringComparison.Ordinal)
            ? ModalityFile.Read(file, bytes).Problems
            : ProcedureFile.Read(file, bytes, Shipped.Modalities).Problems;

    /// <summary>One line gone, doubled, with another value, or with a key misspelt.</summary>
    private static IEnumerable<string> Altered(string[] lines, Random random)
    {
        var at = random.Next(lines.Length);
        var line = lines[at];
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        string[] values = ["1", "true", "x", "[a]", "{a: b}", "\"\"", "10..20", "1.2.3", "warning", "host", new('w', 1000)];
        string[] instead = random.Next(4) switch
        {
            0 => [],
            1 when colon > 0 => [line[..colon] + "x" + line[colon..]],
            2 => [line, line + "0"],
            _ when colon > 0 => [line[..(colon + 2)] + values[random.Next(values.Length)]],
            _ => [],
        };
        return [.. lines[..at], .. instead, .. lines[(at + 1)..]];
    }
}

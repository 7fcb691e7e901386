using System.Text;
using Provisioner.Core.Procedures.Yaml;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Scenarios;

/// <summary>What <c>tests/scenarios/README.md</c> says of one scenario.</summary>
internal sealed record ScenarioFile
{
    public static string Folder { get; } = Path.Combine(Repository.Top, "tests", "scenarios");

    public required string Procedure { get; init; }

    public required string Console { get; init; }

    /// <summary>The procedure that was done before; <c>null</c>: none.</summary>
    public string? First { get; init; }

    public IReadOnlyDictionary<string, string> Hold { get; init; } = new Dictionary<string, string>();

    public string? Signs { get; init; }

    public string? Serves { get; init; }

    public IReadOnlyList<string> Secrets { get; init; } = [];

    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>Ids of procedures that have a scenario.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null)).Where(name => !name.StartsWith("consoles/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static ScenarioFile Read(string procedure)
    {
        var reading = new Reading(procedure);
        var file = (YamlNode.Map)YamlTree.Read(Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(Folder, $"{procedure}.yaml"))), reading)!;
        Assert.Empty(reading.Problems);
        Assert.Empty(file.Entries.Select(entry => entry.Key.Text).Except(["console", "first", "hold", "signs", "serves", "secrets", "answers"]));
        return new()
        {
            Procedure = procedure,
            Console = Text(file, "console")!,
            First = Text(file, "first"),
            Hold = Map(file, "hold"),
            Signs = Text(file, "signs"),
            Serves = Text(file, "serves"),
            Secrets = List(file, "secrets"),
            Answers = Map(file, "answers"),
        };
    }

    private static string? Text(YamlNode.Map file, string key) => (file.Find(key)?.Value as YamlNode.Scalar)?.Text;

    private static string[] List(YamlNode.Map file, string key) =>
        file.Find(key)?.Value is YamlNode.List list ? [.. list.Items.Cast<YamlNode.Scalar>().Select(item => item.Text)] : [];

    private static Dictionary<string, string> Map(YamlNode.Map file, string key) =>
        file.Find(key)?.Value is YamlNode.Map map ? map.Entries.ToDictionary(entry => entry.Key.Text, entry => ((YamlNode.Scalar)entry.Value).Text) : [];
}

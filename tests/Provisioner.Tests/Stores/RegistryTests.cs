using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Stores;

namespace Provisioner.Tests.Stores;

/// <summary>With a registry in memory: what only Windows has is said in <c>src/DESIGN.md</c> to be not tested here.</summary>
public sealed class RegistryTests : IDisposable
{
    private static readonly ServiceSettings Settings = new(SettingsKind.Registry, ConsolePath.Parse("HKLM/SOFTWARE/Vendor/Dicom"), ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create(SettingTerm.RemotePort, "Port"), KeyValuePair.Create(SettingTerm.Tls, "UseTls"),
    ]));

    private readonly MemoryRegistry _registry = new();
    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    public static TheoryData<string, RegistryValue?, SettingValue, string?> Rows => new()
    {
        { "a number stays one", Number(104), new SettingValue.Number(2762), "2762" },
        { "a long number stays one", new(RegistryType.LongNumber, new byte[8]), new SettingValue.Number(2762), "2762" },
        { "text stays text", Text("104"), new SettingValue.Number(2762), "2762" },
        { "text with names in it stays such", Text("%A%", RegistryType.ExpandText), new SettingValue.Text("%B%\\x"), "%B%\\x" },
        { "a flag as a number", Number(0), new SettingValue.Flag(true), "1" },
        { "a flag in words", Text("No"), new SettingValue.Flag(true), "Yes" },
        { "binary by its digits", new(RegistryType.Binary, new byte[] { 1 }), new SettingValue.Text("00ff"), "00FF" },
        { "new text", null, new SettingValue.Text("a"), "a" },
        { "a new number", null, new SettingValue.Number(5), "5" },
        { "a new flag", null, new SettingValue.Flag(true), "1" },
        { "words where a number stands", Number(1), new SettingValue.Text("x"), null },
        { "words where bytes stand", new(RegistryType.Binary, new byte[] { 1 }), new SettingValue.Text("xyz"), null },
        { "a type that is not known", new((RegistryType)7, new byte[2]), new SettingValue.Text("x"), null },
    };

    [Theory, MemberData(nameof(Rows))]
    public void A_value_keeps_its_type(string row, RegistryValue? held, SettingValue value, string? expected)
    {
        var will = RegistryValue.Like(held, value);
        Assert.Equal((row, expected), (row, will?.Text));
        Assert.True(will is null || held is null || will.Type == held.Type);
        Assert.True(will is null || RegistryValue.Read(will.ToBytes()) == will);
    }

    [Fact]
    public void Values_are_set_probed_and_put_back()
    {
        _registry.Values["HKLM/SOFTWARE/Vendor/Dicom/Port"] = Number(104).ToBytes();
        var settings = new ConsoleSettings(_console.Files(), _registry);
        var plan = settings.Plan(Settings, [new("Port", new SettingValue.Number(2762)), new("UseTls", new SettingValue.Flag(true))]).Value;
        Assert.Equal([new("Port", "104", "2762"), new("UseTls", null, "1")], plan.Differences.SelectMany(difference => difference.Values).ToArray());
        var changer = new Changer(_console.Files(), _console.State(), new Disk(), _registry);
        Assert.Null(changer.Prepare(plan));
        ChangerTests.ApplyAll(changer, plan);
        Assert.All(plan.Changes, change => Assert.Equal(Place.After, changer.Probe(change).Value));
        Assert.Equal("2762", settings.Read(Settings, SettingTerm.RemotePort).Value.Text);
        Assert.Empty(settings.Plan(Settings, [new("Port", new SettingValue.Number(2762))]).Value.Changes);
        ChangerTests.UndoAll(changer, plan);
        Assert.Equal("104", settings.Read(Settings, SettingTerm.RemotePort).Value.Text);
        Assert.Null(settings.Read(Settings, SettingTerm.Tls).Value.Text);
    }

    [Fact]
    public void A_value_that_somebody_else_altered_is_left_alone()
    {
        var settings = new ConsoleSettings(_console.Files(), _registry);
        var plan = settings.Plan(Settings, [new("Port", new SettingValue.Number(2762))]).Value;
        var changer = new Changer(_console.Files(), _console.State(), new Disk(), _registry);
        Assert.Null(changer.Prepare(plan));
        _registry.Values["HKLM/SOFTWARE/Vendor/Dicom/Port"] = Number(1).ToBytes();
        Assert.Equal("CONS-007", changer.Apply(plan.Changes[0])?.Code);
        Assert.Equal("CONS-007", changer.Undo(plan.Changes[0])?.Code);
    }

    [Fact]
    public void Every_value_that_does_not_fit_is_a_problem()
    {
        _registry.Values["HKLM/SOFTWARE/Vendor/Dicom/Port"] = Number(104).ToBytes();
        var planned = new ConsoleSettings(_console.Files(), _registry).Plan(Settings, [new("Port", new SettingValue.Text("x")), new("UseTls", new SettingValue.Flag(true))]);
        Assert.Equal(["SET-007"], planned.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_key_that_is_not_there_is_a_problem() =>
        Assert.Equal("SET-001", new ConsoleSettings(_console.Files()).Plan(Settings, [new("Port", new SettingValue.Number(1))]).Problems.Single().Code);

    private static RegistryValue Number(int number) => new(RegistryType.Number, BitConverter.GetBytes(number));

    private static RegistryValue Text(string text, RegistryType type = RegistryType.Text) => new(type, System.Text.Encoding.Unicode.GetBytes(text + "\0"));

    private sealed class MemoryRegistry : IItemSource, IItems
    {
        public Dictionary<string, byte[]> Values { get; } = [];

        public IItems? For(ItemKind kind) => kind == ItemKind.Registry ? this : null;

        public byte[]? Read(ConsolePath path) => Values.GetValueOrDefault(path.Text);

        public void Put(ConsolePath path, ReadOnlySpan<byte> bytes) => Values[path.Text] = bytes.ToArray();

        public void Remove(ConsolePath path) => Values.Remove(path.Text);

        public void Tidy(ConsolePath path)
        {
        }

        public ImmutableArray<HeldFile> List(ConsolePath place) => [];

        public bool Has(ConsolePath place) => true;
    }
}

using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Tests.Changes;

public sealed class SettingsPlanTests
{
    private static readonly ServiceSettings Settings =
        new(SettingsKind.Json, ConsolePath.Parse("etc/network.json"), ImmutableDictionary<SettingTerm, string>.Empty);

    private static readonly ImmutableArray<SettingEdit> Edits =
    [
        new("dicom.port", new SettingValue.Number(2762)),
        new("dicom.tls", new SettingValue.Flag(true)),
        new("dicom.host", new SettingValue.Text("pacs1")),
        new("dicom.trust", new SettingValue.Text("/etc/certs/ST-ANNA-CA.pem")),
    ];

    private const string File = """
        {
          "station": "MR2",
          "dicom": {
            "host": "pacs1",
            "port": 104,
            "tls": "off"
          },
          "ea3": {
            "port": 389
          },
          "eat": {
            "port": 4711
          }
        }

        """;

    [Fact]
    public void The_plan_is_one_change_and_shows_each_value_as_it_was_and_as_it_will_be()
    {
        var plan = SettingsPlan.Of(Settings, Held(File), Edits).Value;
        var change = Assert.IsType<Change.WriteFile>(Assert.Single(plan.Changes));
        Assert.Equal(Held(File).State, change.Before);
        Assert.Equal(change.After, Sha256.Of(plan.Bytes[change.After].Span));
        Assert.Equal(
            [new("dicom.port", "104", "2762"), new("dicom.tls", "off", "on"), new("dicom.trust", null, "/etc/certs/ST-ANNA-CA.pem")],
            Assert.Single(plan.Differences).Values.ToArray());
    }

    [Fact]
    public void The_difference_has_three_lines_around_what_changes() => Assert.Equal(
        """
        @@ -3,9 +3,10 @@
           "dicom": {
             "host": "pacs1",
        -    "port": 104,
        -    "tls": "off"
        +    "port": 2762,
        +    "tls": "on",
        +    "trust": "/etc/certs/ST-ANNA-CA.pem"
           },
           "ea3": {
             "port": 389
        """.Replace("@@ -3,9 +3,10 @@\n", "@@ -2,8 +2,9 @@\n   \"station\": \"MR2\",\n", StringComparison.Ordinal),
        string.Join('\n', SettingsPlan.Of(Settings, Held(File), Edits).Value.Differences[0].Lines));

    [Fact]
    public void Two_places_far_apart_are_two_hunks()
    {
        var before = string.Join('\n', Enumerable.Range(1, 30));
        var after = before.Replace("5\n", "five\n", StringComparison.Ordinal).Replace("\n29", "", StringComparison.Ordinal);
        var hunks = UnifiedDifference.Of(Encoding.UTF8.GetBytes("a\n" + before), Encoding.UTF8.GetBytes("a\n" + after)).Where(line => line.StartsWith('@'));
        Assert.Equal(["@@ -3,7 +3,7 @@", "@@ -13,7 +13,7 @@", "@@ -23,9 +23,8 @@"], hunks);
    }

    [Fact]
    public void Values_that_are_in_place_plan_nothing()
    {
        var once = SettingsPlan.Of(Settings, Held(File), Edits).Value;
        var again = SettingsPlan.Of(Settings, Held(Encoding.UTF8.GetString(once.Bytes.Values.Single().Span)), Edits).Value;
        Assert.Empty(again.Changes);
        Assert.Empty(again.Differences);
    }

    [Fact]
    public void Settings_that_are_not_there_are_a_problem() =>
        Assert.Equal("SET-001", SettingsPlan.Of(Settings, null, Edits).Problems.Single().Code);

    private static HeldFile Held(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new(Settings.File, new(Sha256.Of(bytes), 0x1A0, DateTimeOffset.UnixEpoch), bytes);
    }
}

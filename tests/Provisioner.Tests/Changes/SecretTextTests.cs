using Provisioner.Core.Changes;

namespace Provisioner.Tests.Changes;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("  \"Password\" : \"geheim\",")]
    [InlineData("+javax.net.ssl.keyStorePassword = geheim")]
    [InlineData(" <pwd>geheim</pwd>")]
    [InlineData("-api_key: geheim")]
    public void The_value_behind_a_name_that_speaks_of_a_secret_is_a_digest(string line)
    {
        var masked = SecretText.Masked(line);
        Assert.DoesNotContain("geheim", masked, StringComparison.Ordinal);
        Assert.Contains("SHA-256", masked, StringComparison.Ordinal);
        Assert.NotEqual(masked, SecretText.Masked(line.Replace("geheim", "anders", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("+  \"port\": 2762,")]
    [InlineData("@@ -1,3 +1,3 @@")]
    [InlineData(" password")]
    public void Any_other_line_stays(string line) => Assert.Equal(line, SecretText.Masked(line));

    [Fact]
    public void The_difference_of_a_settings_file_shows_no_secret_that_stands_beside_what_changes()
    {
        var bytes = "storePassword=geheim\nport=104\nkeyPassword=geheim\n"u8.ToArray();
        var path = ConsolePath.Parse("a.properties");
        var plan = SettingsPlan.Of(
            new(SettingsKind.Properties, path, System.Collections.Immutable.ImmutableDictionary<SettingTerm, string>.Empty),
            new HeldFile(path, new(Provisioner.Core.Problems.Sha256.Of(bytes), null, DateTimeOffset.UnixEpoch), bytes),
            [new("port", new SettingValue.Number(2762)), new("keyPassword", new SettingValue.Text("neu"))]).Value;
        var shown = string.Join('\n', plan.Differences.SelectMany(difference => difference.Lines.Concat(difference.Values.Select(value => $"{value}"))));
        Assert.DoesNotContain("geheim", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("neu", shown, StringComparison.Ordinal);
        Assert.Contains("+port=2762", shown, StringComparison.Ordinal);
    }
}

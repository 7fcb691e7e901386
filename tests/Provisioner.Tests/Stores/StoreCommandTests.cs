using System.CommandLine;
using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Tests.Certificates;

namespace Provisioner.Tests.Stores;

public sealed class StoreCommandTests : IDisposable
{
    private static readonly Made Mr2 = Made.Leaf(null, alter: wish => (wish.Pair, wish.From, wish.Until) = (System.Security.Cryptography.RSA.Create(2048), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90)));

    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task The_list_has_stable_names()
    {
        FillConsole();
        var (code, output, _) = await RunAsync("list", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["slots", "backups"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["slot", "entries"], json.RootElement.GetProperty("slots")[0].EnumerateObject().Select(member => member.Name));
        var slots = json.RootElement.GetProperty("slots").EnumerateArray().ToArray();
        Assert.Equal(["host", "trusted", "peers", "requests"], slots.Select(slot => slot.GetProperty("slot").GetString()));
        var entry = slots[0].GetProperty("entries").EnumerateArray().Single();
        Assert.Equal(
            ["name", "subject", "sha256", "notAfter", "hasKey", "services", "inUseBy"],
            entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("host", Mr2.Held.Fingerprint.ToString(), true), (entry.GetProperty("name").GetString(), entry.GetProperty("sha256").GetString(), entry.GetProperty("hasKey").GetBoolean()));
        Assert.Equal(["dicom"], entry.GetProperty("services").EnumerateArray().Select(service => service.GetString()));
        Assert.Equal(["usr/g/config/other.conf"], entry.GetProperty("inUseBy").EnumerateArray().Select(user => user.GetString()));
        Assert.Empty(json.RootElement.GetProperty("backups").EnumerateArray());
        Assert.False(Directory.Exists(_console["var/lib/provisioner"]));
    }

    [Fact]
    public async Task Verifying_says_what_is_wrong()
    {
        FillConsole();
        Assert.Equal((0, true), await RunAsync("verify") is var (code, output, _) ? (code, output.Contains("Nothing is wrong", StringComparison.Ordinal)) : default);
        File.Delete(_console["usr/g/certs/host/host-key.pem"]);
        _console.Put("usr/g/certs/trusted/broken.pem", "nothing");
        (code, output, _) = await RunAsync("verify");
        Assert.Equal(1, code);
        Assert.Contains("STORE-013", output, StringComparison.Ordinal);
        Assert.Contains("STORE-014", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("list")).Code);
    }

    [Fact]
    public async Task A_scanner_type_without_a_store_is_not_said_to_have_a_good_one()
    {
        using var output = new StringWriter();
        var code = await CommandLine.RunAsync(["store", "verify", "--console", _console.Root, "--modality", "site"], new InvocationConfiguration { Output = output, Error = output });
        Assert.Equal(0, code);
        Assert.Contains("says nothing of where certificates lie", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is wrong", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_ups_are_listed()
    {
        Assert.Null(_console.State().BackUp("old"u8.ToArray()));
        using var json = JsonDocument.Parse((await RunAsync("list", "--json")).Output);
        Assert.Equal(Core.Problems.Sha256.Of("old"u8).ToString(), json.RootElement.GetProperty("backups").EnumerateArray().Single().GetString());
    }

    [Fact]
    public async Task Back_ups_go_by_an_explicit_command_and_not_while_a_job_is_open()
    {
        var state = _console.State();
        Assert.Null(state.BackUp("old"u8.ToArray()) ?? state.BackUp("older"u8.ToArray()) ?? state.Mark(new("STICK-1", "R0000001")));
        var (old, older) = (Core.Problems.Sha256.Of("old"u8).ToString(), Core.Problems.Sha256.Of("older"u8).ToString());
        Assert.Equal((1, true), await RemoveAsync("--all") is var (code, output) ? (code, output.Contains("STORE-020", StringComparison.Ordinal)) : default);
        Assert.Null(state.Unmark("STICK-1"));
        Assert.Equal((2, 1), ((await RemoveAsync()).Code, (await RemoveAsync(new string('0', 64))).Code));
        (code, output) = await RemoveAsync(old, "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((0, old), (code, json.RootElement.GetProperty("removed").EnumerateArray().Single().GetString()));
        Assert.Equal([older], state.ListBackUps().Value.Select(digest => digest.ToString()));
        Assert.Equal(0, (await RemoveAsync("--all")).Code);
        Assert.Empty(state.ListBackUps().Value);
    }

    private async Task<(int Code, string Output)> RemoveAsync(params string[] words)
    {
        using var output = new StringWriter();
        var code = await CommandLine.RunAsync(["store", "remove-backups", "--console", _console.Root, .. words], new InvocationConfiguration { Output = output, Error = TextWriter.Null });
        return (code, output.ToString());
    }

    [Theory]
    [InlineData("ge-mrx", null, 2, "STORE-015")]
    [InlineData("ge-mr", "/no/such/console", 1, "CONS-001")]
    public async Task Wrong_words_are_refused(string modality, string? console, int code, string problem)
    {
        var (error, output) = (new StringWriter(), new StringWriter());
        var exit = await CommandLine.RunAsync(["store", "list", "--console", console ?? _console.Root, "--modality", modality], new InvocationConfiguration { Output = output, Error = error });
        Assert.Equal((code, true), (exit, error.ToString().Contains(problem, StringComparison.Ordinal)));
    }

    private void FillConsole()
    {
        _console.Put("usr/g/certs/host/host.pem", Mr2.Pem);
        _console.Put("usr/g/certs/host/host-key.pem", Mr2.KeyPem);
        _console.Put("usr/g/config/network.json", """{"dicom": {"client": {"certificate": "/usr/g/certs/host/host.pem"}}}""");
        _console.Put("usr/g/config/other.conf", "cert=/usr/g/certs/host/host.pem");
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string verb, params string[] more)
    {
        var (error, output) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(["store", verb, "--console", _console.Root, "--modality", "ge-mr", .. more], new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}

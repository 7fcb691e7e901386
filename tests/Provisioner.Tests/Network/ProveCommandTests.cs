using System.CommandLine;
using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Rehearsal;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Network;

public sealed class ProveCommandTests(Hospital hospital) : IClassFixture<Hospital>
{
    [Theory]
    [InlineData("tls")]
    [InlineData("echo")]
    [InlineData("store")]
    public async Task What_passes_exits_0_with_one_document(string kind)
    {
        await using var archive = Start();
        var (code, json, people) = await RunAsync(
            ["prove", kind, $"{archive.Endpoint}", .. Titles(kind), "--identity", Identity(hospital.Scanner), "--trust", Pem(hospital.Authority), "--require-mutual", "--json"]);
        Assert.Equal(0, code);
        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.False(json.TryGetProperty("cause", out _));
        Assert.Equal(["resolve", "connect", "tls", "associate", "echo", "store", "release"], json.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()));
        Assert.Equal("1.3", json.GetProperty("tls").GetProperty("version").GetString());
        Assert.Equal("CN=pacs", json.GetProperty("tls").GetProperty("peer").GetProperty("subject").GetString());
        Assert.Equal(hospital.Scanner.Held.Fingerprint.ToString(), json.GetProperty("tls").GetProperty("local").GetProperty("fingerprint").GetString());
        Assert.Equal(kind == "store", json.TryGetProperty("stored", out var stored) && stored.GetArrayLength() == 1);
        Assert.Contains("[PASS] tls", people, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_exits_1_and_says_cause_side_and_who_acts()
    {
        await using var archive = Start();
        var (code, json, people) = await RunAsync(["prove", "echo", $"{archive.Endpoint}", "--called", "PACS", "--trust", Pem(hospital.Authority), "--json"]);
        Assert.Equal(1, code);
        Assert.Equal(
            ("client-certificate-missing", "us", "engineer"),
            (json.GetProperty("cause").GetString(), json.GetProperty("side").GetString(), json.GetProperty("who").GetString()));
        Assert.All(["seen", "remedy", "say", "code"], name => Assert.NotEmpty(json.GetProperty(name).GetString()!));
        Assert.Contains("[SKIP] echo", people, StringComparison.Ordinal);
        Assert.Contains("Say to them:", people, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PKCS12_identity_opens_with_its_password_file()
    {
        await using var archive = Start();
        var file = hospital.Folder["scanner.p12"];
        await File.WriteAllBytesAsync(file, Hospital.WithKey(hospital.Scanner).Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, "correct horse"));
        string[] words = ["prove", "tls", $"{archive.Endpoint}", "--identity", file, "--trust", Pem(hospital.Authority), "--password-file"];
        Assert.Equal(0, (await RunAsync([.. words, hospital.File("password", "correct horse\n"), "--json"])).Code);
        Assert.Equal(1, (await RunAsync([.. words, hospital.File("password", "wrong horse\n")])).Code);
    }

    [Theory]
    [InlineData("no port", "prove echo 127.0.0.1")]
    [InlineData("bad title", @"prove echo 127.0.0.1:104 --called A\B")]
    [InlineData("bad profile", "prove echo 127.0.0.1:104 --profile tls1")]
    [InlineData("bad timeout", "prove echo 127.0.0.1:104 --timeout 0")]
    [InlineData("unknown word", "prove query 127.0.0.1:104")]
    [InlineData("refusal test without consent", "prove acceptance 127.0.0.1:104")]
    [InlineData("refusal test with an unknown case", "prove acceptance 127.0.0.1:104 --consent XY --case nothing=x")]
    [InlineData("TLS without identity", "peer --port 0 --tls")]
    [InlineData("no number", "peer --port 70000")]
    public async Task Wrong_words_exit_2(string row, string words) => Assert.True((await RunAsync(words.Split(' '))).Code == 2, row);

    [Theory]
    [InlineData("identity")]
    [InlineData("trust")]
    [InlineData("image")]
    public async Task A_missing_file_exits_1_before_anything_is_tried(string option)
    {
        var (code, _, people) = await RunAsync(["prove", "store", "127.0.0.1:1", $"--{option}", hospital.Folder["nothing"]]);
        Assert.Equal(1, code);
        Assert.DoesNotContain("[PASS]", people, StringComparison.Ordinal);
    }

    [PeerFact("storescp")]
    public async Task The_refusal_test_passes_a_listener_that_refuses_what_it_must()
    {
        var (authority, server, scanner) = (hospital.RsaAuthority, hospital.RsaServer, hospital.RsaScanner);
        using var peer = RunningPeer.Start("storescp", port =>
            ["--fork", "-od", hospital.Folder.Path, "+tls", hospital.File("k", server.KeyPem), hospital.File("c", server.Pem), "+cf", hospital.File("a", authority.Pem), $"{port}"]);
        var (code, json, _) = await RunAsync(
        [
            "prove", "acceptance", $"{peer.Endpoint}", "--identity", Identity(scanner), "--trust", Pem(authority), "--authority", Identity(authority), "--consent", "AB", "--all", "--json",
        ]);
        var cases = json.GetProperty("cases").EnumerateArray().ToDictionary(
            each => each.GetProperty("name").GetString()!, each => each.TryGetProperty("got", out var got) ? got.GetString() : "skipped");

        // storescp takes any title, and that is found; it has no revocation list, and none was given.
        Assert.Equal(1, code);
        Assert.Equal("accepted", cases["good"]);
        Assert.Equal(["wrong-called-title", "wrong-calling-title"], cases.Where(each => each.Value == "accepted" && each.Key != "good").Select(each => each.Key));
        Assert.Equal(["revoked"], cases.Where(each => each.Value == "skipped").Select(each => each.Key));
        Assert.Equal(9, cases.Count(each => each.Value == "refused"));
    }

    [Fact]
    public async Task The_refusal_test_finds_a_listener_that_takes_anyone()
    {
        await using var listener = Listener.Start(new() { Policy = new(), Identity = Hospital.WithKey(hospital.Server) });
        var (code, json, _) = await RunAsync(
            ["prove", "acceptance", $"127.0.0.1:{listener.Port}", "--identity", Identity(hospital.Scanner), "--trust", Pem(hospital.Authority), "--consent", "AB", "--json"]);
        Assert.Equal(1, code);
        Assert.Equal(
            [("good", true), ("without-certificate", false), ("unknown-authority", false), ("plain-text", true)],
            json.GetProperty("cases").EnumerateArray().Select(each => (each.GetProperty("name").GetString()!, each.GetProperty("ok").GetBoolean())));
    }

    [Fact]
    public async Task The_refusal_test_passes_our_own_strict_listener_in_all_cases()
    {
        await using var listener = Listener.Start(new()
        {
            Policy = new() { Called = Hospital.Titles().Called, Calling = [Hospital.Titles().Calling] },
            Identity = Hospital.WithKey(hospital.Server),
            Trust = Hospital.Clients(hospital.Authority),
        });
        using var authority = Hospital.WithKey(hospital.Authority);
        var result = await AcceptanceTest.RunAsync(
            new() { Good = hospital.Ask(Endpoint.Loopback(listener.Port)), Cases = AcceptanceResult.All, Authority = authority }, CancellationToken.None);
        Assert.True(result.Ok, string.Join("; ", result.Cases));
        Assert.Equal([AcceptanceCase.Revoked], result.Cases.Where(each => each.IsLetIn is null).Select(each => each.Case));
    }

    [PeerTheory("openssl")]
    [InlineData("old", "-tls1_1 -cipher AES128-SHA:@SECLEVEL=0", AcceptanceCase.OldVersions)]
    [InlineData("oldest", "-tls1 -cipher AES128-SHA:@SECLEVEL=0", AcceptanceCase.OldVersions)]
    [InlineData("weak", "-tls1_2 -cipher NULL-SHA256:NULL-SHA:aNULL:@SECLEVEL=0", AcceptanceCase.WeakSuites)]
    public async Task The_refusal_test_finds_old_versions_and_weak_suites(string row, string arguments, AcceptanceCase found)
    {
        using var peer = RunningPeer.Start("openssl", port =>
            ["s_server", "-port", $"{port}", "-cert", hospital.File("c", hospital.RsaServer.Pem), "-key", hospital.File("k", hospital.RsaServer.KeyPem), .. arguments.Split(' ')]);
        var result = await AcceptanceTest.RunAsync(
            new() { Good = hospital.Ask(peer.Endpoint), Cases = [AcceptanceCase.OldVersions, AcceptanceCase.WeakSuites] }, CancellationToken.None);
        Assert.True(result.Cases.Where(each => !each.Ok).Select(each => each.Case).SequenceEqual([found]), $"{row}: {string.Join("; ", result.Cases)}");
    }

    private RehearsalArchive Start() => RehearsalArchive.Start(new()
    {
        Called = Hospital.Titles().Called,
        Identity = Hospital.WithKey(hospital.Server),
        Trust = Hospital.Clients(hospital.Authority),
    });

    private static string[] Titles(string kind) => kind == "tls" ? [] : ["--calling", "MR2", "--called", "PACS"];

    private string Identity(Made made) => hospital.File("identity.pem", made.Pem + made.KeyPem);

    private string Pem(Made made) => hospital.File("trust.pem", made.Pem);

    private static async Task<(int Code, JsonElement Json, string People)> RunAsync(string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(words, new InvocationConfiguration { Output = output, Error = error });
        var json = words.Contains("--json") && output.ToString() is { Length: > 0 } text ? JsonDocument.Parse(text).RootElement.Clone() : default;
        return (code, json, error.ToString() + output);
    }
}

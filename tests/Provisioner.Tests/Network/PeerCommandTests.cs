using System.Diagnostics;
using System.Text.Json;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Network;

/// <summary><c>peer</c> as a program of its own, as an engineer starts it.</summary>
[Collection(Alone.Name)]
public sealed class PeerCommandTests(Hospital hospital) : IClassFixture<Hospital>
{
    /// <summary>What a visit may add to the process at most, with 64 associations at once.</summary>
    private const long MostGrowth = 64 * 1024;

    [PeerFact("storescu", "dump2dcm")]
    public async Task It_serves_64_at_once_within_64_MiB_tells_of_each_and_ends_cleanly_when_asked()
    {
        using var scratch = new Scratch();
        var files = TestFiles.Make(scratch, 3, 200_000);
        var folder = Directory.CreateDirectory(scratch["rx"]).FullName;
        using var peer = Start(folder);
        var port = await PortAsync(peer);
        var before = Resident(peer);
        var told = peer.StandardOutput.ReadToEndAsync();
        var callers = Enumerable.Range(0, 64).Select(_ => Process.Start(new ProcessStartInfo(
            Peers.Require("storescu"),
            [
                "-aec", "PACS", "+tls", hospital.File("k", hospital.Scanner.KeyPem), hospital.File("c", hospital.Scanner.Pem), "+cf", hospital.File("a", hospital.Authority.Pem),
                "127.0.0.1", $"{port}", .. files,
            ]))!).ToArray();
        foreach (var caller in callers)
        {
            await caller.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(0, caller.ExitCode);
            caller.Dispose();
        }

        Assert.Equal(64 * 3, Directory.GetFiles(folder, "*.dcm").Length);
        Assert.InRange(Resident(peer) - before, 0, MostGrowth);
        Interrupt(peer);
        var rest = await told.WaitAsync(TimeSpan.FromSeconds(20));
        await peer.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, peer.ExitCode);
        var visits = JsonDocument.Parse($$"""{"visits":[{{rest}}""").RootElement.GetProperty("visits");
        Assert.Equal(64, visits.GetArrayLength());
        Assert.All(visits.EnumerateArray(), visit =>
        {
            Assert.True(visit.GetProperty("ok").GetBoolean());
            Assert.Equal(3, visit.GetProperty("images").GetInt32());
            Assert.Equal("1.3", visit.GetProperty("tls").GetProperty("version").GetString());
        });
    }

    private Process Start(string folder) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            typeof(Listener).Assembly.Location, "peer", "--port", "0", "--address", "127.0.0.1", "--tls", "--identity", hospital.File("server.pem", hospital.Server.Pem + hospital.Server.KeyPem),
            "--trust", hospital.File("ca.pem", hospital.Authority.Pem), "--require-client-certificate", "--called", "PACS", "--store", folder, "--json",
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>The document begins with it.</summary>
    private static async Task<int> PortAsync(Process peer)
    {
        var begun = "";
        while (!begun.EndsWith('['))
        {
            var one = new char[1];
            Assert.Equal(1, await peer.StandardOutput.ReadAsync(one).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
            begun += one[0];
        }

        return JsonDocument.Parse(begun + "]}").RootElement.GetProperty("port").GetInt32();
    }

    /// <summary>The most that was ever resident, in KiB.</summary>
    private static long Resident(Process process) =>
        long.Parse(File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Where(char.IsAsciiDigit).ToArray(), System.Globalization.CultureInfo.InvariantCulture);

    private static void Interrupt(Process process) => _ = Peers.Run("kill", null, "-INT", $"{process.Id}");
}

using System.Diagnostics;
using Provisioner.Tests.House;
using Provisioner.Tests.Network;

namespace Provisioner.Tests.Keys;

public sealed class ProcessMemoryTests
{
    /// <summary>The real program, from its first line, while it waits.</summary>
    [Fact]
    public void Nobody_finds_a_dump_or_a_door_to_the_program_s_memory()
    {
        using var scratch = new Scratch();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "provisioner.dll"), "peer", "--port", $"{RunningPeer.FreePort()}", "--address", "127.0.0.1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = scratch.Path;
        _ = start.Environment.Remove("DOTNET_EnableDiagnostics");
        using var program = Process.Start(start)!;
        try
        {
            Assert.NotNull(program.StandardOutput.ReadLine());
            var core = File.ReadLines($"/proc/{program.Id}/limits").Single(line => line.StartsWith("Max core file size", StringComparison.Ordinal));
            Assert.Equal(["0", "0"], core["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2]);
            Assert.Empty(Directory.GetFiles(scratch.Path, "dotnet-diagnostic-*"));
        }
        finally
        {
            program.Kill();
            program.WaitForExit();
        }
    }
}

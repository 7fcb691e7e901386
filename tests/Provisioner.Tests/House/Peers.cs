using System.Diagnostics;

namespace Provisioner.Tests.House;

/// <summary>A test that starts real programs. Where one is missing it is skipped visibly, or, with
/// <c>PROVISIONER_PEERS=required</c>, fails and names the package.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(params string[] programs) => Skip = Peers.ReasonToSkip(programs);
}

/// <inheritdoc cref="PeerFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(params string[] programs) => Skip = Peers.ReasonToSkip(programs);
}

internal static class Peers
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["openssl"] = "openssl",
        ["storescp"] = "dcmtk",
        ["storescu"] = "dcmtk",
        ["echoscu"] = "dcmtk",
        ["dump2dcm"] = "dcmtk",
        ["dcmdump"] = "dcmtk",
        ["Orthanc"] = "orthanc",
        ["keytool"] = "default-jdk-headless",
        ["java"] = "default-jdk-headless",
        ["javac"] = "default-jdk-headless",
        ["tmux"] = "tmux",
        ["busybox"] = "busybox",
        ["dash"] = "dash",
        ["zbarimg"] = "zbar-tools",
        ["wine"] = "wine wine64",
        ["chromium"] = "chromium",
        ["mkfs.exfat"] = "exfatprogs",
        ["mount.exfat-fuse"] = "exfat-fuse",
    };

    /// <summary>Null when the test can or must run.</summary>
    public static string? ReasonToSkip(string[] programs)
    {
        var missing = programs.Where(program => Find(program) is null).ToArray();
        return missing.Length == 0 || Environment.GetEnvironmentVariable("PROVISIONER_PEERS") == "required"
            ? null
            : $"needs {string.Join(", ", missing)}: apt-get install {string.Join(' ', missing.Select(Package).Distinct())}";
    }

    /// <summary>The program's path.</summary>
    /// <exception cref="InvalidOperationException">It is not installed; the message names the package.</exception>
    public static string Require(string program) => Find(program)
        ?? throw new InvalidOperationException($"{program} is missing: apt-get install {Package(program)}");

    /// <summary>Runs to the end, at most a minute; answers exit code, output and errors together.</summary>
    public static (int Code, string Output) Run(string program, string? folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Require(program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}");
        }

        return (process.ExitCode, output + errors.Result);
    }

    private static string Package(string program) => Packages.GetValueOrDefault(program, program);

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}

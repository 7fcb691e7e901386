using System.Diagnostics;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Published;

/// <summary>A test of the published programs, as engineers get them. <c>tests/run.sh</c> publishes them once for all and names the
/// folder in <c>PROVISIONER_PUBLISHED</c>; elsewhere the test is skipped visibly, or fails where peers are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFactAttribute : FactAttribute
{
    public PublishedFactAttribute(params string[] programs) => Skip = PublishedProgram.ReasonToSkip(programs);
}

/// <inheritdoc cref="PublishedFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedTheoryAttribute : TheoryAttribute
{
    public PublishedTheoryAttribute(params string[] programs) => Skip = PublishedProgram.ReasonToSkip(programs);
}

/// <summary>A test that mounts file systems of its own. A machine that does not permit it skips it visibly, whatever is required:
/// nothing that can be installed helps.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Permitted = new(() =>
        File.Exists("/usr/bin/unshare") && Peers.Run("unshare", null, "-m", "sh", "-c", "mount -t tmpfs none /mnt").Code == 0);

    public MountFactAttribute(params string[] programs) => Skip = PublishedProgram.ReasonToSkip(programs) ?? (Permitted.Value ? null : "this machine does not permit mounts (unshare -m)");
}

/// <summary>The published programs, and one stick prepared by them.</summary>
internal static class PublishedProgram
{
    /// <summary>Of office and stick; long enough to be taken.</summary>
    public const string Passphrase = "correct horse battery";

    private static readonly Lazy<string> Stage = new(Prepare);

    public static string? Folder => Environment.GetEnvironmentVariable("PROVISIONER_PUBLISHED");

    public static string Linux => Path.Combine(Folder!, "linux-x64", "provisioner");

    public static string Windows => Path.Combine(Folder!, "win-x64", "provisioner.exe");

    /// <summary>A folder that everybody may enter, with spaces and letters beyond ASCII in its name; holds <c>stick</c>, <c>office</c> and <c>passphrase</c>.</summary>
    public static string Prepared => Stage.Value;

    public static string? ReasonToSkip(string[] programs) =>
        Peers.ReasonToSkip(programs) ?? (Folder is not null || Environment.GetEnvironmentVariable("PROVISIONER_PEERS") == "required"
            ? null
            : "needs the published programs: bash tests/run.sh, or media/publish.sh and PROVISIONER_PUBLISHED=FOLDER");

    /// <summary>Runs to the end, at most two minutes, without input, without a display.</summary>
    public static Ran Run(string program, string? folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var name in (string[])["DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"])
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(120_000))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}");
        }

        return new(process.ExitCode, output, errors.Result);
    }

    /// <summary>A copy of the prepared stick, gone with the scratch.</summary>
    public static string Copy(Scratch scratch)
    {
        var copy = scratch["Stick für Ümläuten & mehr"];
        EndToEnd.Tree.Copy(Path.Combine(Prepared, "stick"), copy);
        return copy;
    }

    private static string Prepare()
    {
        var folder = Directory.CreateTempSubdirectory("provisioner published ").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var passphrase = Path.Combine(folder, "passphrase");
        File.WriteAllText(passphrase, Passphrase + "\n");
        Run(Linux, null, ["office", "create", Path.Combine(folder, "office"), "--rehearsal", "--passphrase-file", passphrase]).Expect(0);
        Run(Linux, null,
        [
            "stick", "prepare", Path.Combine(folder, "stick"), "--engineer", "FE-042", "--name", "PS-PUB", "--office", Path.Combine(folder, "office"),
            "--office-passphrase-file", passphrase, "--passphrase-file", passphrase,
        ]).Expect(0);
        return folder;
    }
}

internal sealed record Ran(int Code, string Output, string Errors)
{
    /// <summary>Both, as if a screen had room for it.</summary>
    public string OneLine => string.Join(' ', (Output + " " + Errors).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public Ran Expect(int code)
    {
        Assert.True(code == Code, $"exit {Code}, expected {code}\n{Output}\n{Errors}");
        return this;
    }

    public Ran Says(string text)
    {
        Assert.Contains(text, OneLine, StringComparison.Ordinal);
        return this;
    }
}

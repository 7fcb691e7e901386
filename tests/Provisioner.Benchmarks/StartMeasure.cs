using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Provisioner.Benchmarks;

/// <summary>How the published program starts, beside what is aimed at: 20 MB, 100 ms, 250 ms, 64 MB. Linux only.</summary>
/// <remarks><c>PROVISIONER_PUBLISHED=FOLDER dotnet run -c Release --project tests/Provisioner.Benchmarks -- start</c>, the folder as
/// <c>media/publish.sh --programs-only FOLDER</c> makes it.</remarks>
internal static partial class StartMeasure
{
    private const int Rounds = 9, DontNeed = 4, Megabyte = 1_000_000;

    public static void Run()
    {
        var folder = Environment.GetEnvironmentVariable("PROVISIONER_PUBLISHED") ?? throw new InvalidOperationException("PROVISIONER_PUBLISHED names no folder: bash media/publish.sh --programs-only FOLDER");
        var program = Path.Combine(folder, "linux-x64", "provisioner");
        var stage = Directory.CreateTempSubdirectory("provisioner-start-").FullName;
        try
        {
            var (stick, console) = Stage(program, stage);
            Show("size, Linux", new FileInfo(program).Length / (double)Megabyte, "MB", 20);
            Show("size, Windows", new FileInfo(Path.Combine(folder, "win-x64", "provisioner.exe")).Length / (double)Megabyte, "MB", 20);
            Show("--version", Median(() => Milliseconds(program, "--version")), "ms", 100);
            var frames = Enumerable.Range(0, Rounds).Select(_ => FirstFrame(program, stick, console)).ToArray();
            Show("first frame", frames.Select(frame => frame.Milliseconds).Order().ElementAt(Rounds / 2), "ms", 250);
            Show("peak memory at the first frame", frames.Max(frame => frame.Peak), "MB", 64);
            Show("bytes read at start, --version", ReadFrom(program, () => _ = Milliseconds(program, "--version")), "MB", null);
            Show("bytes read at start, first frame", ReadFrom(program, () => _ = FirstFrame(program, stick, console)), "MB", null);
        }
        finally
        {
            Directory.Delete(stage, recursive: true);
        }
    }

    private static (string Stick, string Console) Stage(string program, string folder)
    {
        using var demo = Process.Start(new ProcessStartInfo(program, ["demo", "--unattended", "--into", folder]) { RedirectStandardOutput = true })!;
        _ = demo.StandardOutput.ReadToEnd();
        demo.WaitForExit();
        return (Path.Combine(folder, "stick"), Path.Combine(folder, "console"));
    }

    private static double Milliseconds(string program, params string[] words)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>In a terminal of its own, until the last key line of the first screen has come.</summary>
    private static (double Milliseconds, double Peak) FirstFrame(string program, string stick, string console)
    {
        var start = new ProcessStartInfo("script", ["-qfec", $"stty cols 80 rows 24; exec '{program}' --stick '{stick}' --console '{console}'", "/dev/null"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["TERM"] = "xterm";
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (seen, buffer) = ("", new char[4096]);
        while (!seen.Contains("F1", StringComparison.Ordinal) && process.StandardOutput.Read(buffer, 0, buffer.Length) is > 0 and var read)
        {
            seen += new string(buffer, 0, read);
        }

        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var peak = Process.GetProcessesByName("provisioner").Where(one => Words(one.Id).Contains(stick, StringComparison.Ordinal)).Select(one => Peak(one.Id)).DefaultIfEmpty().Max();
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return (elapsed, peak);
    }

    private static string Words(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / Megabyte;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Bytes of the program's file in memory after a start from cold; the system's reading ahead counts, as it does on a stick.</summary>
    private static double ReadFrom(string program, Action act)
    {
        using (var file = File.OpenHandle(program))
        {
            _ = Advise((int)file.DangerousGetHandle(), 0, 0, DontNeed);
        }

        act();
        using var resident = Process.Start(new ProcessStartInfo("fincore", ["-b", "-n", "-o", "RES", program]) { RedirectStandardOutput = true })!;
        return double.Parse(resident.StandardOutput.ReadToEnd().Trim(), CultureInfo.InvariantCulture) / Megabyte;
    }

    private static double Median(Func<double> measure) => Enumerable.Range(0, Rounds).Select(_ => measure()).Order().ElementAt(Rounds / 2);

    private static void Show(string what, double value, string unit, double? aim) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-34} {value,8:0.0} {unit}{(aim is { } wanted ? $"   (aim {wanted:0})" : "")}"));

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(int file, long offset, long length, int advice);
}

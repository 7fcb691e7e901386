using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The program in a process of its own, which can be killed (SIGKILL) at an act on a disk.</summary>
/// <param name="Acts">How many there were; 0 when it was killed.</param>
internal sealed partial record OwnProcess(int Code, string Output, int Acts)
{
    private static readonly string Host = Path.Combine(
        Path.GetDirectoryName(typeof(CrashHost.KillingDisk).Assembly.Location)!, "Provisioner.CrashHost.dll");

    /// <param name="act">From 1; 0: it is not killed.</param>
    /// <param name="how"><c>whole</c> before the act, <c>torn</c> in the middle of one that writes.</param>
    /// <param name="temporary">Its folder for temporary files; <c>null</c>: the system's.</param>
    /// <param name="typed">Lines of standard input.</param>
    public static OwnProcess Run(int act, string how, string[] arguments, string? temporary = null, params string[] typed)
    {
        var start = new ProcessStartInfo("dotnet", [Host, act.ToString(CultureInfo.InvariantCulture), how, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        if (temporary is not null)
        {
            start.Environment["TMPDIR"] = temporary;
        }

        using var process = Process.Start(start)!;
        foreach (var line in typed)
        {
            process.StandardInput.WriteLine(line);
        }

        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000))
        {
            process.Kill();
            throw new TimeoutException(string.Join(' ', arguments));
        }

        var acts = ActsLine().Match(errors.Result);
        return new(process.ExitCode, output + errors.Result, acts.Success ? int.Parse(acts.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    [GeneratedRegex("acts ([0-9]+)")]
    private static partial Regex ActsLine();
}

using System.Globalization;
using Serilog;
using Serilog.Core;

namespace Provisioner.Commands;

/// <summary>What helps whoever mends the program: <c>LOGS/DIAG</c> on the stick, at most four files of 256 KiB. Types, numbers
/// and places only: no message of an exception, no answer, no secret.</summary>
internal static class Diagnostics
{
    private const int Largest = 256 * 1024, Most = 4;

    private static Logger? _log;

    private static bool _isPaused;

    /// <summary>Begins to write on a stick. A stick that cannot take it changes nothing: the run has its own say about that.</summary>
    public static void Begin(string logs)
    {
        Shut();
        _log = new LoggerConfiguration()
            .WriteTo.File(
                Path.Combine(logs, "DIAG", "program.log"),
                formatProvider: CultureInfo.InvariantCulture,
                fileSizeLimitBytes: Largest,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: Most,
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {Level:u3} {Message:lj}{NewLine}")
            .CreateLogger();
        _log.Information("begin {Version} {System} {Architecture}", Runs.OpenFields.Version, Environment.OSVersion.Platform.ToString(), System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString());
    }

    /// <summary>Lets the stick go; where it writes at all it goes on with <see cref="Resume"/>.</summary>
    public static void Pause()
    {
        _isPaused = _log is not null;
        _log?.Dispose();
        _log = null;
    }

    public static void Resume(string logs)
    {
        if (_isPaused)
        {
            Begin(logs);
        }
    }

    /// <summary>The machine refused something.</summary>
    public static void Refused(Exception fault, string path) =>
        _log?.Warning("refused {Fault} {Number} {Path}", fault.GetType().Name, fault.HResult.ToString("X8", CultureInfo.InvariantCulture), path);

    /// <summary>A bug: where it happened, by types and methods.</summary>
    public static void Bug(Exception fault) =>
        _log?.Fatal("bug {Fault} {Number} at {Place}", fault.GetType().FullName, fault.HResult.ToString("X8", CultureInfo.InvariantCulture), fault.StackTrace);

    public static void End(int code)
    {
        _log?.Information("end {Code}", code);
        Shut();
    }

    /// <summary>What a dead stick did not take is lost; the job has said so itself.</summary>
    private static void Shut()
    {
        try
        {
            _log?.Dispose();
        }
        catch (Exception lost) when (Stores.Faults.IsMachine(lost))
        {
            // Nowhere to write it.
        }

        _log = null;
    }
}

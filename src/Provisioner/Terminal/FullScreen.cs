using System.Collections.Immutable;
using Provisioner.Core.Screens;

namespace Provisioner.Terminal;

/// <summary>The process's terminal as a full screen, until it is disposed. What was there before comes back, whatever happens:
/// at the normal end, by a signal, when the program breaks.</summary>
internal sealed class FullScreen : IScreen, IDisposable
{
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[?2004h\u001b[2J", Leave = "\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l";

    /// <summary>The first that is set decides.</summary>
    private static readonly string[] Locale = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Taken at once; more is left for the next time.</summary>
    private const int MostKeys = 512;

    /// <summary>So many keys in a row that are none: nobody presses these.</summary>
    private const int Nothing = 16;

    private readonly KeyStream _keys = new();
    private readonly bool _ascii, _colours, _ansi;
    private readonly bool _controlC = Console.TreatControlCAsInput;
    private readonly TextWriter _out;
    private Cells? _shown;
    private int _left;

    private FullScreen(TextWriter output)
    {
        _out = output;
        _ansi = !OperatingSystem.IsWindows();
        _ascii = _ansi && !IsUtf8();
        _colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        Console.TreatControlCAsInput = true;
        AppDomain.CurrentDomain.ProcessExit += Restore;
        AppDomain.CurrentDomain.UnhandledException += Restore;
        if (_ansi)
        {
            Send(Enter);
        }
        else
        {
            Console.CursorVisible = false;
        }
    }

    public Room Room => Console.WindowWidth > 0 && Console.WindowHeight > 0 ? new(Console.WindowWidth, Console.WindowHeight) : Room.Smallest;

    public bool IsAscii => _ascii;

    /// <summary>Somebody sits at a terminal that can show a full screen; else it is line mode.</summary>
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    public static FullScreen Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = System.Text.Encoding.UTF8;
        }

        return new(new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false), 32 * 1024) { AutoFlush = false });
    }

    public bool IsGone { get; private set; }

    /// <summary>A terminal that was closed gives keys without end, all of them nothing.</summary>
    public ImmutableArray<Message> Read()
    {
        var keys = new List<ConsoleKeyInfo>();
        try
        {
            while (!IsGone && keys.Count < MostKeys && Console.KeyAvailable)
            {
                keys.Add(Console.ReadKey(intercept: true));
                IsGone = keys.Count >= Nothing && keys.TakeLast(Nothing).All(key => key is { KeyChar: '\0', Key: ConsoleKey.None });
            }
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            IsGone = true;
        }

        return IsGone || keys.Count == 0 ? [] : _keys.Read(keys);
    }

    public void Show(WizardModel model)
    {
        var cells = Cells.Of(Frame.Of(model), model.Room, _ascii, _colours);
        if (_ansi)
        {
            Send(AnsiPainter.Paint(_shown, cells));
        }
        else
        {
            ConsolePainter.Paint(_shown, cells, new SystemConsole());
        }

        _shown = cells;
    }

    public void Dispose()
    {
        Restore(null, EventArgs.Empty);
        AppDomain.CurrentDomain.ProcessExit -= Restore;
        AppDomain.CurrentDomain.UnhandledException -= Restore;
        Console.TreatControlCAsInput = _controlC;
    }

    /// <summary>One write; more would flicker.</summary>
    private void Send(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        try
        {
            _out.Write(text);
            _out.Flush();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            IsGone = true;
        }
    }

    /// <summary>Once, from whatever thread is the last.</summary>
    private void Restore(object? sender, EventArgs happened)
    {
        if (Interlocked.Exchange(ref _left, 1) != 0)
        {
            return;
        }

        if (_ansi)
        {
            Send(Leave);
        }
        else
        {
            Console.ResetColor();
            Console.Clear();
            Console.CursorVisible = true;
        }
    }

    private static bool IsUtf8()
    {
        var locale = Locale.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase);
    }

    private sealed class SystemConsole : IConsoleApi
    {
        public void Clear()
        {
            Console.ResetColor();
            Console.Clear();
        }

        public void Write(int row, int column, string text, ConsoleColor foreground, ConsoleColor background)
        {
            Console.SetCursorPosition(column, row);
            (Console.ForegroundColor, Console.BackgroundColor) = (foreground, background);
            Console.Write(text);
        }
    }
}

using System.Text;
using Provisioner.Commands;
using Provisioner.Core.Screens;

namespace Provisioner.Terminal;

/// <summary>The process's own terminal. With <c>--json</c> everything for people goes to standard error.</summary>
/// <remarks>Questions are read key by key, so that Ctrl-C ends the question and not the process: what is in place stays
/// known, and the run can go on or be put back.</remarks>
internal sealed class SystemTerminal(TextWriter output, bool interactive, CancellationToken cancelled) : ITerminal
{
    private const int PollMilliseconds = 20;

    private readonly bool _colour = interactive && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""
        && Environment.GetEnvironmentVariable("TERM") is not "dumb" && !OperatingSystem.IsWindows();

    public bool IsInteractive => interactive;

    /// <param name="cancelled">A closed window or a request to end: the question is left.</param>
    public static SystemTerminal Of(Output output, CancellationToken cancelled = default) => new(
        output.ForPeople,
        !Console.IsInputRedirected && !(output.AsJson ? Console.IsErrorRedirected : Console.IsOutputRedirected),
        cancelled);

    public void Write(Line line) => output.WriteLine(_colour && Colour(line.Tone) is { } colour ? $"\u001b[{colour}m{line.Text}\u001b[0m" : line.Text);

    public string? Ask(string prompt, bool hidden = false)
    {
        output.Write(prompt);
        output.Flush();
        var answer = interactive ? ReadKeys(hidden) : ReadLine();
        if (!interactive)
        {
            output.WriteLine();
        }

        return answer;
    }

    private static string? Colour(Tone tone) => tone switch
    {
        Tone.Heading => "1",
        Tone.Faint => "2",
        Tone.Good => "32",
        Tone.Warning => "33;1",
        Tone.Bad => "31;1",
        Tone.Value => "1",
        _ => null,
    };

    private string? ReadKeys(bool hidden)
    {
        var before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            var text = new StringBuilder();
            while (true)
            {
                if (!WaitForKey())
                {
                    output.WriteLine();
                    return null;
                }

                var key = Console.ReadKey(intercept: true);
                if (IsEnd(key))
                {
                    output.WriteLine();
                    return key.Key == ConsoleKey.Enter ? text.ToString() : null;
                }

                Take(key, text, hidden);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    /// <returns>False when the run is to be left without waiting for anybody.</returns>
    private bool WaitForKey()
    {
        while (!Console.KeyAvailable)
        {
            if (cancelled.WaitHandle.WaitOne(PollMilliseconds))
            {
                return false;
            }
        }

        return true;
    }

    private string? ReadLine()
    {
        var reading = Task.Run(Console.In.ReadLine);
        return Task.WaitAny([reading], Timeout.Infinite, cancelled) == 0 ? reading.Result : null;
    }

    private static bool IsEnd(ConsoleKeyInfo key) =>
        key.Key is ConsoleKey.Enter or ConsoleKey.Escape || key.KeyChar is '\r' or '\n' or '\u0003' or '\u0004';

    private void Take(ConsoleKeyInfo key, StringBuilder text, bool hidden)
    {
        if (key.Key == ConsoleKey.Backspace && text.Length > 0)
        {
            text.Length--;
            output.Write(hidden ? "" : "\b \b");
        }
        else if (!char.IsControl(key.KeyChar))
        {
            text.Append(key.KeyChar);
            output.Write(hidden ? "" : key.KeyChar.ToString());
        }

        output.Flush();
    }
}

using System.Diagnostics;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Terminal;

/// <summary>A terminal of 80 by 24 with a server of its own, in which one command runs.</summary>
internal sealed class Tmux : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _socket;

    /// <param name="command">A line for the shell.</param>
    public Tmux(string command)
    {
        _socket = _scratch["tmux"];
        Run("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", $"{command}; exec sleep 600");
    }

    public string this[string name] => _scratch[name];

    public string Screen => Run("capture-pane", "-p");

    /// <summary>Whether the alternate screen is on, and the cursor seen.</summary>
    public string State => Run("display-message", "-p", "#{alternate_on} #{cursor_flag}").Trim();

    /// <summary>Keys by the names that tmux gives them.</summary>
    public Tmux Press(params string[] keys)
    {
        Run(["send-keys", .. keys]);
        return this;
    }

    public Tmux Type(string text)
    {
        Run("send-keys", "-l", text);
        return this;
    }

    /// <summary>Until the text is seen.</summary>
    public Tmux See(string text) => See(screen => screen.Contains(text, StringComparison.Ordinal), text);

    /// <summary>Until the screen is as wanted.</summary>
    /// <param name="wanted">What was wanted, for who reads that it was not seen.</param>
    public Tmux See(Func<string, bool> isIt, string wanted)
    {
        var since = Stopwatch.StartNew();
        while (!isIt(Screen))
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), $"'{wanted}' is not seen:\n{Screen}");
            Thread.Sleep(50);
        }

        return this;
    }

    /// <summary>Presses what each screen wants, and waits for another screen, until it is over.</summary>
    public Tmux Until(Func<string, bool> isOver, TimeSpan longest, Func<Tmux, string, Tmux> press)
    {
        var since = Stopwatch.StartNew();
        for (var screen = Screen; !isOver(screen); screen = Screen)
        {
            Assert.True(since.Elapsed < longest, screen);
            var seen = screen;
            _ = press(this, seen).See(next => next != seen || isOver(next), "another screen");
        }

        return this;
    }

    /// <summary>The terminal is gone, as when its window is closed.</summary>
    public void Close() => Run("kill-server");

    public void Dispose()
    {
        _ = Peers.Run("tmux", null, "-S", _socket, "kill-server");
        _scratch.Dispose();
    }

    private string Run(params string[] arguments)
    {
        var (code, output) = Peers.Run("tmux", null, ["-S", _socket, .. arguments]);
        return code == 0 ? output : throw new InvalidOperationException(output);
    }
}

using Provisioner.Core.Screens;

namespace Provisioner.Terminal;

/// <summary>Where people read and type, line by line.</summary>
internal interface ITerminal
{
    /// <summary>Somebody can type. False when input or output is redirected.</summary>
    bool IsInteractive { get; }

    void Write(Line line);

    /// <summary>A question without line end; the answer, or <c>null</c> when input has ended or Ctrl-C was pressed.</summary>
    /// <param name="hidden">Nothing of the answer is shown.</param>
    string? Ask(string prompt, bool hidden = false);
}

internal static class TerminalPages
{
    public static void Write(this ITerminal terminal, Page page)
    {
        foreach (var line in page.Lines)
        {
            terminal.Write(line);
        }
    }
}

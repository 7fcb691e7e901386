using Provisioner.Core.Screens;
using Provisioner.Terminal;

namespace Provisioner.Rehearsal;

/// <summary>Nobody looks.</summary>
internal sealed class SilentTerminal : ITerminal
{
    public static SilentTerminal Instance { get; } = new();

    public bool IsInteractive => false;

    public void Write(Line line)
    {
    }

    public string? Ask(string prompt, bool hidden = false) => null;
}

namespace Provisioner.Commands;

/// <summary>The contract of the command line; only <c>Program.cs</c> hands it to the system.</summary>
internal static class ExitCode
{
    /// <summary>Done, or nothing wrong.</summary>
    public const int Done = 0;

    /// <summary>Problems found, or a step failed and was undone.</summary>
    public const int Problems = 1;

    /// <summary>The command line, or the answers, are wrong; nothing was begun.</summary>
    public const int WrongUsage = 2;

    /// <summary>Tampered with, or not trusted.</summary>
    public const int NotTrusted = 3;

    /// <summary>Interrupted; can go on.</summary>
    public const int Interrupted = 4;
}

namespace Provisioner.Sticks;

/// <summary>The stick that the program was started from. The launchers name it, because they may run a copy of the program from
/// elsewhere; started by hand it is the stick in whose <c>BIN</c> the program lies.</summary>
internal static class StartedFrom
{
    /// <summary>Set by <c>START.SH</c> and <c>START.CMD</c>.</summary>
    public const string Variable = "PROVISIONER_STICK";

    /// <summary>The stick's folder; <c>null</c> when the program was started from somewhere else.</summary>
    public static string? Stick() => Find(Environment.GetEnvironmentVariable(Variable), Environment.ProcessPath);

    /// <param name="named">What the launcher says; <c>null</c> or empty without one.</param>
    /// <param name="program">Path of the program's file.</param>
    public static string? Find(string? named, string? program)
    {
        if (named is { Length: > 0 })
        {
            return Path.GetFullPath(named);
        }

        var system = Path.GetDirectoryName(program);
        return Path.GetDirectoryName(system) is { } binaries && Path.GetFileName(binaries) == "BIN"
            && Path.GetDirectoryName(binaries) is { } stick && File.Exists(Sticks.Stick.GenesisOf(stick))
                ? stick
                : null;
    }
}

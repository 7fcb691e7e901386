using System.CommandLine;

namespace Provisioner.Commands;

/// <summary>The words after the program's name (DESIGN.md, "Command line: a contract").</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Leads a service engineer through a service procedure on an air-gapped scanner console.");
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var code = await parsed.InvokeAsync().ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitCode.WrongUsage : code;
    }
}

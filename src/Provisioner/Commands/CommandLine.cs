using System.CommandLine;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>The words after the program's name (DESIGN.md, "Command line: a contract").</summary>
internal static class CommandLine
{
    private static readonly HashSet<string> EndThemselves = ["run", "resume", "undo", "abandon", "demo"];

    /// <param name="to">Where it prints; <c>null</c>: the console.</param>
    /// <param name="disk">Through which sticks and consoles are altered; <c>null</c>: the machine's own.</param>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? to = null, IDisk? disk = null)
    {
        disk ??= new Disk();
        var root = new RootCommand("Leads a service engineer through a service procedure on an air-gapped scanner console.")
        {
            CertificateCommand.Create(disk),
            DemoCommand.Create(disk),
            InspectCommand.Create(disk),
            JobsCommand.Create(disk),
            JournalCommand.Create(disk),
            OfficeCommand.Create(disk),
            PeerCommand.Create(),
            ProceduresCommand.Create(disk),
            ProveCommand.Create(),
            ReportCommand.Create(disk),
            RunCommand.Create(disk),
            RunCommand.CreateAbandon(disk),
            RunCommand.CreateResume(disk),
            RunCommand.CreateUndo(disk),
            StickCommand.Create(disk),
            StoreCommand.Create(disk),
            UninstallCommand.Create(disk),
        };
        WizardCommand.AddTo(root, disk);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var code = await parsed.InvokeAsync(to ?? Configured(parsed.CommandResult.Command)).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitCode.WrongUsage : code;
    }

    /// <summary>Commands that work on a console are asked to end (<see cref="Interruption"/>), and not torn away when two seconds are over.</summary>
    private static InvocationConfiguration Configured(Command command)
    {
        var configured = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        configured.ProcessTerminationTimeout = command is RootCommand || EndThemselves.Contains(command.Name) ? null : configured.ProcessTerminationTimeout;
        return configured;
    }
}

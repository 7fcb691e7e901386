using System.CommandLine;
using System.Text;
using Provisioner.Core.Documents;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary><c>procedures chart|print</c>: a procedure on paper.</summary>
internal static class DocumentCommand
{
    public static Command Chart(IDisk disk)
    {
        var format = new Option<string>("--format") { Description = Text("procedures.chart"), DefaultValueFactory = _ => "svg" };
        format.AcceptOnlyFromAmong("svg");
        var command = Create("chart", disk, procedure => Encoding.UTF8.GetBytes(ChartSvg.Write(ChartLayout.Of(procedure))));
        command.Add(format);
        return command;
    }

    public static Command Print(IDisk disk) => Create("print", disk, PrintPage.Write);

    private static Command Create(string name, IDisk disk, Func<Procedure, byte[]> make)
    {
        var which = new Argument<string>("PROCEDURE|FILE") { Description = Text("procedures.which") };
        var to = new Option<string?>("--out") { Description = Text("procedures.out") };
        var command = new Command(name, Text($"procedures.{name}")) { which, to };
        command.SetAction(parsed =>
        {
            var (asked, output) = (parsed.GetValue(which)!, parsed.InvocationConfiguration);
            var found = Guarded.Get<Procedure>(asked, () => File.Exists(asked) ? ProcedureFolder.ReadProcedure(asked) : ProcedureFolder.Embedded.Find(asked));
            if (!found.TryGet(out var procedure, out var problems))
            {
                Report.Problems(output.Error, problems);
                return problems[0].Code == "PROC-063" ? ExitCode.WrongUsage : ExitCode.Problems;
            }

            if (parsed.GetValue(to) is not { } path)
            {
                output.Output.Write(Encoding.UTF8.GetString(make(procedure)));
                return ExitCode.Done;
            }

            if (Guarded.Do(path, () => Beside.Replace(disk, Path.GetFullPath(path), make(procedure), ownerOnly: false)) is { } problem)
            {
                Report.Problems(output.Error, [problem]);
                return ExitCode.Problems;
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}

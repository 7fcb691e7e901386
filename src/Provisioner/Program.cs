using Provisioner.Commands;
using Provisioner.Core.Problems;
using Provisioner.Keys;

ProcessMemory.Guard();
if (StartUp.Check(args) is { } missing)
{
    Report.Problems(Console.Error, [missing]);
    return ExitCode.Problems;
}

try
{
    return await CommandLine.RunAsync(args).ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync(Catalogue.English.Text("interrupted")).ConfigureAwait(false);
    return ExitCode.Interrupted;
}
catch (Exception bug) when (bug is not OutOfMemoryException)
{
    Diagnostics.Bug(bug);
    Report.Problems(Console.Error, [Problem.Of("USE-002", ("kind", bug.GetType().Name))]);
    return ExitCode.Interrupted;
}

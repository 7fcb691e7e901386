using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Provisioner.Benchmarks;
using Provisioner.Benchmarks.Wire;

// dotnet run -c Release --project tests/Provisioner.Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/Provisioner.Benchmarks -- wire [--as-installed]     beside dcmtk and Orthanc
// dotnet run -c Release --project tests/Provisioner.Benchmarks -- journal [RECORDS]         beside bare writes, SHA-256 and P-256
// dotnet run -c Release --project tests/Provisioner.Benchmarks -- simulate                  every shipped procedure on a console in memory
// dotnet run -c Release --project tests/Provisioner.Benchmarks -- start                     how the published program starts
switch (args)
{
    case ["simulate"]:
        SimulationMeasure.Run();
        break;
    case ["start"]:
        StartMeasure.Run();
        break;
    case ["wire", .. var options]:
        using (var wire = new WireComparison(options.Contains("--as-installed")))
        {
            await wire.RunAsync().ConfigureAwait(false);
        }

        break;
    case ["journal", .. var records]:
        JournalComparison.Run(records is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        break;
    default:
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(CertificateBenchmarks).Assembly)
            .Run(args, DefaultConfig.Instance.AddJob(job).WithArtifactsPath("BenchmarkDotNet.Artifacts"));
        break;
}

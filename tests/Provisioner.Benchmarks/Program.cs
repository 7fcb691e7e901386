using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Provisioner.Benchmarks;

// dotnet run -c Release --project tests/Provisioner.Benchmarks -- --filter '*'
var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(typeof(CertificateBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job).WithArtifactsPath("BenchmarkDotNet.Artifacts"));

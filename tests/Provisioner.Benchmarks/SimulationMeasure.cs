using System.Collections.Immutable;
using System.Diagnostics;
using Provisioner.Commands;
using Provisioner.Rehearsal;
using Provisioner.Runs;

namespace Provisioner.Benchmarks;

/// <summary>What the rehearsal of all shipped procedures takes, beside what is aimed at: 500 cut points in 2 s, all procedures in 30 s.</summary>
internal static class SimulationMeasure
{
    private const int Cuts = 500;

    public static void Run()
    {
        var shelved = ProcedureFolder.Shelve(null).Value;
        Measure(shelved, byHand: false);
        Measure(shelved, byHand: true);
        var (rows, before) = (0, Stopwatch.GetTimestamp());
        foreach (var one in shelved)
        {
            rows += FaultTable.Of(one).Value.Rows;
        }

        Console.WriteLine(FormattableString.Invariant($"{rows} faults of file operations: {Stopwatch.GetElapsedTime(before).TotalSeconds:0.0} s"));
    }

    private static void Measure(ImmutableArray<Shelved> shelved, bool byHand)
    {
        var (wall, processor, cuts, slowest) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, 0, 0.0);
        foreach (var one in shelved)
        {
            var began = Stopwatch.GetTimestamp();
            var result = Simulation.Of(one, byHand);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var these = result.CutPoints + (result.ByHand?.CutPoints ?? 0);
            (cuts, slowest) = (cuts + these, Math.Max(slowest, these < Cuts ? 0 : seconds / these * Cuts));
            Console.WriteLine(FormattableString.Invariant($"{result.Procedure.Id,-36} {these,5} cut points  {result.Needed,4} scanner needed  {result.Faults,4} faults  {seconds,6:0.0} s{(result.Ok ? "" : "  FAILS")}"));
        }

        var all = wall.Elapsed.TotalSeconds;
        var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{(byHand ? "by hand too: " : "")}{cuts} cut points: {all:0.0} s{(byHand ? "" : ", aimed at 30")}; {used:0.0} s of processors, {used / cuts * 1000:0.0} ms a cut point"));
        Console.WriteLine(FormattableString.Invariant($"{Cuts} cut points where they take longest: {slowest:0.0} s{(byHand ? "" : ", aimed at 2")}\n"));
    }
}

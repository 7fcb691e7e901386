using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Rehearsal;
using Provisioner.Runs;

namespace Provisioner.Commands;

/// <summary><c>procedures simulate</c>: every way through a procedure, the power cut at every act, the scanner needed at every step,
/// every fault of every verb, on a console in memory.</summary>
internal static class SimulateCommand
{
    public static int Run(string? named, bool byHand, Output output)
    {
        if (!ProcedureFolder.Shelve(named).TryGet(out var shelved, out var problems))
        {
            Report.Problems(output.Error, problems);
            return problems[0].Code == "PROC-063" ? ExitCode.WrongUsage : ExitCode.Problems;
        }

        var began = Stopwatch.StartNew();
        var results = new List<SimulationResult>();
        foreach (var result in Simulated(shelved, byHand))
        {
            results.Add(result);
            Tell(output.ForPeople, result);
        }

        output.ForPeople.WriteLine(Text("simulate.all", ("procedures", Number(results.Count)), ("cuts", Number(results.Sum(result => result.CutPoints + (result.ByHand?.CutPoints ?? 0)))),
            ("seconds", began.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture))));
        if (output.AsJson)
        {
            Report.Json(output.Out, json => Write(json, results));
        }

        return results.TrueForAll(result => result.Ok) ? ExitCode.Done : ExitCode.Problems;
    }

    /// <summary>In their order, each as soon as it and those before it are done; several at once.</summary>
    private static ParallelQuery<SimulationResult> Simulated(IEnumerable<Shelved> shelved, bool byHand) =>
        Partitioner.Create(shelved, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(one => Simulation.Of(one, byHand));

    private static void Tell(TextWriter to, SimulationResult result)
    {
        to.WriteLine($"{(result.Ok ? "[PASS]" : "[FAIL]")} {result.Procedure.Id}");
        to.WriteLine("       " + Text("simulate.covered", ("paths", Number(result.Paths)), ("steps", Number(result.StepsCovered)), ("of-steps", Number(result.Procedure.Steps.Length)),
            ("transitions", Number(result.Transitions - result.Missed.Length)), ("of-transitions", Number(result.Transitions))));
        to.WriteLine("       " + Text("simulate.done", ("cuts", Number(result.CutPoints)), ("needed", Number(result.Needed)), ("faults", Number(result.Faults)), ("between", Number(result.Between.Length))));
        if (result.ByHand is { } byHand)
        {
            to.WriteLine("       " + Text("simulate.by-hand", ("paths", Number(byHand.Paths)), ("steps", Number(byHand.StepsCovered)), ("of-steps", Number(result.Procedure.Steps.Length)),
                ("cuts", Number(byHand.CutPoints)), ("needed", Number(byHand.Needed)), ("faults", Number(byHand.Faults))));
        }

        foreach (var missed in result.Missed)
        {
            to.WriteLine("       " + Text("simulate.missed", ("transition", missed)));
        }

        foreach (var between in result.Between)
        {
            to.WriteLine("       " + Text("simulate.between", ("way", between.Way), ("cut", between.Cut), ("then", between.Then), ("places", string.Join(", ", between.Places))));
        }

        Report.Problems(to, result.Problems);
    }

    private static void Write(Utf8JsonWriter json, List<SimulationResult> results)
    {
        json.WriteStartArray("procedures");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("procedure", result.Procedure.Id);
            json.WriteBoolean("ok", result.Ok);
            json.WriteNumber("paths", result.Paths);
            Covered(json, "steps", result.StepsCovered, result.Procedure.Steps.Length);
            Covered(json, "transitions", result.Transitions - result.Missed.Length, result.Transitions);
            Strings(json, "missed", result.Missed);
            json.WriteNumber("cutPoints", result.CutPoints);
            json.WriteNumber("scannerNeeded", result.Needed);
            json.WriteNumber("faults", result.Faults);
            ByHand(json, result);
            json.WriteStartArray("between");
            foreach (var between in result.Between)
            {
                json.WriteStartObject();
                json.WriteString("way", between.Way);
                json.WriteString("cut", between.Cut);
                json.WriteString("then", between.Then);
                Strings(json, "places", between.Places);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Report.Problems(json, result.Problems);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void ByHand(Utf8JsonWriter json, SimulationResult result)
    {
        if (result.ByHand is { } byHand)
        {
            json.WriteStartObject("byHand");
            json.WriteNumber("paths", byHand.Paths);
            Covered(json, "steps", byHand.StepsCovered, result.Procedure.Steps.Length);
            json.WriteNumber("cutPoints", byHand.CutPoints);
            json.WriteNumber("scannerNeeded", byHand.Needed);
            json.WriteNumber("faults", byHand.Faults);
            json.WriteEndObject();
        }
    }

    private static void Covered(Utf8JsonWriter json, string name, int covered, int of)
    {
        json.WriteStartObject(name);
        json.WriteNumber("covered", covered);
        json.WriteNumber("of", of);
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

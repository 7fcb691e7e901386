using System.Diagnostics;
using Provisioner.Commands;
using Provisioner.Core.Procedures;
using Provisioner.Rehearsal;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Tests.House;
using Xunit.Abstractions;

namespace Provisioner.Tests.Rehearsal;

/// <summary>Every shipped procedure on every way with every fault, and the faults of every file operation.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly Shelved[] Shipped = [.. ProcedureFolder.Shelve(null).Value];

    public static TheoryData<string> Procedures { get; } = new(Shipped.Select(shelved => shelved.Procedure.Id));

    [Theory, MemberData(nameof(Procedures))]
    public void A_shipped_procedure_leaves_no_console_in_between(string procedure)
    {
        var began = Stopwatch.StartNew();
        var result = Simulation.Of(Shipped.Single(shelved => shelved.Procedure.Id == procedure), byHand: true);
        output.WriteLine($"{result.CutPoints} cut points, {result.Faults} faults, {result.Transitions} transitions, {began.Elapsed.TotalSeconds:0.0} s; {result.ByHand}");
        Assert.Empty(result.Problems);
        Assert.Empty(result.Between);
        Assert.Empty(result.Missed);
        Assert.Equal(result.Procedure.Steps.Length, result.StepsCovered);
        Assert.Equal(result.Procedure.Steps.Length, result.ByHand!.StepsCovered);
        Assert.True(result.Ok);
    }

    [Theory, MemberData(nameof(Procedures))]
    public void No_fault_of_any_file_operation_leaves_a_console_in_between(string procedure)
    {
        var began = Stopwatch.StartNew();
        var table = FaultTable.Of(Shipped.Single(shelved => shelved.Procedure.Id == procedure)).Value;
        output.WriteLine($"{table.Operations} file operations x {Enum.GetValues<DiskFault>().Length} faults = {table.Rows} rows, {began.Elapsed.TotalSeconds:0.0} s");
        Assert.Empty(table.Between);
    }

    [Fact]
    public void A_verb_that_alters_more_than_it_planned_is_found()
    {
        var result = Simulation.Of(Small, byHand: true, (disk, act) =>
        {
            var extra = Path.Combine(RehearsalScene.ConsoleFolder, "etc", "orthanc", "extra.json");
            if (act is DiskAct.Rename { To: var to } && to.EndsWith("orthanc.json", StringComparison.Ordinal) && disk.Look(extra) is null)
            {
                disk.Perform(new DiskAct.Create(extra, "{}"u8.ToArray(), OwnerOnly: false));
            }
        });
        Assert.NotEmpty(result.Between);
    }

    /// <summary>Putting back, the program believes what it is told; the screens show it.</summary>
    [Fact]
    public void A_value_that_somebody_typed_wrong_by_hand_is_found()
    {
        var result = Simulation.Of(Small, byHand: true, (disk, act) =>
        {
            if (act is DiskAct.ByHand { Shown: not null } typed && !typed.Path.Contains("store", StringComparison.Ordinal))
            {
                disk.Perform(typed with { Shown = $"not {typed.Shown}" });
            }
        });
        Assert.Contains(result.Between, between => between.Places.Any(place => place.StartsWith("screens: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_verb_that_keeps_nothing_of_what_it_replaces_is_found()
    {
        var result = Simulation.Of(Small, byHand: true, (disk, act) =>
        {
            if (act is DiskAct.Create && act.Path.Contains("backup", StringComparison.Ordinal))
            {
                disk.Perform(new DiskAct.WriteAt(act.Path, 0, "lost"u8.ToArray()));
            }
        });
        Assert.False(result.Ok);
    }

    /// <summary>Somebody else's edit while a job was interrupted stays, and is said. An entry of a Windows store bears its own digest
    /// as its name, so that nobody can edit it.</summary>
    [Theory, MemberData(nameof(Procedures))]
    public void An_edit_of_somebody_else_in_between_is_noticed_and_kept(string procedure)
    {
        var shelved = Shipped.Single(one => one.Procedure.Id == procedure);
        var scene = RehearsalScene.Make(shelved, isHeld: false).Value;
        var route = Route.All(shelved.Procedure).MaxBy(one => one.Steps.Length)!;
        var left = Rehearsing.Play(scene, scene.Start.Copy(), Core.Runs.Purpose.Run, new() { Chosen = route.Chosen, NeededAt = route.Steps[^1], Then = WhatNext.Leave });
        var before = Files(scene, scene.Start);
        if (Files(scene, left.Disk).FirstOrDefault(file => !file.Key.StartsWith("STORES/", StringComparison.Ordinal) && !(before.TryGetValue(file.Key, out var was) && was.AsSpan().SequenceEqual(file.Value))) is not { Key: { } changed, Value: var bytes })
        {
            return;
        }

        var (disk, path) = (left.Disk.Copy(), Path.Combine([RehearsalScene.ConsoleFolder, .. changed.Split('/')]));
        var edited = changed.StartsWith("REGISTRY/", StringComparison.Ordinal) ? "text somebody else\n"u8.ToArray() : [.. bytes, (byte)'\n'];
        disk.Delete(path);
        disk.Create(path, edited);
        var undone = Rehearsing.Play(scene, disk, Core.Runs.Purpose.Undo, new() { Chosen = route.Chosen, Then = WhatNext.Leave });
        Assert.True(undone.Has("RUN-051"), $"{changed}: {undone.Phase} {string.Join(' ', undone.End!.Problems.Select(problem => problem.Code))}");
        Assert.Equal(edited, disk.Read(path));
    }

    [Fact]
    public async Task The_command_says_what_was_covered()
    {
        var said = (await EndToEnd.Program.RunAsync("procedures", "simulate", "orthanc/renew", "--by-hand", "--json")).Expect(0);
        using var json = System.Text.Json.JsonDocument.Parse(said.Output);
        var one = json.RootElement.GetProperty("procedures")[0];
        Assert.True(one.GetProperty("ok").GetBoolean());
        Assert.Equal(one.GetProperty("transitions").GetProperty("of").GetInt32(), one.GetProperty("transitions").GetProperty("covered").GetInt32());
        Assert.True(one.GetProperty("cutPoints").GetInt32() > 100);
        Assert.True(one.GetProperty("byHand").GetProperty("cutPoints").GetInt32() > 100);
    }

    private static Shelved Small => Shipped.Single(shelved => shelved.Procedure.Id == "orthanc/renew");

    /// <summary>Of the console, the state folder left out.</summary>
    private static SortedDictionary<string, byte[]> Files(RehearsalScene scene, MemoryDisk disk) => new(disk.Below(RehearsalScene.ConsoleFolder)
        .Where(node => node.Value.Kind == StandingKind.File && !node.Key.StartsWith(scene.State + "/", StringComparison.Ordinal))
        .ToDictionary(node => node.Key, node => node.Value.Bytes), StringComparer.Ordinal);
}

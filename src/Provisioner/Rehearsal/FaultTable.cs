using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>Every file operation of a procedure's longest way, times everything that a medium can do at it: none may leave the
/// console in between, and the next start must say which it is.</summary>
internal sealed class FaultTable
{
    /// <summary>Said at the start when a job stands in the way.</summary>
    private const string Unfinished = "RUN-003";

    private readonly RehearsalScene _scene;
    private readonly RehearsalScript _way;
    private readonly Goal _goal;
    private readonly Settled _settled;
    private readonly ConsoleTree _before;
    private readonly ConcurrentDictionary<UInt128, bool> _seen = [];
    private readonly ConcurrentBag<Between> _between = [];

    private FaultTable(RehearsalScene scene, RehearsalScript way, Played whole)
    {
        (_scene, _way) = (scene, way);
        _before = ConsoleTree.Of(scene.Start, scene);
        _goal = new(way, ConsoleTree.Of(whole.Disk, scene));
        _settled = new(scene, null, _between.Add, _ => { });
    }

    /// <param name="Operations">Of a run from its opening to its end.</param>
    /// <param name="Rows">Operations times faults.</param>
    internal sealed record Result(int Operations, int Rows, ImmutableArray<Between> Between);

    /// <param name="whole">Every fault at every operation; else at each operation one of them in turn, and the power cut.</param>
    public static Checked<Result> Of(Shelved shelved, bool whole) => RehearsalScene.Make(shelved, isHeld: false).Then<Result>(scene =>
    {
        var longest = Route.All(shelved.Procedure).MaxBy(route => route.Steps.Length)!;
        var way = new RehearsalScript { Chosen = longest.Chosen, Then = WhatNext.Leave };
        var gone = Rehearsing.Play(scene, scene.Start.Copy(), Purpose.Run, way);
        if (gone.Phase is not RunPhase.Closed { Outcome: Outcome.Done })
        {
            return gone.End?.Problems is { IsEmpty: false } problems ? problems : Problem.Of("SIM-001", ("way", way.ToString()));
        }

        var table = new FaultTable(scene, way, gone);
        var faults = Enum.GetValues<DiskFault>();
        var rows = (from act in Enumerable.Range(0, gone.Disk.Acts.Count)
                    from fault in faults
                    where whole || fault == DiskFault.Kill || act % (faults.Length - 1) == (int)fault
                    select (Act: act, Fault: fault)).ToArray();
        _ = Parallel.ForEach(rows, row => table.Try(row.Act, row.Fault));
        return new Result(gone.Disk.Acts.Count, rows.Length, [.. table._between]);
    });

    private void Try(int act, DiskFault fault)
    {
        var medium = new FaultyMedium(fault, act);
        var hurt = Rehearsing.Play(_scene, _scene.Start.Copy(medium.Before), Purpose.Run, _way);
        if (!_seen.TryAdd(hurt.Disk.State, true))
        {
            return;
        }

        var left = hurt.Disk.Copy();
        var cut = $"act {act + 1}, {fault}";
        NextStartSays(left, cut);
        _settled.Check(left, _goal, _way, cut);
    }

    /// <summary>A new job is refused and the open one named, or there is nothing half done.</summary>
    private void NextStartSays(MemoryDisk left, string cut)
    {
        var asked = Rehearsing.Play(_scene, left.Copy(), Purpose.Run, _way with { NeededAt = 0 });
        var now = ConsoleTree.Of(left, _scene);
        var isWhole = !now.ExactlyUnlike(_before).Any() || !now.Unlike(_goal.After).Any();
        if (!asked.Has(Unfinished) && !isWhole)
        {
            _between.Add(new(_way.ToString(), cut, $"next start: {string.Join(' ', asked.End!.Problems.Select(problem => problem.Code))}", [.. now.Unlike(_before)]));
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>Every file operation of a procedure, times everything that a medium can do at it: none may leave the console in between,
/// and the next start must say which it is. What ways have in common is tried on the longest.</summary>
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

    /// <param name="Operations">Of runs from their opening to their end.</param>
    /// <param name="Rows">Operations times faults.</param>
    internal sealed record Result(int Operations, int Rows, ImmutableArray<Between> Between);

    public static Checked<Result> Of(Shelved shelved) => RehearsalScene.Make(shelved, isHeld: false).Then<Result>(scene =>
    {
        var known = new HashSet<UInt128>();
        var whole = new Result(0, 0, []);
        foreach (var route in Route.All(shelved.Procedure).OrderByDescending(route => route.Steps.Length))
        {
            var way = new RehearsalScript { Chosen = route.Chosen, Then = WhatNext.Leave };
            var gone = Rehearsing.Play(scene, scene.Start.Copy(), Purpose.Run, way);
            if (gone.Phase is not RunPhase.Closed)
            {
                return gone.End?.Problems is { IsEmpty: false } problems ? problems : Problem.Of("SIM-001", ("way", way.ToString()));
            }

            var (operations, table) = (New(scene, gone, known), new FaultTable(scene, way, gone));
            var rows = (from act in operations from fault in Enum.GetValues<DiskFault>() select (Act: act, Fault: fault)).ToArray();
            _ = Parallel.ForEach(rows, row => table.Try(row.Act, row.Fault));
            whole = new(whole.Operations + operations.Length, whole.Rows + rows.Length, [.. whole.Between, .. table._between]);
        }

        return whole;
    });

    /// <summary>Acts of a run before which the disk was in no state that is known.</summary>
    private static ImmutableArray<int> New(RehearsalScene scene, Played gone, HashSet<UInt128> known)
    {
        var walk = scene.Start.Copy();
        var fresh = ImmutableArray.CreateBuilder<int>();
        foreach (var (at, act) in gone.Disk.Acts.Index())
        {
            if (known.Add(walk.State))
            {
                fresh.Add(at);
            }

            walk.Perform(act);
        }

        return fresh.ToImmutable();
    }

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

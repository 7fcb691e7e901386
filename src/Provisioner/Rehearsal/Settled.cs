using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Rehearsal;

/// <summary>Takes up what was cut off: resumed it must come to be as after, undone as before. What two processes have in common from
/// their opening on is done once, and so is what they have in common once the step in which they were cut off is over.</summary>
internal sealed class Settled(RehearsalScene scene, Action<MemoryDisk, DiskAct>? meddle, Action<Between> found, Action<Played> cover)
{
    /// <summary>Nothing was begun; the run is over already.</summary>
    private const string NoRun = "RUN-004", Over = "RUN-009";

    private static readonly string Receipts = Path.DirectorySeparatorChar + "receipts" + Path.DirectorySeparatorChar;

    private readonly ConsoleTree _before = ConsoleTree.Of(scene.Start, scene);
    private readonly ConcurrentDictionary<(Purpose, string, UInt128, UInt128), bool> _gone = [];
    private readonly ConcurrentDictionary<string, bool> _tails = [];

    public void Check(MemoryDisk disk, Goal goal, RehearsalScript script, string cut)
    {
        Report(Take(disk, Purpose.Resume, goal), Purpose.Resume, goal, script, cut);
        Report(Take(disk, Purpose.Undo, goal), Purpose.Undo, goal, script, cut);
    }

    /// <returns><c>null</c>: as another that was looked at.</returns>
    private Played? Take(MemoryDisk from, Purpose purpose, Goal goal)
    {
        var begun = from.Part(IsOfAccount);
        var known = false;
        var disk = from.Copy(after: (now, act) =>
        {
            meddle?.Invoke(now, act);
            if (!known && act is DiskAct.Rename && IsReceipt(act.Path))
            {
                known = true;
                if (!_gone.TryAdd((purpose, goal.Script.ToString(), begun, now.State), true))
                {
                    throw new PowerCutException();
                }
            }
        });
        var tail = new Tail(disk);
        var played = Rehearsing.Play(scene, disk, purpose, goal.Script, (state, happened) =>
        {
            if (tail.Begins(state, happened) is { } name && !_tails.TryAdd($"{goal.Script}{name}", true))
            {
                throw new PowerCutException();
            }
        });
        cover(played);
        return played.End is null ? null : played;
    }

    /// <summary>What a process knows of when it begins: the console but for receipts, and the logs.</summary>
    private static bool IsOfAccount(string path) => !IsReceipt(path)
        && (path.StartsWith(RehearsalScene.ConsoleFolder, StringComparison.Ordinal) || path.EndsWith(Sticks.LogFolder.Ending, StringComparison.Ordinal));

    public static bool IsReceipt(string path) => path.Contains(Receipts, StringComparison.Ordinal);

    private void Report(Played? played, Purpose purpose, Goal goal, RehearsalScript script, string cut)
    {
        if (played is null)
        {
            return;
        }

        var now = ConsoleTree.Of(played.Disk, scene);
        var asBefore = now.ExactlyUnlike(_before).ToImmutableArray();
        var asAfter = now.Unlike(goal.After).ToImmutableArray();
        ImmutableArray<string>? wrong = played.Phase switch
        {
            RunPhase.Closed { Outcome: Outcome.PutBack or Outcome.Unchanged or Outcome.NotApplicable } => asBefore,
            RunPhase.Closed { Outcome: Outcome.Done } when purpose == Purpose.Resume => asAfter,
            null when played.Has(NoRun) => asBefore,
            null when played.Has(Over) => asBefore.IsEmpty ? asBefore : asAfter,
            _ => null,
        };
        if (wrong is not { IsEmpty: true })
        {
            var came = played.Phase?.GetType().Name ?? string.Join(' ', played.End!.Problems.Select(problem => problem.Code));
            found(new(script.ToString(), cut, $"{Words.Of(purpose)}: {came}", wrong ?? []));
        }
    }
}

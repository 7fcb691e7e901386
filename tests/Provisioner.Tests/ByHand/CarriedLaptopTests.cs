using System.Collections.Concurrent;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Rehearsal;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Tests.ByHand;

/// <summary>Work by hand on disks in memory: the laptop dies before and within every act of the job, those while the stick is at the
/// scanner among them.</summary>
public sealed class CarriedLaptopTests
{
    private const string Procedure = "orthanc/secure-client";

    private static readonly string Laptop = Path.Combine(RehearsalScene.Root, "laptop");

    private readonly RehearsalScene _scene = RehearsalScene.Make(ProcedureFolder.Shelve(Procedure).Value.Single(), isHeld: false).Value;

    [Fact]
    public void A_laptop_that_dies_at_any_act_loses_nothing_and_the_job_is_done_or_put_back()
    {
        var whole = Go(_scene.Start.Copy(), Purpose.Run);
        Assert.True(Phase(whole.End) is RunPhase.Closed { Outcome: Outcome.Done }, string.Join('\n', whole.End?.Problems ?? []));
        var points = Points(whole.Disk.Acts);
        Assert.True(points.Count > 150 && points.Count(point => IsAway(point.Disk)) > 70, $"{points.Count} {points.Count(point => IsAway(point.Disk))}");
        var wrong = new ConcurrentBag<string>();
        _ = Parallel.ForEach(points, point =>
        {
            foreach (var purpose in IsAway(point.Disk) ? (Purpose[])[Purpose.Resume, Purpose.Undo] : [Purpose.Resume])
            {
                var (end, disk) = Go(point.Disk.Copy(), purpose);
                if (Fault(end, disk, purpose) is { } fault)
                {
                    wrong.Add($"{point.Cut}, {Words.Of(purpose)}: {fault}");
                }
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(20)));
    }

    /// <summary>What is wrong with how it ended; <c>null</c>: nothing.</summary>
    private static string? Fault(RunEnd? end, MemoryDisk disk, Purpose purpose)
    {
        var codes = string.Join(' ', end?.Problems.Select(problem => problem.Code) ?? []);
        var ended = Phase(end) switch
        {
            RunPhase.Closed { Outcome: Outcome.Done } => purpose == Purpose.Resume,
            RunPhase.Closed { Outcome: Outcome.PutBack or Outcome.Unchanged } => true,
            null => codes is "RUN-004" or "RUN-009" || (codes is "CONS-001" && !disk.IsFolder(Laptop)),
            _ => false,
        };
        var ledger = LogFolder.Read(Path.Combine(RehearsalScene.StickFolder, "LOGS"), disk).Select(files => StickLedger.Read(Stick.Open(RehearsalScene.StickFolder, disk).Value.Trust, files)).Value;
        return !ended ? $"{Phase(end)} {codes}"
            : IsAway(disk) ? "the log is still on the laptop"
            : ledger.Findings.Any(finding => finding.Verdict.IsTampering()) ? string.Join(' ', ledger.Findings)
            : null;
    }

    private static RunPhase? Phase(RunEnd? end) => end?.Part?.State.Phase;

    private static bool IsAway(MemoryDisk disk) => disk.Below(Laptop).Any(node => $"/{node.Key}".Contains("/carried/", StringComparison.Ordinal) && node.Key.EndsWith(LogFolder.Ending, StringComparison.Ordinal));

    /// <summary>Every state in which the power can leave the disks, each once.</summary>
    private List<(MemoryDisk Disk, string Cut)> Points(IReadOnlyList<DiskAct> acts)
    {
        var (points, seen, walk) = (new List<(MemoryDisk, string)>(), new HashSet<UInt128>(), _scene.Start.Copy());
        for (var at = 0; at < acts.Count; at++)
        {
            Add(walk, $"before act {at + 1}: {acts[at]}");
            foreach (var part in acts[at].Parts)
            {
                var torn = walk.Copy();
                torn.Perform(part);
                Add(torn, $"within act {at + 1}: {acts[at]}");
            }

            walk.Perform(acts[at]);
        }

        Add(walk, "after the last act");
        return points;

        void Add(MemoryDisk disk, string cut)
        {
            if (seen.Add(disk.State))
            {
                points.Add((disk.Copy(), cut));
            }
        }
    }

    private (RunEnd? End, MemoryDisk Disk) Go(MemoryDisk disk, Purpose purpose)
    {
        var clock = new RehearsalClock(disk);
        var network = new RehearsalNetwork(_scene.Authorities, _scene.Keys);
        using var people = new RehearsalPeople(_scene, new RehearsalScript(), network, clock, disk);
        return (Runner.RunAsync(new()
        {
            Stick = RehearsalScene.StickFolder,
            Console = Laptop,
            Purpose = purpose,
            Procedure = purpose == Purpose.Run ? Procedure : null,
            Mode = purpose == Purpose.Run ? RunMode.Attended : null,
            Passphrase = new Secret(RehearsalScene.Passphrase),
            People = people,
            Around = new() { Network = network, Seals = new SharedSeals(_scene.Pool, disk), Keys = _scene.Keys, Opened = _scene.Opened, Silent = true },
            Disk = disk,
            Clock = clock,
            Terminal = SilentTerminal.Instance,
            Cancelled = people.Needed,
        }).GetAwaiter().GetResult(), disk);
    }
}

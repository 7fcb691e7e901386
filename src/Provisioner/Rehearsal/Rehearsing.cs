using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>How one process of a rehearsal went.</summary>
/// <param name="Disk">As it left stick and console.</param>
/// <param name="End"><c>null</c>: the power went.</param>
/// <param name="Taken">Ways out of steps that were taken.</param>
/// <param name="StepOfAct">In which step each act of the disk was done; -1 before the first.</param>
internal sealed record Played(MemoryDisk Disk, RunEnd? End, ImmutableArray<int> StepOfAct, ImmutableArray<Crossing> Taken)
{
    public RunPhase? Phase => End?.Part?.State.Phase;

    public bool Has(string code) => End is { } end && end.Problems.Any(problem => problem.Code == code);
}

/// <summary>Lets the real engine work on a scene: what one start of the program does.</summary>
internal static class Rehearsing
{
    /// <param name="disk">Is altered.</param>
    /// <param name="told">Where the run is now, and what happened since it was told last; may throw, as the power does.</param>
    public static Played Play(RehearsalScene scene, MemoryDisk disk, Purpose purpose, RehearsalScript script, Action<RunState, ImmutableArray<RunEvent>>? told = null)
    {
        var clock = new RehearsalClock(disk);
        var network = new RehearsalNetwork(scene.Authorities, scene.Keys);
        using var people = new RehearsalPeople(scene, script, network, clock, disk) { Told = told };
        var request = new RunRequest
        {
            Stick = RehearsalScene.StickFolder,
            Console = RehearsalScene.ConsoleFolder,
            Purpose = purpose,
            Mode = scene.IsByHand && purpose == Purpose.Run ? RunMode.Attended : null,
            Procedure = purpose == Purpose.Run ? scene.Shelved.Procedure.Id : null,
            Passphrase = new Secret(RehearsalScene.Passphrase),
            People = people,
            Around = new() { Network = network, Seals = new SharedSeals(scene.Pool, disk), Keys = scene.Keys, Opened = scene.Opened, Silent = true },
            Disk = disk,
            Clock = clock,
            Terminal = SilentTerminal.Instance,
            Cancelled = people.Needed,
        };
        try
        {
            return new(disk, Runner.RunAsync(request).GetAwaiter().GetResult(), [.. people.StepOfAct], [.. people.Taken]);
        }
        catch (PowerCutException)
        {
            return new(disk, null, [.. people.StepOfAct], [.. people.Taken]);
        }
    }
}

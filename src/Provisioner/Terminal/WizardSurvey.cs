using System.Collections.Immutable;
using Provisioner.Commands;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Terminal;

/// <summary>What stick and console are found to be, before a job begins. Nothing is altered.</summary>
internal sealed class WizardSurvey(Stick stick, ConsoleFiles console, HandFolders hands, IDisk disk)
{
    /// <param name="now">For what the office lets be used only so long.</param>
    public Survey Look(DateTimeOffset now) => Guarded.Get<Shelf>(stick.Procedures, () => Shelf.Read(ProcedureFolder.Files(stick.Procedures))).TryGet(out var shelf, out var problems)
        ? Look(shelf) is var found && SignedFiles.Read(stick).TryGet(out var files, out problems)
            ? Prepared(found with { Undamaged = Undamaged(files), Problems = [.. Refusals(files, now), .. found.Problems] }, now)
            : found with { Problems = [.. problems, .. found.Problems] }
        : new Survey { Problems = problems };

    /// <summary>What stands against the list is told once: most of it is told of the stick already.</summary>
    private Survey Prepared(Survey found, DateTimeOffset now) => JobsCommand.Read(stick, now).TryGet(out var jobs, out var problems)
        ? found with { Prepared = jobs }
        : found with { Problems = [.. found.Problems, .. problems.Where(problem => found.Problems.All(told => told.Code != problem.Code))] };

    private static int? Undamaged(SignedFiles files) => files is { Manifest: { } manifest, Altered.IsEmpty: true } ? manifest.Files.Count : null;

    /// <summary>In training everything runs; what is altered is told there too.</summary>
    private ImmutableArray<Problem> Refusals(SignedFiles files, DateTimeOffset now) => stick.Genesis.IsRehearsal ? files.Altered : files.Refusals(now);

    private Survey Look(Shelf shelf)
    {
        ImmutableArray<ScannerFacts> scanners =
        [
            .. from type in shelf.Modalities.Values
               let identity = Recogniser.Recognise(console, type)
               where identity.IsGood
               select new ScannerFacts(type, identity.Value.Serial, identity.Value.Host),
        ];
        var history = StickHistory.Read(stick);
        return new()
        {
            Scanners = scanners,
            Types = [.. shelf.Modalities.Values],
            Methods = [.. shelf.Procedures.Values],
            Logged = history.IsGood ? history.Value.Jobs.Count() : 0,
            Jobs = history.IsGood ? [.. ByHand(history.Value).OrderBy(job => job.Run, StringComparer.Ordinal), .. Jobs(history.Value, scanners)] : [],
            Problems = [.. shelf.Problems, .. history.Problems],
        };
    }

    /// <summary>The one that stands in the way of others, and the newest that can be put back.</summary>
    private ImmutableArray<OpenJob> Jobs(StickHistory history, ImmutableArray<ScannerFacts> scanners)
    {
        var state = StateFolder.Exists(console) && StateFolder.Open(console, disk).TryGet(out var folder, out _) ? folder : null;
        var jobs = ImmutableArray.CreateBuilder<OpenJob>();
        foreach (var serial in scanners.Select(scanner => scanner.Serial).Distinct())
        {
            jobs.AddRange(Of(new PastRuns(history, new ProcedureShelf(stick, disk), state, serial)).Select(Of));
        }

        return jobs.ToImmutable();
    }

    /// <summary>Of scanners that have a folder on this laptop.</summary>
    private IEnumerable<OpenJob> ByHand(StickHistory history) =>
        from folder in hands.All(disk)
        from run in Of(new PastRuns(history, new ProcedureShelf(stick, disk), folder.State, folder.Scanner.Serial))
        where run.History.Parts[0].Opening?["MODE"] == "attended"
        select Of(run) with { ByHand = new(run.Shelved.Modality, folder.Scanner.Serial, folder.Scanner.Host) { IsByHand = true } };

    private static IEnumerable<PastRun> Of(PastRuns past)
    {
        if (Open(past) is { } open)
        {
            yield return open;
        }

        if (past.Find(null, Purpose.Undo) is { IsGood: true, Value: { State.Phase: RunPhase.Closed } done })
        {
            yield return done;
        }
    }

    /// <summary>What was done while the stick was carried is not in its log yet: such a job is open whatever the log says.</summary>
    private static PastRun? Open(PastRuns past) => past.Unfinished() is { IsGood: true, Value.Run: { } open } ? open
        : past.Find(null, Purpose.Resume) is { IsGood: true, Value: { State.Facts.IsCarried: true } carried } ? carried
        : null;

    private static OpenJob Of(PastRun run) => new(
        run.History.Run, run.Shelved.Procedure, StepOf(run.State.Phase), run.State.Facts.ToPutBack.Length, run.State.Phase is RunPhase.Closed);

    private static int? StepOf(RunPhase phase) => phase switch
    {
        RunPhase.At at => at.Step,
        RunPhase.Changing changing => changing.Step,
        RunPhase.Stopped stopped => stopped.Step,
        RunPhase.Paused paused => StepOf(paused.From),
        RunPhase.Returning returning => StepOf(returning.To),
        _ => null,
    };
}

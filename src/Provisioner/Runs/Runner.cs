using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>A run, or its continuation, or its putting back, from what was asked for to how it ended.</summary>
internal static class Runner
{
    public static async Task<RunEnd> RunAsync(RunRequest request)
    {
        var isNew = request.Mode == RunMode.Attended && Guarded.Get<IsThere>(request.Console, () => new IsThere(request.Disk.Look(request.Console) is not null)) is { IsGood: true, Value.Is: false };
        var end = await FindAsync(request).ConfigureAwait(false);
        return isNew && end.Part is null && Guarded.Do(request.Console, () => Leave(request)) is { } left ? end with { Problems = [.. end.Problems, left] } : end;
    }

    /// <summary>A laptop's folder that was made for nothing goes again.</summary>
    private static void Leave(RunRequest request)
    {
        if (request.Disk.IsFolder(request.Console) && request.Disk.List(request.Console).IsEmpty)
        {
            request.Disk.DeleteFolder(request.Console);
        }
    }

    private sealed record IsThere(bool Is);

    private static async Task<RunEnd> FindAsync(RunRequest request)
    {
        if (request.Mode == RunMode.Attended && Guarded.Do(request.Console, () => request.Disk.CreateFolder(request.Console)) is { } unmade)
        {
            return RunEnd.NotBegun([unmade]);
        }

        if (!Stick.Open(request.Stick, request.Disk, request.Around.Seals).TryGet(out var stick, out var problems)
            || !ConsoleFiles.Open(request.Console, request.Disk).TryGet(out var console, out problems))
        {
            return RunEnd.NotBegun(problems);
        }

        var target = Target.Find(request, stick, console);
        return !target.TryGet(out var found, out problems) ? RunEnd.NotBegun(problems)
            : request.DryRun ? DryRun.Show(found)
            : await OpenAsync(found).ConfigureAwait(false);
    }

    private static async Task<RunEnd> OpenAsync(Target target)
    {
        if (!target.Request.Around.Silent)
        {
            Commands.Diagnostics.Begin(target.Stick.Logs);
        }

        if (!new RunOpening(target).Open().TryGet(out var run, out var problems))
        {
            return RunEnd.NotBegun(problems);
        }

        RunEnd end;
        using (run)
        {
            end = await GoAsync(target.Request, run).ConfigureAwait(false);
        }

        Commands.Diagnostics.End(RunExit.Of(end));
        var release = StickRelease.Of(target.Stick);
        run.Setup.People.Leaves(release);
        return end with { Release = release, Problems = [.. end.Problems, .. release.Problems] };
    }

    private static async Task<RunEnd> GoAsync(RunRequest request, OpenRun run)
    {
        var (setup, people) = (run.Setup, run.Setup.People);
        var findings = new Findings(people);
        using var materials = new Materials(setup.Stick, setup.Disk, people, setup.Around.Opened);
        var free = new FreeDesk(setup, findings);
        var changes = new ChangeDesk(setup, new ChangePlanner(setup, materials), new Changer(setup.Console, run.State, setup.Disk, setup.Around.Items), run.State, free, findings);
        people.Begins(new(setup.Procedure, setup.Modality, setup.Identity, setup.Mode, request.Purpose, run.Session.Run, run.Session.State));

        if (setup.Hand.IsAttended)
        {
            people.Show(Page.Empty.Text(Catalogue.English.Text("hand.intro"), Tone.Warning));
        }

        await new RunEngine(setup, run.Session, materials, changes, free, findings).GoAsync(run.First).ConfigureAwait(false);
        if (request.SaveAnswers is { } file && people is RememberingConversation remembered && remembered.Save(file, setup.Procedure, setup.Disk) is { } unsaved)
        {
            findings.Add([unsaved]);
        }

        if (!request.Around.Silent && !run.Session.State.Facts.IsCarried)
        {
            findings.Add(ReportFiles.Write(setup.Stick, run.Session.Run, setup.Stick.Reports).Problems);
        }

        people.Ends(new(setup.Procedure, run.Session.State, run.Session.Run, run.Session.Newest.Head.Grouped));
        return new()
        {
            Problems = findings.All,
            Part = new(setup.Procedure, setup.Identity, setup.Mode, request.Purpose, run.Session.Run, run.Journal.Part, run.Session.State, run.Session.Newest),
        };
    }
}

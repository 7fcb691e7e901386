using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a run is about, found without altering anything: stick, console, procedure, who answers.</summary>
internal sealed record Target(RunRequest Request, Stick Stick, ConsoleFiles Console, Shelved Shelved, ConsoleIdentity Identity, IConversation People)
{
    /// <summary>The stick's procedure; for a run that goes on, the version that it began with, where the console kept it.</summary>
    public static Checked<Target> Find(RunRequest request, Stick stick, ConsoleFiles console)
    {
        var shelf = new ProcedureShelf(stick, request.Disk);
        var jobs = new JobFinder(stick, shelf, console);
        return Unusable(request, stick) is { } unusable
            ? unusable
            : jobs.Asked(request).Then(asked => Shelf(request with { Procedure = request.Procedure ?? asked.Job?.Row.Procedure }, stick, shelf, console)
                .Then(began => Of(request with { Mode = began.Mode ?? request.Mode }, stick, console, began.Of, asked.Job ?? jobs.Again(began.Of))));
    }

    /// <summary>The office's row that the run is of; <c>null</c>: none.</summary>
    public RunJob? Job { get; init; }

    private static Checked<Target> Of(RunRequest request, Stick stick, ConsoleFiles console, Shelved shelved, RunJob? job)
    {
        if (IsOutOfReach(request, stick, console, shelved.Modality))
        {
            return Problem.Of("RUN-057", ("modality", shelved.Modality.Title), ("console", request.Console));
        }

        var hand = new HandWork(shelved.Modality, request.Mode == RunMode.Attended);
        return Conversations.For(request, shelved, console, hand, job, stick.Genesis.IsRehearsal)
            .Then(people => (hand.OfIdentity ? HandIdentity.Ask(request, console, shelved.Modality, people) : Recogniser.Recognise(console, shelved.Modality, request.Around.Items, request.Around.Opened))
                .Then<Target>(identity => job?.OnAnother(identity) is { } wrong ? wrong : new Target(request, stick, console, shelved, identity, people) { Job = job }));
    }

    /// <summary>Windows' own stores and registry are described by files for training only: a mounted disk's are none of these.</summary>
    private static bool IsOutOfReach(RunRequest request, Stick stick, ConsoleFiles console, Modality modality) =>
        modality.NeedsRunningWindows && !console.IsThisMachine && !stick.Genesis.IsRehearsal && request.Mode != RunMode.Attended;

    /// <summary>Who the scanner is, was typed: its files cannot tell.</summary>
    public bool IsTyped => new HandWork(Shelved.Modality, Mode == RunMode.Attended).OfIdentity;

    /// <summary>A training stick makes a training run; a real one never does. By hand it is on either.</summary>
    public RunMode Mode =>
        Request.Mode == RunMode.Attended ? RunMode.Attended
        : Stick.Genesis.IsRehearsal ? RunMode.Rehearsal
        : Request.Mode ?? (Path.GetPathRoot(Request.Console) == Request.Console ? RunMode.Real : RunMode.Folder);

    public RunSetup Setup(Procedure procedure, Modality modality) => new()
    {
        Stick = Stick,
        Console = Console,
        Procedure = procedure,
        Modality = modality,
        Signed = Shelved.Signed,
        Job = Job,
        Store = new(Console, modality, layout => People.Secret(Conversations.StorePasswordName, Catalogue.English.Text("ask.store-password", ("file", layout.Path.Text))), Request.Around.Items, Request.Around.Opened),
        Identity = Identity,
        People = People,
        Around = Request.Around,
        Disk = Request.Disk,
        Clock = Request.Clock,
        Mode = Mode,
        Reason = Request.Reason,
        Watch = Request.Watch,
        Cancelled = Request.Cancelled,
    };

    /// <summary>A run that goes on does so by hand where it began by hand.</summary>
    private static Checked<Began> Shelf(RunRequest request, Stick stick, ProcedureShelf shelf, ConsoleFiles console)
    {
        return request.Procedure is { } asked
            ? shelf.Take(asked, request.Clock.GetUtcNow()).Select(shelved => new Began(shelved, null))
            : StickHistory.Read(stick).Then(history => OfRun(history, shelf, request, console));
    }

    /// <summary>The procedure of the run that is named, or of the newest that was done on this very console: a stick serves many.</summary>
    private static Checked<Began> OfRun(StickHistory history, ProcedureShelf shelf, RunRequest request, ConsoleFiles console)
    {
        var runs = history.Jobs.Where(run => request.Run is null || run.Run == request.Run).Select(run => run.Parts[0].Opening).OfType<JournalRecord>()
            .Reverse().Select(opening => (Opening: opening, Shelved: (Kept(opening, opening["PROC"] ?? "", request, console) ?? shelf.Find(opening["PROC"] ?? ""))
                .Select(shelved => shelved with { Opening = opening }))).ToArray();
        var found = runs.FirstOrDefault(run => request.Run is not null || IsOf(console, request, run.Opening, run.Shelved));
        return found.Shelved?.Select(shelved => new Began(shelved, IsByHand(found.Opening) ? RunMode.Attended : null))
            ?? runs.FirstOrDefault(run => !run.Shelved.IsGood).Shelved?.Select(shelved => new Began(shelved, null))
            ?? Problem.Of("RUN-004", ("run", request.Run ?? RunEnd.AnyRun));
    }

    private static bool IsOf(ConsoleFiles console, RunRequest request, JournalRecord opening, Checked<Shelved> shelved) =>
        shelved.TryGet(out var found, out _) && (IsByHand(opening) || new HandWork(found.Modality, false).OfIdentity
            ? StateFolder.Find(console, request.Disk).Then(state => state.Folder?.Scanner() ?? new FoundScanner(null)).TryGet(out var typed, out _) && typed.Identity?.Serial == opening["CONSOLE"]
            : Recogniser.Recognise(console, found.Modality, request.Around.Items, request.Around.Opened).TryGet(out var identity, out _) && identity.Serial == opening["CONSOLE"]);

    private static bool IsByHand(JournalRecord opening) => opening["MODE"] == "attended";


    /// <param name="Mode"><c>null</c>: as it is asked for now.</param>
    private sealed record Began(Shelved Of, RunMode? Mode);

    /// <summary><c>null</c> where the console has not kept it.</summary>
    private static Checked<Shelved>? Kept(JournalRecord opening, string id, RunRequest request, ConsoleFiles console)
    {
        if (!StateFolder.Exists(console) || !StateFolder.Open(console, request.Disk).TryGet(out var state, out _)
            || !Sha256.TryParse(opening["PROC-DIGEST"], out var procedure) || !Sha256.TryParse(opening["MODALITY-DIGEST"], out var modality))
        {
            return null;
        }

        var kept = state.Procedure(procedure).Then(bytes => state.Procedure(modality).Then(type => ProcedureShelf.Parse(id, bytes, opening["MODALITY"] ?? "", type)));
        return kept.IsGood ? kept : null;
    }

    private static Problem? Unusable(RunRequest request, Stick stick) =>
        request is { Purpose: Purpose.Run, Procedure: null, Job: null } ? Problem.Of("RUN-067") :
        request.Mode == RunMode.Attended && Path.GetPathRoot(request.Console) == request.Console ? Problem.Of("RUN-143")
        : request.Mode == RunMode.Rehearsal && !stick.Genesis.IsRehearsal ? Problem.Of("RUN-012", ("stick", stick.Name))
        : request.Mode is not (null or RunMode.Rehearsal or RunMode.Attended) && stick.Genesis.IsRehearsal ? Problem.Of("RUN-016", ("stick", stick.Name))
        : stick.Genesis.IsRehearsal && Path.GetPathRoot(request.Console) == request.Console ? Problem.Of("RUN-016", ("stick", stick.Name))
        : request.Engineer is { } engineer && engineer != stick.Genesis.Engineer ? Problem.Of("RUN-014", ("engineer", stick.Genesis.Engineer), ("asked", engineer))
        : null;
}

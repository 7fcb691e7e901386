using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a run is about, found without altering anything: stick, console, procedure, who answers.</summary>
internal sealed record Target(RunRequest Request, Stick Stick, ConsoleFiles Console, Shelved Shelved, ConsoleIdentity Identity, IConversation People)
{
    /// <summary>The stick's procedure; for a run that goes on, the one of the same name, which may be newer than the run's.</summary>
    public static Checked<Target> Find(RunRequest request, Stick stick, ConsoleFiles console) =>
        Unusable(request, stick) is { } unusable
            ? unusable
            : ProcedureId(request, stick)
                .Then(id => new ProcedureShelf(stick, request.Disk).Take(id))
                .Then(shelved => Recogniser.Recognise(console, shelved.Modality)
                    .Then(identity => Conversations.For(request, shelved, console)
                        .Select(people => new Target(request, stick, console, shelved, identity, people))));

    /// <summary>A training stick makes a training run; a real one never does.</summary>
    public RunMode Mode =>
        Stick.Genesis.IsRehearsal ? RunMode.Rehearsal
        : Request.Mode ?? (Path.GetPathRoot(Request.Console) == Request.Console ? RunMode.Real : RunMode.Folder);

    public RunSetup Setup(Procedure procedure, Modality modality) => new()
    {
        Stick = Stick,
        Console = Console,
        Procedure = procedure,
        Modality = modality,
        Store = new(Console, modality, layout => People.Secret(Conversations.StorePasswordName, Catalogue.English.Text("ask.store-password", ("file", layout.Path.Text)))),
        Identity = Identity,
        People = People,
        Disk = Request.Disk,
        Clock = Request.Clock,
        Mode = Mode,
        Cancelled = Request.Cancelled,
    };

    private static Checked<string> ProcedureId(RunRequest request, Stick stick) => request.Procedure is { } asked
        ? asked
        : StickHistory.Read(stick).Then<string>(history =>
            history.Runs.LastOrDefault(run => request.Run is null || run.Run == request.Run)?.Parts[0].Opening?["PROC"] is { } id
                ? id
                : Problem.Of("RUN-004", ("run", request.Run ?? "-")));

    private static Problem? Unusable(RunRequest request, Stick stick) =>
        request.Mode == RunMode.Attended ? Problem.Of("RUN-013")
        : request.Mode == RunMode.Rehearsal && !stick.Genesis.IsRehearsal ? Problem.Of("RUN-012", ("stick", stick.Name))
        : request.Engineer is { } engineer && engineer != stick.Genesis.Engineer ? Problem.Of("RUN-014", ("engineer", stick.Genesis.Engineer), ("asked", engineer))
        : null;
}

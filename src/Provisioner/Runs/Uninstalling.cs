using System.Collections.Immutable;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What would be taken away from a console.</summary>
/// <param name="State"><c>null</c>: it is gone already, by an uninstall that was cut off before its log was closed.</param>
/// <param name="Final">Finished jobs that can not be put back by this program afterwards.</param>
/// <param name="Fields">What the log's OPEN says of the console, and of other sticks' receipts, which go with the folder.</param>
internal sealed record UninstallPlan(StateFolder? State, StateContents Contents, ImmutableArray<string> Final, ImmutableArray<JournalField> Fields);

/// <param name="Plan"><c>null</c>: this program has left nothing there.</param>
internal sealed record FoundUninstall(UninstallPlan? Plan);

/// <summary>Takes away what this program left on a console: its state folder. Not while any stick has a job unfinished there.</summary>
internal sealed class Uninstalling(Stick stick, ConsoleFiles console, IReadOnlyCollection<string> lost)
{
    private const string Unrecognised = "unknown";

    /// <summary>Alters nothing.</summary>
    public Checked<FoundUninstall> Plan() => StateFolder.Find(console, stick.Disk).Then(found => StickHistory.Read(stick).Then(history => found.Folder is { } state
        ? state.Receipts().Then(kept => state.OpenMarks().Then(open => state.Contents().Then(contents => Plan(state, history, Read(kept), open, contents))))
        : new FoundUninstall(CutOff(history))));

    /// <returns>The name of the log that tells of it.</returns>
    public Checked<string> Uninstall(UninstallPlan plan, Secret passphrase, TimeProvider clock) => stick.Lock().Then(stickLock =>
    {
        using (stickLock)
        {
            return plan.State is not { } state
                ? MaintenanceLog.Remove(stick, Maintenance.Uninstall, plan.Fields, [], _ => { }, passphrase, clock)
                : state.Lock().Then(consoleLock =>
                {
                    using (consoleLock)
                    {
                        return MaintenanceLog.Remove(
                            stick, Maintenance.Uninstall, plan.Fields, Doomed(plan.Contents, state), doomed => Remove(doomed, state, consoleLock), passphrase, clock);
                    }
                });
        }
    });

    private UninstallPlan? CutOff(StickHistory history)
    {
        var (serial, host) = Identity(history, []);
        return history.Runs.Any(run => !run.IsComplete && run.Parts[0].Opening is { } opening && opening["PURPOSE"] == Maintenance.Uninstall && opening["CONSOLE"] == serial)
            ? new(null, new([]), [], Fields(serial, host, []))
            : null;
    }

    private Checked<FoundUninstall> Plan(StateFolder state, StickHistory history, Receipt[] receipts, ImmutableArray<OpenMark> open, StateContents contents)
    {
        var (serial, host) = Identity(history, receipts);
        var jobs = history.Jobs.Where(run => run.Parts[0].Opening?["CONSOLE"] == serial || receipts.Any(receipt => IsOf(receipt, run))).ToArray();
        var others = receipts.Where(receipt => history.Standing(receipt) == ReceiptStanding.Absent).ToArray();
        ImmutableArray<Problem> problems =
        [
            .. receipts.Where(receipt => history.Standing(receipt) == ReceiptStanding.Newer).Select(receipt => Problem.Of("RUN-005", ("file", receipt.File))),
            .. jobs.Where(run => !run.IsComplete).Select(run => Problem.Of("RUN-003", ("run", run.Run))),
            .. open.Where(mark => mark.Stick != stick.Name && !lost.Contains(mark.Stick)).Select(mark => Problem.Of("STICK-067", ("stick", mark.Stick), ("file", mark.Run))),
            .. contents.Unknown.Take(1).Select(file => Problem.Of("STICK-068", ("folder", state.Folder), ("name", file.Name))),
        ];
        return !problems.IsEmpty ? problems : new FoundUninstall(new(
            state,
            contents,
            [.. jobs.Where(run => run.Records.Last()["OUTCOME"] == "done").Select(run => run.Run)],
            Fields(serial, host, others)));
    }

    private ImmutableArray<JournalField> Fields(string serial, string? host, Receipt[] others) =>
    [
        new("CONSOLE", serial),
        .. host is null ? (JournalField[])[] : [new("HOST", host)],
        .. lost.Count == 0 ? (JournalField[])[] : [new("LOST", string.Join(',', lost))],
        .. others.Length == 0 ? (JournalField[])[] : [new("WIT", Anchor.Witness(others.Take(8)))],
    ];

    /// <summary>Which one the console is: from its own files, else from what this stick did there last.</summary>
    private (string Serial, string? Host) Identity(StickHistory history, Receipt[] receipts)
    {
        var recognised = ProcedureFolder.Embedded.Modalities.Values.Where(modality => modality is not null).Select(modality => Recogniser.Recognise(console, modality)).FirstOrDefault(identity => identity.IsGood);
        var opening = history.Jobs.LastOrDefault(run => receipts.Any(receipt => IsOf(receipt, run)))?.Parts[0].Opening;
        return recognised is not null ? (recognised.Value.Serial, recognised.Value.Host) : (opening?["CONSOLE"] ?? Unrecognised, opening?["HOST"]);
    }

    private bool IsOf(Receipt receipt, RunHistory run) => receipt.Stick == stick.Name && run.Parts.Any(part => part.Name == receipt.File);

    private ImmutableArray<Doomed> Doomed(StateContents contents, StateFolder state) =>
        [.. contents.Files.Select(file => new Doomed(file.Name, file.Place)), new Doomed(StateFolder.PathOn(console).Text, state.Folder)];

    /// <summary>The folder comes last: the lock is given back before it, or it could not be removed everywhere.</summary>
    private void Remove(Doomed doomed, StateFolder state, ConsoleLock consoleLock)
    {
        if (doomed.Place == state.Folder)
        {
            consoleLock.Dispose();
            state.Remove();
        }
        else
        {
            stick.Disk.Delete(doomed.Place);
        }
    }

    private static Receipt[] Read(ImmutableArray<StickReceipt> kept) =>
        [.. kept.Select(receipt => Receipt.Read(receipt.Bytes.Span)).Where(read => read.IsGood).Select(read => read.Value)];
}

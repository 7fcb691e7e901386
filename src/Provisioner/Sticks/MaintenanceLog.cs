using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Runs;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>One thing that is to go.</summary>
/// <param name="Name">As the log names it.</param>
/// <param name="Place">Absolute.</param>
internal sealed record Doomed(string Name, string Place);

/// <summary>Removes files, each named in a journal of its own before, and what came of it afterwards (<see cref="Maintenance"/>).</summary>
internal static class MaintenanceLog
{
    /// <summary>Records of one group: well below its largest size.</summary>
    private const int Together = 200;

    /// <summary>Opens a journal, or goes on with one of this purpose that was cut off; removes; closes it.</summary>
    /// <param name="fields">What OPEN says besides engineer and program: CONSOLE, HOST, WIT.</param>
    /// <returns>The journal's name; problems when nothing was begun, or when something is left: then the journal says so too.</returns>
    public static Checked<string> Remove(
        Stick stick, string purpose, ImmutableArray<JournalField> fields, ImmutableArray<Doomed> doomed, Action<Doomed> remove, Secret passphrase, TimeProvider clock) =>
        StickHistory.Read(stick).Then(history =>
        {
            var cutOff = history.Runs.LastOrDefault(run => !run.IsComplete && IsSame(run, purpose, fields));
            return StickJournal.Open(stick, stick.Disk, passphrase, Opening(stick, purpose, fields), clock, cutOff is null ? null : NextPart.Of(cutOff)).Then(journal =>
            {
                using (journal)
                {
                    return Remove(journal, stick.Disk, doomed, remove);
                }
            });
        });

    private static Checked<string> Remove(StickJournal journal, IDisk disk, ImmutableArray<Doomed> doomed, Action<Doomed> remove)
    {
        var left = ImmutableArray.CreateBuilder<Problem>();
        foreach (var some in doomed.Chunk(Together))
        {
            if (!journal.Append([.. some.Select(one => Maintenance.Remove(one.Name, Digest(one, disk)))]).TryGet(out _, out var unsealed))
            {
                return unsealed;
            }

            Problem?[] done = [.. some.Select(one => Guarded.Do(one.Place, () => remove(one)))];
            left.AddRange(done.OfType<Problem>());
            if (!journal.Append([.. some.Zip(done, (one, problem) => problem is null ? Maintenance.Removed(one.Name) : Maintenance.Kept(one.Name, problem.Code))]).TryGet(out _, out unsealed))
            {
                return unsealed;
            }
        }

        var closed = journal.Close([.. Maintenance.CloseFields(left.Count == 0)]);
        left.AddRange(closed.Problems);
        return left.Count == 0 ? journal.Run : left.ToImmutable();
    }

    private static ImmutableArray<JournalField> Opening(Stick stick, string purpose, ImmutableArray<JournalField> fields) =>
    [
        new("EV", "110100/110120"), new("AC", "E"), new("OC", "0"), new("PURPOSE", purpose),
        .. fields,
        new("ENGINEER", stick.Genesis.Engineer), new("PROGRAM", OpenFields.Version), new("CLAIMED", OpenFields.ProgramDigest()),
    ];

    private static bool IsSame(RunHistory run, string purpose, ImmutableArray<JournalField> fields)
    {
        var opening = run.Parts[0].Opening!;
        return opening["PURPOSE"] == purpose && opening["CONSOLE"] == fields.FirstOrDefault(field => field.Key == "CONSOLE")?.Value;
    }

    private static Sha256? Digest(Doomed doomed, IDisk disk)
    {
        Sha256? digest = null;
        _ = Guarded.Do(doomed.Place, () => digest = disk.Read(doomed.Place) is { } bytes ? Sha256.Of(bytes) : null);
        return digest;
    }
}

using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What is to be taken off a stick.</summary>
/// <param name="CutOff">Files that an earlier cleaning named and did not finish with.</param>
/// <param name="IsCutOff">An earlier cleaning was cut off: its log is to be closed, whatever is left.</param>
internal sealed record CleaningPlan(LooseKeys Keys, ImmutableArray<Doomed> CutOff, bool IsCutOff)
{
    public bool IsEmpty => !IsCutOff && Keys.IsEmpty;

    public ImmutableArray<Doomed> All => [.. Keys.HandedOver.Concat(Keys.Plain).Concat(CutOff).Distinct()];
}

/// <summary>Takes private keys off a stick: those handed over, and those that IT put there without a password.</summary>
internal static class StickCleaning
{
    /// <summary>What would be removed. A job that can go on may still need its files.</summary>
    public static Checked<CleaningPlan> Plan(Stick stick) => StickHistory.Read(stick).Then(history =>
        history.Jobs.LastOrDefault(run => !run.IsComplete) is { } unfinished
            ? Problem.Of("STICK-060", ("run", unfinished.Run))
            : LooseKeys.Find(stick).Select(keys =>
            {
                var cutOff = history.Runs.LastOrDefault(run => !run.IsComplete && run.Parts[0].Opening?["PURPOSE"] == Maintenance.Clean);
                return new CleaningPlan(keys, cutOff is null ? [] : [.. Unfinished(stick, cutOff)], cutOff is not null);
            }));

    /// <returns>The name of the log that tells of it.</returns>
    public static Checked<string> Clean(Stick stick, CleaningPlan plan, Secret passphrase, TimeProvider clock) =>
        MaintenanceLog.Remove(stick, Maintenance.Clean, [], plan.All, doomed => Remove(doomed, stick.Disk), passphrase, clock);

    private static IEnumerable<Doomed> Unfinished(Stick stick, RunHistory cutOff) =>
        from name in cutOff.Records.Where(record => record.Event == Maintenance.Removal).Select(record => record["FILE"])
        where name is not null && name.Split('/') is ["CERTS" or "KEYS", ..] parts && !parts.Contains("..")
        let place = Path.Combine(stick.Folder, name)
        where stick.Disk.IsFile(place)
        select new Doomed(name, place);

    /// <summary>Overwritten, then deleted. On flash the old cells may stay readable with a laboratory's means.</summary>
    public static void Remove(Doomed doomed, IDisk disk)
    {
        if (disk.Read(doomed.Place) is { } bytes)
        {
            disk.WriteAt(doomed.Place, 0, new byte[bytes.Length]);
            disk.Delete(doomed.Place);
        }
    }
}

using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What people put into slots by hand, into which this program cannot look: as the logs of one stick tell it.</summary>
internal static class ToldEntries
{
    private const string Digest = "; SHA-256 ";

    /// <returns>In the order in which they were put there; without what was put back or removed since.</returns>
    public static Checked<ImmutableArray<ToldEntry>> Of(Stick stick, ConsoleFiles console, Modality modality) => StateFolder.Find(console, stick.Disk).Then(found =>
        Serial(found, console, modality).Then(serial => StickHistory.Read(stick).Select(history =>
            Told(new PastRuns(history, new ProcedureShelf(stick, stick.Disk), found.Folder, serial).All()))));

    private static Checked<string> Serial(FoundState found, ConsoleFiles console, Modality modality) => (found.Folder?.Scanner() ?? new FoundScanner(null)).Then(typed =>
        typed.Identity is { } known ? known.Serial : Recogniser.Recognise(console, modality).Select(identity => identity.Serial));

    private static ImmutableArray<ToldEntry> Told(IEnumerable<PastRun> runs)
    {
        var told = new List<ToldEntry>();
        foreach (var (run, change) in runs.SelectMany(run => run.State.Facts.Applied.OfType<Change.ByHand>().Select(change => (run, change))))
        {
            if (HandPlace.Of(change.Path) is HandPlace.Entry entry)
            {
                _ = told.RemoveAll(held => held.Slot == entry.Slot && held.Name == entry.Name.Text);
                if (change.After?.Text is { } text)
                {
                    told.Add(Entry(run.History.Run, entry, text));
                }
            }
        }

        return [.. told];
    }

    /// <summary>As the plan described it: the subject, then digests.</summary>
    private static ToldEntry Entry(string run, HandPlace.Entry entry, string text) => text.Split(Digest) is [var subject, var digests] && Sha256.TryParse(digests.Split(';')[0], out var digest)
        ? new(entry.Slot, entry.Name.Text, subject, digest, run)
        : new(entry.Slot, entry.Name.Text, null, null, run);
}

/// <summary>An entry that people said they put there.</summary>
/// <param name="Subject"><c>null</c>, and so the digest, where it is a request.</param>
/// <param name="Run">The job in which they did.</param>
internal sealed record ToldEntry(Slot Slot, string Name, string? Subject, Sha256? Fingerprint, string Run);

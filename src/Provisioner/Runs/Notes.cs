using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What cannot be sealed when it happens, because no key is open or the stick takes nothing: kept in the console's state
/// folder until the stick's next OPEN on this console seals it. Until then whoever can write there can alter it, and what happens
/// on other machines is not in it.</summary>
internal sealed class Notes(StateFolder state, IDisk disk, string stick, TimeProvider clock)
{
    /// <summary>Notes kept; the oldest go when there are more.</summary>
    public const int Most = 64;

    private const int LargestFile = 16 * 1024;

    private const string WrongPassphrase = "STICK-010";

    private readonly string _path = Path.Combine(state.Folder, $"notes-{stick.ToLowerInvariant()}");

    /// <summary>As well as it can: a note that cannot be kept stops nothing.</summary>
    /// <param name="detail">A problem's code, or a run's name.</param>
    public void Keep(NoteKind what, string detail)
    {
        var line = $"{RecordLine.Utc(clock.GetUtcNow())} {Words.Of(what)} {ValueText.Write(detail)}";
        _ = Guarded.Do(_path, () => Beside.Replace(
            disk, _path, Encoding.ASCII.GetBytes(string.Concat(Lines().Append(line).TakeLast(Most).Select(kept => kept + "\n"))), ownerOnly: true));
    }

    /// <summary>Notes a sign-on that was refused because of the passphrase.</summary>
    /// <param name="notes">Where; asked for only then.</param>
    public static void KeepRefusal(ImmutableArray<Problem> problems, Func<Checked<Notes>> notes)
    {
        if (problems.Any(problem => problem.Code == WrongPassphrase) && notes().TryGet(out var kept, out _))
        {
            kept.Keep(NoteKind.SignOnRefused, WrongPassphrase);
        }
    }

    /// <summary>Hostile input: what is not spelled as written is passed over.</summary>
    public ImmutableArray<RunEvent> Waiting()
    {
        var lines = ImmutableArray<string>.Empty;
        _ = Guarded.Do(_path, () => lines = [.. Lines()]);
        return [.. lines.Select(Read).OfType<RunEvent>()];
    }

    /// <summary>They are sealed.</summary>
    public Problem? Forget() => Guarded.Do(_path, () => disk.Delete(_path));

    private IEnumerable<string> Lines() =>
        Encoding.ASCII.GetString(disk.Read(_path, LargestFile) ?? []).Split('\n').Where(line => Read(line) is not null).TakeLast(Most);

    private static RunEvent.Noted? Read(string line) =>
        line.Split(' ') is [var utc, var word, var detail]
        && RecordLine.TryReadUtc(utc, out var at) && Words.TryNote(word, out var what) && ValueText.TryRead(detail, out var text)
            ? new(what, at, text)
            : null;
}

using System.Globalization;
using Provisioner.Core.Changes;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Runs;

/// <summary>A change as journal fields, and back: everything that a probe and an undo need, and no byte of what is written.</summary>
internal static class ChangeRecords
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static IEnumerable<(string, string)> Fields(Change change) => change switch
    {
        Change.WriteFile write =>
        [
            ("KIND", "write"), ("PATH", write.Path.Text), .. Was(write.Before),
            ("AFTER", write.After.ToString()), ("OWNER-ONLY", write.OwnerOnly ? "yes" : "no"),
        ],
        Change.RemoveFile remove => [("KIND", "remove"), ("PATH", remove.Path.Text), .. Was(remove.Before)],
        Change.CreateFolder folder => [("KIND", "folder"), ("PATH", folder.Path.Text), ("OWNER-ONLY", folder.OwnerOnly ? "yes" : "no")],
        Change.PutItem item => [("KIND", Word(item.Kind)), ("PATH", item.Path.Text), .. Maybe("WAS", item.Before), .. Maybe("AFTER", item.After)],
        Change.ByHand hand => [("KIND", "by-hand"), ("PATH", hand.Path.Text), .. Shown("SHOWED", hand.Before), .. Shown("SHOW", hand.After)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The change of a sealed record that this program wrote.</summary>
    /// <exception cref="FormatException">The record was not written by <see cref="Fields"/>.</exception>
    public static Change Read(JournalRecord record)
    {
        var path = ConsolePath.Parse(RunRecords.Need(record, "PATH"));
        return RunRecords.Need(record, "KIND") switch
        {
            "write" => new Change.WriteFile(path, StateBefore(record), RunRecords.NeedDigest(record, "AFTER"), OwnerOnly(record)),
            "remove" => new Change.RemoveFile(path, StateBefore(record) ?? throw new FormatException("a removal without BEFORE")),
            "folder" => new Change.CreateFolder(path, OwnerOnly(record)),
            "by-hand" => new Change.ByHand(path, Shown(record, "SHOWED"), Shown(record, "SHOW")),
            var kind when Items.Any(item => Word(item) == kind) => new Change.PutItem(path, Items.First(item => Word(item) == kind), Digest(record, "WAS"), Digest(record, "AFTER")),
            var kind => throw new FormatException($"change of kind {kind}"),
        };
    }

    private static ItemKind[] Items => Enum.GetValues<ItemKind>();

    private static string Word(ItemKind kind) => kind switch
    {
        ItemKind.Link => "link",
        ItemKind.Registry => "registry",
        ItemKind.Certificate => "certificate",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Nothing shown has no field; what could not be read has its own.</summary>
    private static (string, string)[] Shown(string key, HandValue? value) => value switch
    {
        null => [],
        { Text: { } text } => [(key, text)],
        _ => [($"{key}-UNREAD", "yes")],
    };

    private static HandValue? Shown(JournalRecord record, string key) =>
        record[key] is { } text ? new(text) : record[$"{key}-UNREAD"] is null ? null : new HandValue(null);

    private static (string, string)[] Maybe(string key, Sha256? digest) => digest is { } known ? [(key, known.ToString())] : [];

    private static Sha256? Digest(JournalRecord record, string key) => record[key] is null ? null : RunRecords.NeedDigest(record, key);

    private static bool OwnerOnly(JournalRecord record) => RunRecords.Need(record, "OWNER-ONLY") == "yes";

    private static IEnumerable<(string, string)> Was(FileState? before)
    {
        if (before is null)
        {
            yield break;
        }

        yield return ("BEFORE", before.Digest.ToString());
        if (before.Mode is { } mode)
        {
            yield return ("BEFORE-MODE", Convert.ToString(mode, 8));
        }

        yield return ("BEFORE-TIME", before.Modified.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
        if (before.Nanoseconds != 0)
        {
            yield return ("BEFORE-NS", before.Nanoseconds.ToString(CultureInfo.InvariantCulture));
        }

        if (before.Owner is { } owner)
        {
            yield return ("BEFORE-OWNER", owner.ToString());
        }
    }

    private static FileState? StateBefore(JournalRecord record) => record["BEFORE"] is null ? null : new(
        RunRecords.NeedDigest(record, "BEFORE"),
        record["BEFORE-MODE"] is { } mode ? Convert.ToInt32(mode, 8) : null,
        DateTimeOffset.ParseExact(RunRecords.Need(record, "BEFORE-TIME"), Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal))
    {
        Nanoseconds = record["BEFORE-NS"] is { } nanoseconds ? int.Parse(nanoseconds, NumberStyles.None, CultureInfo.InvariantCulture) : 0,
        Owner = FileOwner.TryParse(record["BEFORE-OWNER"], out var owner) ? owner : null,
    };
}

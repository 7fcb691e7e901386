using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>Journals that tell of no job: keys taken off the stick, and what was left on a console taken away. Each thing is
/// named before it is removed, and what came of it afterwards. One that was cut off goes on in a next part like a job.</summary>
public static class Maintenance
{
    /// <summary>Words of <c>PURPOSE</c> in OPEN.</summary>
    public const string Clean = "clean", Uninstall = "uninstall";

    /// <summary>The record of a thing that is about to be removed; jobs have it too.</summary>
    public const string Removal = "REMOVE";

    /// <summary>About to be removed: the record is sealed before anything happens.</summary>
    /// <param name="file">Relative to the stick or to the console's state folder.</param>
    /// <param name="digest">Of its bytes; <c>null</c> when it could not be read.</param>
    public static JournalEntry Remove(string file, Sha256? digest) => new(Removal, [.. Codes("0"), new("FILE", file), .. Maybe(digest)]);

    /// <summary>It is gone.</summary>
    public static JournalEntry Removed(string file) => new("REMOVED", [.. Codes("0"), new("FILE", file)]);

    /// <summary>It could not be removed, and for which problem.</summary>
    public static JournalEntry Kept(string file, string code) => new("KEPT", [.. Codes("4"), new("FILE", file), new("CODE", code)]);

    /// <param name="all">Everything that was to be removed is gone.</param>
    public static JournalField[] CloseFields(bool all) =>
        [new("EV", "110100/110121"), new("AC", "E"), new("OC", all ? "0" : "4"), new("OUTCOME", all ? "done" : "kept"), new("PROOF", "none")];

    private static JournalField[] Codes(string outcome) => [new("EV", "110113/110129"), new("AC", "D"), new("OC", outcome)];

    private static JournalField[] Maybe(Sha256? digest) => digest is { } bytes ? [new("DIGEST", bytes.ToString())] : [];
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Runs;

/// <summary>The values of a problem that a journal keeps, so that a report says it whole: facts of files, certificates, addresses and
/// times. What somebody typed is not among them, as a password can be typed into any field.</summary>
public static class ProblemValues
{
    /// <summary>Characters of one value; longer ones are left open.</summary>
    private const int Longest = 400;

    private static readonly FrozenSet<string> Kept = FrozenSet.ToFrozenSet(
    [
        "algorithm", "attribute", "authority", "bits", "bytes", "called", "calling", "cases", "cause", "certificate", "certificates", "code", "console", "count", "days", "different",
        "endpoint", "engineer", "entry", "expected", "extension", "fewest", "file", "files", "fingerprint", "folder", "form", "found", "free", "from", "host", "identity", "initials",
        "issuer", "item", "key", "keys", "label", "line", "longest", "minutes", "modality", "most", "name", "names", "need", "newest", "now", "number", "path", "port", "procedure",
        "remote", "run", "screen", "seconds", "serial", "service", "settings", "slot", "status", "stick", "subject", "time", "title", "type", "until", "usage", "usages", "version",
        "wanted", "what",
    ]);

    /// <returns>A line for each, its name, a tab and the value; <c>null</c>: there is none.</returns>
    public static string? Of(Problem problem)
    {
        var lines = problem.Values.Where(value => Kept.Contains(value.Key) && value.Value.Length is > 0 and <= Longest && !value.Value.AsSpan().ContainsAny('\t', '\n'))
            .Select(value => $"{value.Key}\t{value.Value}").ToImmutableArray();
        return lines.IsEmpty ? null : string.Join('\n', lines);
    }

    public static IReadOnlyDictionary<string, string> Read(string? lines) => (lines ?? "").Split('\n')
        .Select(line => line.Split('\t')).Where(parts => parts.Length == 2).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
}

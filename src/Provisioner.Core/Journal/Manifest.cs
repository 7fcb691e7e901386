using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>What the office puts on a stick (<c>MANIFEST.SHA</c>; its signature is <c>MANIFEST.P7S</c>): every file of the top folder,
/// of <c>BIN</c>, <c>PROCS</c> and <c>JOBS</c> by digest. Its head are comments, so that <c>sha256sum -c</c> reads it too.</summary>
public sealed partial record Manifest
{
    /// <summary>Most bytes of the file.</summary>
    public const int Most = 256 * 1024;

    /// <summary>Names in the top folder.</summary>
    public const string File = "MANIFEST.SHA", SignatureFile = "MANIFEST.P7S";

    /// <summary>Folders in which every file is listed.</summary>
    public static ImmutableArray<string> Folders { get; } = ["BIN", "PROCS", "JOBS"];

    private static readonly string[] Keys = ["# KIND", "# STICK", "# ISSUE", "# NOT-AFTER", "# USE"];

    /// <summary>The stick's name.</summary>
    public required string Stick { get; init; }

    /// <summary>Counts up with every manifest of this stick, from 1.</summary>
    public required int Issue { get; init; }

    /// <summary>Last instant at which a run may be begun with these files.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>For training and demonstrations; never passes as real.</summary>
    public required bool IsRehearsal { get; init; }

    /// <summary>Digests by path on the stick, joined by <c>/</c>; no two differ in case alone.</summary>
    public required ImmutableSortedDictionary<string, Sha256> Files { get; init; }

    /// <summary>Whether a path may be listed: in the top folder or a signed one, of names of letters, digits, <c>.</c>, <c>_</c> and
    /// <c>-</c>, as every file system takes them.</summary>
    public static bool IsPath(string path) => path.Length <= 200 && PathPattern().IsMatch(path)
        && (IsInSignedFolder(path) || (!path.Contains('/', StringComparison.Ordinal) && path is not (File or SignatureFile)));

    /// <summary>Whether a path lies in a folder in which nothing may lie that is not listed.</summary>
    public static bool IsInSignedFolder(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is > 0 and var end && Folders.Contains(path[..end], StringComparer.OrdinalIgnoreCase);

    /// <summary>An empty list of files, in the order that the file has.</summary>
    public static ImmutableSortedDictionary<string, Sha256>.Builder List() => ImmutableSortedDictionary.CreateBuilder<string, Sha256>(StringComparer.Ordinal);

    /// <summary>The one spelling.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(Encoding.ASCII.GetString(StatementText.Write(
            (Keys[0], "MANIFEST"), (Keys[1], Stick), (Keys[2], Issue.ToString(CultureInfo.InvariantCulture)),
            (Keys[3], RecordLine.Utc(NotAfter)), (Keys[4], IsRehearsal ? Genesis.Rehearsal : Genesis.Real))));
        foreach (var (path, digest) in Files)
        {
            _ = text.Append(digest).Append("  ").Append(path).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static Checked<Manifest> Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= Most && Parse(Encoding.Latin1.GetString(bytes)) is { } manifest && bytes.SequenceEqual(manifest.ToBytes())
            ? manifest
            : Problem.Of("STICK-021");

    private static Manifest? Parse(string text)
    {
        var lines = text.Split('\n');
        var head = lines.Length > Keys.Length ? string.Concat(lines[..Keys.Length].Select(line => line + "\n")) : "";
        return StatementText.Read(Encoding.Latin1.GetBytes(head), Genesis.Most, Keys) is ["MANIFEST", var stick, var issue, var until, var use]
            && use is Genesis.Real or Genesis.Rehearsal && StickName.IsName(stick)
            && LineNumber.TryRead(issue, out var number) && RecordLine.TryReadUtc(until, out var notAfter)
            && Listed(lines[Keys.Length..^1]) is { } files
            ? new() { Stick = stick, Issue = number, NotAfter = notAfter, IsRehearsal = use == Genesis.Rehearsal, Files = files }
            : null;
    }

    private static ImmutableSortedDictionary<string, Sha256>? Listed(string[] lines)
    {
        var (files, names) = (List(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var line in lines)
        {
            if (line.Length < 67 || line[64..66] != "  " || !Sha256.TryParse(line[..64], out var digest) || !IsPath(line[66..]) || !names.Add(line[66..]))
            {
                return null;
            }

            files.Add(line[66..], digest);
        }

        return files.ToImmutable();
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}){0,4}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PathPattern();
}

using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>What a verification was asked for and what it found.</summary>
/// <param name="Office">The certificate that was given; <c>null</c>: the sticks were held against themselves only.</param>
internal sealed record JournalVerification(ImmutableArray<StickVerdict> Sticks, OfficeCertificate? Office)
{
    /// <summary>3 before 4 before 1 before 0.</summary>
    public int Exit =>
        Any(finding => finding.Verdict.IsTampering() || (finding.Verdict == Verdict.NotCertified && Office is not null)) ? ExitCode.NotTrusted
        : Any(finding => finding.Verdict is Verdict.Interrupted or Verdict.Torn) ? ExitCode.Interrupted
        : Office is null || Any(_ => true) || Sticks.All(stick => stick.Runs.IsEmpty) ? ExitCode.Problems
        : ExitCode.Done;

    public static Checked<JournalVerification> Make(IEnumerable<string> paths, string? officeFile, string? headsFile, IDisk disk) =>
        Guarded.Get(officeFile ?? headsFile ?? "", () =>
        {
            var office = officeFile is null ? null : Need(disk, officeFile, OfficeCertificate.Most).Then(bytes => OfficeCertificate.Read(bytes));
            var heads = headsFile is null ? ImmutableArray<Anchor>.Empty
                : Need(disk, headsFile, Anchor.Most).Then(bytes => Anchor.ReadList(bytes, Path.GetFileName(headsFile)));
            ImmutableArray<Problem> wrong = [.. office?.Problems ?? [], .. heads.Problems];
            return wrong.IsEmpty
                ? EvidenceReader.Read(paths, officeFile, disk).Select(asked => Of(asked, office?.Value, heads.Value))
                : wrong;
        });

    private bool Any(Func<Finding, bool> what) => Sticks.Any(stick => stick.Findings.Any(what));

    private static JournalVerification Of(ImmutableArray<AskedEvidence> asked, OfficeCertificate? office, ImmutableArray<Anchor> heads)
    {
        var sticks = asked.DistinctBy(one => one.Stick.Place).Select(one => one.Stick).ToImmutableArray();
        var verdicts = StickVerification.Verify(sticks, office, heads);
        return new([.. verdicts.Select(verdict => Narrow(verdict, [.. asked.Where(one => one.Stick.Place == verdict.Place).Select(one => one.Only)]))], office);
    }

    /// <summary>Only the asked files' runs, and what concerns them: findings of the stick, and of files up to theirs.</summary>
    private static StickVerdict Narrow(StickVerdict verdict, ImmutableArray<string?> only)
    {
        if (only.Contains(null))
        {
            return verdict;
        }

        var newest = only.Max(StringComparer.Ordinal);
        var runs = verdict.Runs.Where(run => run.Run.Parts.Any(part => only.Contains(part.Name))).ToImmutableArray();
        var files = runs.SelectMany(run => run.Run.Parts).Select(part => part.Name).Concat(only).ToHashSet();
        return verdict with
        {
            Runs = runs,
            Findings = [.. verdict.Findings.Where(finding => finding.File is null || files.Contains(finding.File)
                || (finding.Verdict.IsTampering() && string.CompareOrdinal(finding.File, newest) <= 0))],
        };
    }

    private static Checked<byte[]> Need(IDisk disk, string path, int most) =>
        disk.Read(path, most) is { } bytes ? bytes : Problem.Of("DISK-005", ("file", path));
}

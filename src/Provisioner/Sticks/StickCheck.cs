using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>One thing that was looked at on a stick.</summary>
/// <param name="Check">Stable word, for JSON.</param>
/// <param name="Said">What was found, in a sentence.</param>
/// <param name="Problem"><c>null</c>: nothing is wrong with it.</param>
internal sealed record StickFinding(string Check, string Said, Problem? Problem)
{
    public static StickFinding Good(string check, string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        new(check, Catalogue.English.Text(key, values), null);

    public static ImmutableArray<StickFinding> Bad(string check, IEnumerable<Problem> problems) =>
        [.. problems.Select(problem => new StickFinding(check, problem.Seen, problem))];
}

/// <summary>A stick as it was read for its check.</summary>
internal sealed record CheckedStick
{
    public required Stick Stick { get; init; }

    public required SignedFiles Files { get; init; }

    /// <summary>What its journals are worth.</summary>
    public required StickVerdict Logs { get; init; }

    /// <summary>Whether an office's certificate was given to hold it against.</summary>
    public required bool IsHeldAgainstOffice { get; init; }

    public required DateTimeOffset Now { get; init; }
}

/// <summary>Everything that is looked at when a stick is checked, in the order in which it is told.</summary>
internal static class StickCheck
{
    private const int SoonDays = 30;

    private static readonly ImmutableArray<Func<CheckedStick, ImmutableArray<StickFinding>>> All = [Whose, Certified, Expiry, OfManifest, OfFiles, OfJobs, OfKey, OfLogs, MediumCheck.Room, MediumCheck.FileSystem, MediumCheck.Writing, MediumCheck.Keys];

    /// <param name="officeFile">The office's certificate; <c>null</c>: there is none at hand, and nothing tells whose stick it is.</param>
    public static Checked<ImmutableArray<StickFinding>> Of(Stick stick, string? officeFile, DateTimeOffset now) =>
        SignedFiles.Read(stick).Then(files => Office(officeFile, stick.Disk).Then(office =>
            EvidenceReader.Read([stick.Folder], officeFile, stick.Disk).Select(evidence => Of(new()
            {
                Stick = stick,
                Files = files,
                Logs = StickVerification.Verify([evidence[0].Stick], office.Certificate, [])[0],
                IsHeldAgainstOffice = officeFile is not null,
                Now = now,
            }))));

    private static ImmutableArray<StickFinding> Of(CheckedStick stick) => [.. All.SelectMany(check => check(stick))];

    private static ImmutableArray<StickFinding> Whose(CheckedStick stick) =>
    [
        StickFinding.Good("stick", stick.Stick.Genesis.IsRehearsal ? "stick.check.training" : "stick.check.real", ("stick", stick.Stick.Name), ("engineer", stick.Stick.Genesis.Engineer)),
    ];

    private static ImmutableArray<StickFinding> Certified(CheckedStick stick)
    {
        var bad = StickFinding.Bad("office", Problems(stick, finding => finding.Verdict == Verdict.NotCertified));
        return !bad.IsEmpty ? bad : [StickFinding.Good("office", stick.IsHeldAgainstOffice ? "stick.check.office" : "stick.check.no-office")];
    }

    private static ImmutableArray<StickFinding> Expiry(CheckedStick stick)
    {
        var until = stick.Stick.Genesis.NotAfter;
        var days = (int)Math.Floor((until - stick.Now).TotalDays);
        return stick.Now > until
            ? StickFinding.Bad("expiry", [Problem.Of("STICK-005", ("stick", stick.Stick.Name), ("until", RecordLine.Utc(until)))])
            : [StickFinding.Good("expiry", days < SoonDays ? "stick.check.soon" : "stick.check.until", ("until", RecordLine.Utc(until)[..10]), ("days", Number(days)))];
    }

    private static ImmutableArray<StickFinding> OfManifest(CheckedStick stick)
    {
        var seen = ManifestSeen.In(stick.Logs.Ledger?.Files ?? []);
        Problem?[] newest = stick.Files.Trusted is { } trusted ? [ManifestTrust.IsNewest(trusted, seen)] : [];
        Problem[] problems = [.. stick.Files.Distrust.Where(problem => !IsOfGenesis(problem)), .. stick.Files.Expired(stick.Now), .. newest.OfType<Problem>()];
        return problems.Length > 0 ? StickFinding.Bad("manifest", problems)
            : stick.Files.Trusted is { } signed ? [StickFinding.Good("manifest", "stick.check.manifest", ("issue", Number(signed.Manifest.Issue)))]
            : [];
    }

    private static ImmutableArray<StickFinding> OfFiles(CheckedStick stick) =>
        stick.Files.Manifest is not { } manifest || stick.Files.Distrust.Any(problem => problem.Code == "STICK-029") ? []
        : !stick.Files.Altered.IsEmpty ? StickFinding.Bad("files", stick.Files.Altered)
        : [StickFinding.Good("files", "stick.check.files", ("files", Number(manifest.Files.Count)))];

    private static ImmutableArray<StickFinding> OfJobs(CheckedStick stick) => !stick.Files.Altered.IsEmpty ? [] : !Jobs(stick.Files).TryGet(out var jobs, out var problems)
        ? StickFinding.Bad("jobs", problems)
        : jobs.Files.IsEmpty ? []
        : [StickFinding.Good("jobs", "stick.check.jobs", ("rows", Number(jobs.Files.Sum(file => file.Rows.Length))), ("files", Number(jobs.Files.Length)))];

    private static Checked<StickJobs> Jobs(SignedFiles files)
    {
        const string Procedures = "PROCS/";
        var shelf = Shelf.Read(files.In("PROCS").Select(path => KeyValuePair.Create(path[Procedures.Length..], (ReadOnlyMemory<byte>)files.Bytes(path)!)));
        return StickJobs.Read(files, id => shelf.Procedures.GetValueOrDefault(id), [.. shelf.Procedures.Keys]);
    }

    private static ImmutableArray<StickFinding> OfKey(CheckedStick stick) => stick.Logs.Ledger is not { WantedEpoch: var wanted } ? []
        : stick.Stick.Disk.IsFile(Path.Combine(stick.Stick.Id, SealKey.FileOf(wanted))) ? [StickFinding.Good("key", "stick.check.key")]
        : StickFinding.Bad("key", [Problem.Of("STICK-012", ("file", SealKey.FileOf(wanted)))]);

    private static ImmutableArray<StickFinding> OfLogs(CheckedStick stick)
    {
        var bad = StickFinding.Bad("logs", Problems(stick, finding => finding.Verdict.IsTampering() || finding.Verdict == Verdict.Expired));
        string[] open = [.. stick.Logs.Ledger?.Runs.Where(run => !run.IsComplete).Select(run => run.Run) ?? []];
        return !bad.IsEmpty ? bad
            : open.Length > 0 ? [StickFinding.Good("logs", "stick.check.open", ("jobs", Number(stick.Logs.Runs.Length)), ("open", string.Join(", ", open)))]
            : [StickFinding.Good("logs", "stick.check.logs", ("jobs", Number(stick.Logs.Runs.Length)))];
    }

    private static IEnumerable<Problem> Problems(CheckedStick stick, Func<Finding, bool> which) =>
        stick.Logs.Findings.Where(which).Select(finding => finding.Problem).Distinct();

    /// <summary>Told as the stick's certification already.</summary>
    private static bool IsOfGenesis(Problem problem) => problem.Values.GetValueOrDefault("file")?.StartsWith("ID/GENESIS", StringComparison.Ordinal) == true;

    private static Checked<MaybeOffice> Office(string? file, IDisk disk) => file is null
        ? new MaybeOffice(null)
        : Guarded.Get<byte[]>(file, () => disk.Read(file, OfficeCertificate.Most) is { } pem ? pem : Problem.Of("DISK-005", ("file", file)))
            .Then(pem => OfficeCertificate.Read(pem)).Select(read => new MaybeOffice(read));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record MaybeOffice(OfficeCertificate? Certificate);
}

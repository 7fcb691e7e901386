using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>Verifies everything about one stick, and gives all findings (DESIGN.md 7).</summary>
public static class StickVerification
{
    /// <summary>One stick or many, each also held against what the others witness.</summary>
    /// <param name="office">The auditor's own copy; <c>null</c> when they have none: then nothing is certified.</param>
    /// <param name="anchors">Heads known elsewhere, of any stick.</param>
    public static ImmutableArray<StickVerdict> Verify(ImmutableArray<StickEvidence> sticks, OfficeCertificate? office, ImmutableArray<Anchor> anchors)
    {
        var read = sticks.Select(stick => (Evidence: stick, Ledger: Read(stick, office))).ToArray();
        var ledgers = read.Where(pair => pair.Ledger.IsGood).Select(pair => pair.Ledger.Value).ToImmutableArray();
        var known = anchors.AddRange(
            from ledger in ledgers
            from file in ledger.Files
            from anchor in Anchor.Witnessed(ledger.Trust.Stick, file)
            where anchor.Stick != ledger.Trust.Stick
            select anchor);
        return [.. read.Select(pair => pair.Ledger.TryGet(out var ledger, out var problems)
            ? Judge(pair.Evidence, ledger, office, known, Copies.Of(ledger, ledgers))
            : Unreadable(pair.Evidence, problems))];
    }

    private static Checked<StickLedger> Read(StickEvidence evidence, OfficeCertificate? office)
    {
        if (evidence.Issues.IsEmpty)
        {
            return Problem.Of("STICK-001", ("folder", evidence.Place));
        }

        var checkpoint = evidence.Checkpoint is { } file && Accepts(office, file, IsRehearsal(evidence)) ? file : null;
        return StickTrust.Read([.. evidence.Issues.Select(issue => issue.Content)], checkpoint?.Content)
            .Select(trust => StickLedger.Read(trust, evidence.Files));
    }

    private static StickVerdict Judge(StickEvidence evidence, StickLedger ledger, OfficeCertificate? office, ImmutableArray<Anchor> anchors, IEnumerable<Finding> copies)
    {
        var certification = Certification(evidence, ledger, office).ToImmutableArray();
        var (anchored, unknown) = Anchors.Place(ledger, anchors);
        var runs = ledger.Runs.Select(run => new RunVerdict(run, OfRun(ledger, run))).ToImmutableArray();
        return new()
        {
            Place = evidence.Place,
            Ledger = ledger,
            IsCertified = office is not null && certification.IsEmpty,
            Signers = Signers(evidence),
            Findings =
            [
                .. ledger.Findings, .. certification, .. unknown, .. copies, .. Revoked(evidence, ledger, office),
                .. Expired(ledger), .. Unfinished(ledger, runs),
            ],
            Runs = runs,
            Anchored = anchored,
        };
    }

    private static StickVerdict Unreadable(StickEvidence evidence, ImmutableArray<Problem> problems) => new()
    {
        Place = evidence.Place,
        IsCertified = false,
        Signers = Signers(evidence),
        Findings = [.. problems.Select(problem => new Finding(Verdict.Damaged, null, problem))],
        Runs = [],
    };

    private static ImmutableArray<string> Signers(StickEvidence evidence) =>
        [.. evidence.Issues.Select(issue => issue.Signature).OfType<byte[]>().Select(OfficeCertificate.SignerOf).OfType<Sha256>().Select(signer => signer.ToString()).Distinct()];

    private static IEnumerable<Finding> Certification(StickEvidence evidence, StickLedger ledger, OfficeCertificate? office)
    {
        foreach (var file in evidence.Issues)
        {
            if (file.Signature is null)
            {
                yield return new(Verdict.NotCertified, null, Problem.Of("LOG-040", ("file", file.Name)));
            }
            else if (!Accepts(office, file, ledger.Trust.Current.IsRehearsal))
            {
                yield return new(Verdict.NotCertified, null, Problem.Of("OFFICE-002", ("file", file.Name)));
            }
        }

        if (evidence.Checkpoint is { } checkpoint && ledger.Trust.Checkpoint is null)
        {
            yield return new(Verdict.NotCertified, null, Problem.Of("OFFICE-002", ("file", checkpoint.Name)));
        }
    }

    /// <summary>Without an office's certificate everything is taken as it says.</summary>
    private static bool Accepts(OfficeCertificate? office, SignedFile file, bool isRehearsal) =>
        office is null || (file.Signature is { } signature && office.HasSigned(file.Content, signature, isRehearsal));

    private static bool IsRehearsal(StickEvidence evidence) =>
        evidence.Issues is [.., var last] && Genesis.Read(last.Content) is { IsGood: true, Value.IsRehearsal: true };

    private static IEnumerable<Finding> Expired(StickLedger ledger) =>
        from file in ledger.Files
        where file.Opening is { } opening && opening.Utc > ledger.Trust.Of(StickLedger.Number(file)).NotAfter
        select new Finding(Verdict.Expired, file.Name, Problem.Of(
            "LOG-041", ("file", file.Name), ("opened", RecordLine.Utc(file.Opening!.Utc)),
            ("until", RecordLine.Utc(ledger.Trust.Of(StickLedger.Number(file)).NotAfter))));

    private static IEnumerable<Finding> Revoked(StickEvidence evidence, StickLedger ledger, OfficeCertificate? office)
    {
        foreach (var file in evidence.Revocations)
        {
            if (!Accepts(office, file, ledger.Trust.Current.IsRehearsal) || !Revocation.Read(file.Content).TryGet(out var revocation, out _))
            {
                yield return new(Verdict.NotCertified, null, Problem.Of("OFFICE-002", ("file", file.Name)));
            }
            else if (revocation.Stick == ledger.Trust.Stick && AfterRevocation(ledger, revocation) is { } late)
            {
                yield return new(Verdict.Revoked, late, Problem.Of("LOG-042", ("file", late), ("stick", revocation.Stick)));
            }
        }
    }

    /// <summary>The first file with seals behind the newest accepted head; <c>null</c> when there is none.</summary>
    private static string? AfterRevocation(StickLedger ledger, Revocation revocation) => ledger.Files.FirstOrDefault(file =>
        !file.Seals.IsEmpty && (StickLedger.Number(file) > revocation.Last
            || (StickLedger.Number(file) == revocation.Last && file.Head != revocation.Head)))?.Name;

    private static Verdict OfRun(StickLedger ledger, RunHistory run)
    {
        var worst = ledger.Findings.Where(finding => run.Parts.Any(part => part.Name == finding.File)).Select(finding => (Verdict?)finding.Verdict).Max();
        return worst ?? run.Parts[^1].Ending switch
        {
            JournalEnding.Closed => Verdict.Complete,
            JournalEnding.Torn => Verdict.Torn,
            _ => Verdict.Interrupted,
        };
    }

    /// <summary>Runs that can go on, and a newest file in which nothing was sealed.</summary>
    private static IEnumerable<Finding> Unfinished(StickLedger ledger, ImmutableArray<RunVerdict> runs)
    {
        foreach (var run in runs.Where(run => run.Verdict is Verdict.Interrupted or Verdict.Torn))
        {
            var last = run.Run.Parts[^1];
            yield return new(run.Verdict, last.Name, Problem.Of(
                run.Verdict == Verdict.Torn ? "LOG-044" : "LOG-043", ("file", last.Name), ("run", run.Run.Run), ("last", Describe(last.Records[^1]))));
        }

        if (ledger.Files is [.., { Seals.IsEmpty: true, Problems.IsEmpty: true } empty])
        {
            yield return new(Verdict.Torn, empty.Name, Problem.Of("LOG-045", ("file", empty.Name)));
        }
    }

    private static string Describe(JournalRecord record) => string.Join(
        ' ', new[] { record.Event, record["STEP"], record["ID"] }.OfType<string>());
}

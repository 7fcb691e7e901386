using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Documents;

/// <summary>What a job's sealed records tell, and nothing else: so that a report that was lost can be made again.</summary>
public sealed record VisitReport
{
    public required string Stick { get; init; }

    /// <summary>E.g. <c>R0000017</c>.</summary>
    public required string Run { get; init; }

    /// <summary>Names of the journal's files, without ending.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>The opening record: console, engineer, procedure.</summary>
    public required JournalRecord Opening { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required DateTimeOffset Ended { get; init; }

    /// <summary><c>null</c>: interrupted, can go on.</summary>
    public required Outcome? Outcome { get; init; }

    public required ProofLevel Proof { get; init; }

    public required ImmutableArray<ReportedStep> Steps { get; init; }

    /// <summary>As they were found first; empty where nobody looked.</summary>
    public required ImmutableArray<RunEvent.Held> Before { get; init; }

    /// <summary>As they were found last.</summary>
    public required ImmutableArray<RunEvent.Held> After { get; init; }

    public required ImmutableArray<ReportedChange> Changes { get; init; }

    public required ImmutableArray<ReportedTrouble> Troubles { get; init; }

    /// <summary>Deviations, comparisons that were not made, witnesses, clock: in sentences.</summary>
    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>First baseline; <c>null</c>: none was taken.</summary>
    public required string? Baseline { get; init; }

    public required ImmutableArray<RunEvent.Proved> Proofs { get; init; }

    public required ImmutableArray<RunEvent.HandedOver> HandedOver { get; init; }

    /// <summary>Of the last seal.</summary>
    public required Head Head { get; init; }

    public string this[string key] => Opening[key] ?? "-";

    public string Title => Opening["TITLE"] ?? this["PROC"];

    public bool IsRehearsal => this["MODE"] == "rehearsal";

    /// <summary>Minutes from opening to the last record.</summary>
    public int Minutes => Math.Max(1, (int)Math.Round((Ended - Began).TotalMinutes));

    /// <summary>The scanner's own that ends first.</summary>
    public RunEvent.Held? NextDue => (After.IsEmpty ? Before : After).Where(held => held.Slot == "host").MinBy(held => held.NotAfter);

    /// <param name="run">Has a sealed opening.</param>
    public static VisitReport Of(string stick, RunHistory run)
    {
        var records = run.Records.ToImmutableArray();
        var opening = records[0];
        var events = records.Select(record => (Record: record, Event: Event(record))).Where(pair => pair.Event is not null).Select(pair => (pair.Record, Event: pair.Event!)).ToImmutableArray();
        var closed = events.Select(pair => pair.Event).OfType<RunEvent.Closed>().LastOrDefault();
        var held = events.Select(pair => pair.Event).OfType<RunEvent.Held>().ToImmutableArray();
        var names = StepNames(opening);
        return new()
        {
            Stick = stick,
            Run = run.Run,
            Files = [.. run.Parts.Select(part => part.Name)],
            Opening = opening,
            Began = opening.Utc,
            Ended = records[^1].Utc,
            Outcome = closed?.Outcome,
            Proof = closed?.Level ?? ProofLevel.None,
            Steps = ReportedStep.Of(events, names),
            Before = [.. held.Where(one => !one.IsAfter)],
            After = Afterwards(events),
            Changes = ReportedChange.Of(events),
            Troubles = [.. events.Select(pair => ReportedTrouble.Of(pair.Event, names)).OfType<ReportedTrouble>(), .. FailedJobs.Of(events.Select(pair => pair.Event)).Select(ReportedTrouble.OfFailedJobs)],
            Remarks = [.. Watch(opening), .. events.Select(pair => Remark(pair.Event, names)).OfType<string>()],
            Baseline = events.Select(pair => pair.Event).OfType<RunEvent.BaselineTaken>().FirstOrDefault()?.Seen,
            Proofs = [.. events.Select(pair => pair.Event).OfType<RunEvent.Proved>()],
            HandedOver = [.. events.Select(pair => pair.Event).OfType<RunEvent.HandedOver>().Where(handed => handed.File is not null)],
            Head = run.Head,
        };
    }

    /// <summary>As the last look found them; what was put back without another look is as before.</summary>
    private static ImmutableArray<RunEvent.Held> Afterwards(ImmutableArray<(JournalRecord Record, RunEvent Event)> events)
    {
        var all = events.Select(pair => pair.Event).ToImmutableArray();
        var putBack = all.LastIndexOf(all.OfType<RunEvent.PutBackDone>().LastOrDefault()!);
        var last = all.Skip(putBack + 1).OfType<RunEvent.Held>().Where(held => held.IsAfter).ToImmutableArray();
        return putBack >= 0 && last.IsEmpty ? [.. all.OfType<RunEvent.Held>().Where(held => !held.IsAfter)] : last;
    }

    /// <summary>Of each step, as OPEN tells it: id, expected minutes, title.</summary>
    internal static ImmutableArray<(string Id, int? Minutes, string Title)> StepNames(JournalRecord opening) =>
        [.. (opening["STEPS"] ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(parts => parts.Length == 3)
            .Select(parts => (parts[0], int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : (int?)null, parts[2]))];

    /// <summary>What OPEN says of the steps.</summary>
    public static string StepNames(Procedure procedure) => string.Join('\n', procedure.Steps.Select(step =>
        string.Create(CultureInfo.InvariantCulture, $"{step.Id}\t{step.Minutes}\t{step.Title.Replace('\t', ' ').Replace('\n', ' ')}")));

    private static RunEvent? Event(JournalRecord record)
    {
        try
        {
            return RunRecords.Read(record);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string[] Watch(JournalRecord opening) =>
        opening["WATCH"] is { } minutes and not ("+0" or "-0" or "0") ? [Say("report.watch", ("minutes", minutes))] : [];

    private static string? Remark(RunEvent happened, ImmutableArray<(string Id, int? Minutes, string Title)> names) => happened switch
    {
        RunEvent.StepDeviated left => Say("report.left-out", ("step", ReportedStep.TitleOf(names, left.Step)), ("reason", left.Reason)),
        RunEvent.Compared { Matched: null } compared => Say("report.not-compared", ("step", ReportedStep.TitleOf(names, compared.Step))),
        RunEvent.Witnessed witnessed => Say("report.witnessed", ("step", ReportedStep.TitleOf(names, witnessed.Step)), ("initials", witnessed.Claimed)),
        RunEvent.Noted noted => Say("report.noted", ("what", Words.Of(noted.What)), ("detail", noted.Detail ?? "-")),
        RunEvent.Recounted { Failed: null } => Say("recount.not"),
        RunEvent.Recounted { Failed: { } failed } => Say("recount.now", ("now", failed.ToString(CultureInfo.InvariantCulture))),
        RunEvent.Abandoned given => Say("report.abandoned", ("reason", given.Reason)),
        _ => null,
    };

    private static string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);
}

/// <summary>How a step went.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Result"><c>pass</c>, <c>fail</c>, <c>skip</c>, <c>left out</c>, <c>put back</c>.</param>
/// <param name="By">Initials; <c>null</c>: nobody signed.</param>
/// <param name="Expected">Minutes; <c>null</c>: not given.</param>
public sealed record ReportedStep(int Number, string Id, string Title, string Result, string? By, string? Detail, double Minutes, int? Expected)
{
    internal static string TitleOf(ImmutableArray<(string Id, int? Minutes, string Title)> names, int step) =>
        step < names.Length ? names[step].Title : (step + 1).ToString(CultureInfo.InvariantCulture);

    internal static ImmutableArray<ReportedStep> Of(ImmutableArray<(JournalRecord Record, RunEvent Event)> events, ImmutableArray<(string Id, int? Minutes, string Title)> names)
    {
        var steps = new SortedDictionary<int, ReportedStep>();
        var (since, putBack, isReturning) = (events[0].Record.Utc, events.Any(pair => pair.Event is RunEvent.PutBackDone), false);
        foreach (var (record, happened) in events)
        {
            if (Ended(happened) is var (at, result, by, detail))
            {
                var spent = steps.GetValueOrDefault(at)?.Minutes ?? 0;
                var verb = record["VERB"] ?? "";
                steps[at] = new(at + 1, record["ID"] ?? "", TitleOf(names, at), putBack && happened is RunEvent.Applied ? "put back" : result, by, detail,
                    spent + (record.Utc - since).TotalMinutes, at < names.Length ? names[at].Minutes : null);
                since = record.Utc;
            }
            else if (happened is RunEvent.Opened or RunEvent.Prepared || (isReturning && happened is RunEvent.FreeAgain))
            {
                since = record.Utc;
            }

            // A part that begins waits for the scanner to be free; found free once more in the middle of a step is the step's own time.
            isReturning = happened is RunEvent.Opened || (isReturning && happened is RunEvent.Noted);
        }

        return [.. steps.Values];
    }

    private static (int At, string Result, string? By, string? Detail)? Ended(RunEvent happened) => happened switch
    {
        RunEvent.StepPassed passed => (passed.Step, "pass", passed.By, passed.Detail),
        RunEvent.StepSkipped skipped => (skipped.Step, "skip", null, skipped.Why),
        RunEvent.StepDeviated left => (left.Step, "left out", null, left.Reason),
        RunEvent.Witnessed witnessed => (witnessed.Step, "pass", witnessed.Claimed, null),
        RunEvent.StepFailed failed => (failed.Step, "fail", null, failed.Code),
        RunEvent.EndedHere ended => (ended.Step, "pass", null, ended.Option),
        RunEvent.Compared { Matched: not false } compared => (compared.Step, "pass", null, Words.Of(compared.Matched)),
        RunEvent.Applied applied => (applied.Step, "pass", null, null),
        RunEvent.BaselineTaken taken => (taken.Step, "pass", null, null),
        RunEvent.Proved proved => (proved.Step, "pass", null, proved.Detail),
        RunEvent.HandedOver handed => (handed.Step, "pass", null, handed.File ?? Words.Of(handed.Form)),
        _ => null,
    };
}

/// <summary>A file or entry that was altered.</summary>
/// <param name="Kind">As the journal has it: <c>write</c>, <c>remove</c>, <c>folder</c>...</param>
/// <param name="Result"><c>in place</c>, <c>put back</c>, <c>not made</c>, <c>open</c>.</param>
public sealed record ReportedChange(string Path, string Kind, string Result)
{
    internal static ImmutableArray<ReportedChange> Of(ImmutableArray<(JournalRecord Record, RunEvent Event)> events)
    {
        var (done, pending) = (new List<ReportedChange>(), new List<ReportedChange>());
        foreach (var (record, happened) in events)
        {
            switch (happened)
            {
                case RunEvent.Intended intended:
                    pending.Add(new(intended.Change.Path.Text, record["KIND"] ?? "", "open"));
                    break;
                case RunEvent.Applied:
                    done.AddRange(pending.Select(change => change with { Result = "in place" }));
                    pending.Clear();
                    break;
                case RunEvent.Dropped:
                    pending.Clear();
                    break;
                case RunEvent.PutBackDone:
                    (done, pending) = ([.. done.Concat(pending).Select(change => change with { Result = "put back" })], []);
                    break;
            }
        }

        return [.. done, .. pending];
    }
}

/// <summary>A problem that came up.</summary>
/// <param name="Where">A step's title, or an input's name.</param>
/// <param name="Remedy">What to do; values that the journal does not keep (<see cref="ProblemValues"/>) are left open.</param>
public sealed partial record ReportedTrouble(string Code, string Where, string Seen, string Remedy, Responsible Who)
{
    internal static ReportedTrouble? Of(RunEvent happened, ImmutableArray<(string Id, int? Minutes, string Title)> names) => happened switch
    {
        RunEvent.StepFailed failed => Said(failed.Code, ReportedStep.TitleOf(names, failed.Step), failed.Who, failed.Values),
        RunEvent.Refused refused => Said(refused.Code, refused.Name, refused.Who, refused.Values),
        RunEvent.PutBackFailed failed => Said(failed.Code, Catalogue.English.Text("report.putting-back"), failed.Who, failed.Values),
        _ => null,
    };

    internal static ReportedTrouble OfFailedJobs(Problem problem) =>
        new(problem.Code, Catalogue.English.Text("report.failed-jobs"), problem.Seen, problem.Remedy, problem.Who);

    private static ReportedTrouble Said(string code, string where, Responsible who, string? values)
    {
        var known = ProblemValues.Read(values);
        return new(code, where, Filled(code, "seen", known), Filled(code, "remedy", known), who);
    }

    private static string Filled(string code, string field, IReadOnlyDictionary<string, string> values)
    {
        try
        {
            return Placeholder().Replace(Catalogue.English.Fill(code, field, values), "…");
        }
        catch (KeyNotFoundException)
        {
            return "";
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\{[a-z0-9-]+\}")]
    private static partial System.Text.RegularExpressions.Regex Placeholder();
}

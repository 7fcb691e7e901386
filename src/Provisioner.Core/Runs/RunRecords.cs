using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Changes;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using static Provisioner.Core.Runs.RunEvent;

namespace Provisioner.Core.Runs;

/// <summary>Events as journal records and back. Only the typed fields of an event are recorded, each under a name of this
/// file; there is no way for any other text to get in.</summary>
public static class RunRecords
{
    /// <summary>The record of an event that stands in the middle of a run. OPEN and CLOSE are the journal's own records:
    /// see <see cref="OpenFields"/> and <see cref="CloseFields"/>.</summary>
    public static JournalEntry Write(Procedure procedure, RunEvent happened)
    {
        var (name, code, outcome, fields) = Body(procedure, happened);
        return new(name, [new("EV", code.Event), new("AC", code.Action), new("OC", outcome), .. fields.Select(f => new JournalField(f.Item1, f.Item2))]);
    }

    /// <summary>What the run adds to OPEN.</summary>
    public static IEnumerable<JournalField> OpenFields(Opened opened) =>
        [.. AuditCode.Start.Fields("0"), new("PURPOSE", Words.Of(opened.Purpose))];

    /// <summary>The same, where the same program goes on in a next part because a file was full.</summary>
    public static ImmutableArray<JournalField> Continued(ImmutableArray<JournalField> open) =>
        [.. open.Select(field => field.Key == "PURPOSE" ? new("PURPOSE", Words.Of(Purpose.Continue)) : field)];

    /// <summary>What the run adds to CLOSE.</summary>
    public static IEnumerable<JournalField> CloseFields(Closed closed) =>
        [.. AuditCode.Stop.Fields(closed.Outcome is Outcome.Done or Outcome.NotApplicable ? "0" : "4"),
            new("OUTCOME", Words.Of(closed.Outcome)), new("PROOF", Words.Of(closed.Level))];

    /// <summary>The event of a sealed record.</summary>
    /// <exception cref="FormatException">No record of this program's: another version wrote it.</exception>
    public static RunEvent Read(JournalRecord record) => record.Event switch
    {
        "OPEN" => new Opened(Words.Purpose(Need(record, "PURPOSE"))),
        "CLOSE" => new Closed(Words.Outcome(Need(record, "OUTCOME")), Words.Proof(Need(record, "PROOF"))),
        "FREE-AGAIN" => new FreeAgain(Need(record, "BY"), record["DETAIL"]),
        "ANSWER" => new Answered(Need(record, "NAME"), Need(record, "TEXT"), Digest(record, "DIGEST")),
        "REFUSED" => new Refused(Need(record, "NAME"), Need(record, "CODE"), Who(record), record["VALUES"]),
        "PREPARED" => new Prepared(),
        "PASS" => new StepPassed(Step(record), record["BY"], record["DETAIL"]),
        "SKIP" => new StepSkipped(Step(record), Need(record, "WHY")),
        "DEVIATE" => new StepDeviated(Step(record), Need(record, "REASON")),
        "WITNESS" => new Witnessed(Step(record), Need(record, "CLAIMED"), record["AGREED"]),
        "SECOND-PERSON" => new SecondPerson(Step(record), Need(record, "CLAIMED"), record["AGREED"]),
        "FAIL" => new StepFailed(Step(record), Need(record, "CODE"), Who(record), record["CAUSE"], record["VALUES"]),
        "END-HERE" => new EndedHere(Step(record), Need(record, "OPTION")),
        "COMPARE" => new Compared(Step(record), NeedDigest(record, "FINGERPRINT"), Words.Matched(Need(record, "RESULT")), record["AGREED"]),
        "INTENT" => new Intended(Step(record), Whole(record, "CHANGE"), Whole(record, "OF"), ChangeRecords.Read(record)),
        "STATED" => new Stated(ConsolePath.Parse(Need(record, "PATH")), Words.HandMark(Need(record, "AS")), Need(record, "BY")),
        "CARRIED" => new CarriedOut(),
        "REJOINED" => new Rejoined(),
        "APPLIED" => new Applied(Step(record)),
        "DROPPED" => new Dropped(Step(record)),
        "BASELINE" => new BaselineTaken(Step(record), Need(record, "SEEN")),
        "NOTE" => new Noted(Words.Note(Need(record, "WHAT")), At(record), record["DETAIL"]),
        "HELD" => new Held(
            Need(record, "WHEN") == "after", Need(record, "SLOT"), Need(record, "NAME"), Need(record, "SUBJECT"), NeedDigest(record, "FINGERPRINT"), Time(record, "FROM"), Time(record, "UNTIL")),
        "ABANDON" => new Abandoned(Need(record, "REASON")),
        "PROVED" => new Proved(Step(record), Words.Proof(Need(record, "PROOF")), Need(record, "DETAIL")),
        "HAND-OVER-INTENT" => new HandOverIntended(new(Step(record), Words.Form(Need(record, "FORM")), Need(record, "FILE"), NeedDigest(record, "DIGEST"))),
        "HAND-OVER-DROPPED" => new HandOverDropped(Step(record)),
        "HAND-OVER" => new HandedOver(Step(record), Words.Form(Need(record, "FORM")), record["FILE"], Digest(record, "DIGEST")),
        "BACK" => new WentBack(Step(record), record["TO"] is null ? null : Whole(record, "TO") - 1),
        Maintenance.Removal => new KeyRemoval(Need(record, "FILE"), NeedDigest(record, "DIGEST")),
        "RECOUNT" => new Recounted(Need(record, "FAILED") == Words.NotCounted ? null : Whole(record, "FAILED")),
        "RETRY" => new Retried(Step(record)),
        "PUT-BACK" => new PutBackBegun(),
        "PUT-BACK-DONE" => new PutBackDone(),
        "PUT-BACK-FAIL" => new PutBackFailed(Need(record, "CODE"), Who(record), record["VALUES"]),
        "LEFT" => new Left(),
        var other => throw new FormatException($"record {other}"),
    };

    internal static string Need(JournalRecord record, string key) =>
        record[key] ?? throw new FormatException($"record {record.Event} without {key}");

    internal static Sha256 NeedDigest(JournalRecord record, string key) =>
        Digest(record, key) ?? throw new FormatException($"record {record.Event} without {key}");

    private static (string Name, AuditCode Code, string Outcome, IEnumerable<(string, string)> Fields) Body(Procedure procedure, RunEvent happened) => happened switch
    {
        FreeAgain free => ("FREE-AGAIN", AuditCode.Used, "0", [("BY", free.By), .. Maybe("DETAIL", free.Detail)]),
        Answered answered => ("ANSWER", AuditCode.Used, "0", [("NAME", answered.Name), ("TEXT", answered.Text), .. Maybe("DIGEST", answered.Digest?.ToString())]),
        Refused refused => ("REFUSED", AuditCode.Used, "4", [("NAME", refused.Name), ("CODE", refused.Code), ("WHO", refused.Who.Word()), .. Maybe("VALUES", refused.Values)]),
        Prepared => ("PREPARED", AuditCode.Used, "0", []),
        StepPassed passed => ("PASS", AuditCode.Used, "0", [.. Of(procedure, passed.Step), .. Maybe("BY", passed.By), .. Maybe("DETAIL", passed.Detail)]),
        StepSkipped skipped => ("SKIP", AuditCode.Used, "0", [.. Of(procedure, skipped.Step), ("WHY", skipped.Why)]),
        StepDeviated deviated => ("DEVIATE", AuditCode.Used, "0", [.. Of(procedure, deviated.Step), ("REASON", deviated.Reason)]),
        Witnessed witnessed => ("WITNESS", AuditCode.Used, "0", [.. Of(procedure, witnessed.Step), ("CLAIMED", witnessed.Claimed), .. Maybe("AGREED", witnessed.Agreed)]),
        SecondPerson second => ("SECOND-PERSON", AuditCode.Used, "0", [.. Of(procedure, second.Step), ("CLAIMED", second.Claimed), .. Maybe("AGREED", second.Agreed)]),
        StepFailed failed => ("FAIL", failed.Cause is null ? AuditCode.Used : AuditCode.NodeAuthentication, "4",
            [.. Of(procedure, failed.Step), ("CODE", failed.Code), ("WHO", failed.Who.Word()), .. Maybe("CAUSE", failed.Cause), .. Maybe("VALUES", failed.Values)]),
        EndedHere ended => ("END-HERE", AuditCode.Used, "0", [.. Of(procedure, ended.Step), ("OPTION", ended.Option)]),
        Compared compared => ("COMPARE", AuditCode.Certificates, compared.Matched is false ? "4" : "0",
            [.. Of(procedure, compared.Step), ("FINGERPRINT", compared.Fingerprint.ToString()), ("RESULT", Words.Of(compared.Matched)), .. Maybe("AGREED", compared.Agreed)]),
        Intended intended => ("INTENT", AuditCode.Of(procedure.Steps[intended.Step].Verb), "0",
            [.. Of(procedure, intended.Step), ("CHANGE", Text(intended.Number)), ("OF", Text(intended.Of)), .. ChangeRecords.Fields(intended.Change)]),
        Stated stated => ("STATED", AuditCode.Certificates, "0", [("PATH", stated.Path.Text), ("AS", Words.Of(stated.As)), ("BY", stated.By)]),
        CarriedOut => ("CARRIED", AuditCode.Used, "0", []),
        Rejoined => ("REJOINED", AuditCode.Used, "0", []),
        Applied applied => ("APPLIED", AuditCode.Of(procedure.Steps[applied.Step].Verb), "0", Of(procedure, applied.Step)),
        Dropped dropped => ("DROPPED", AuditCode.Of(procedure.Steps[dropped.Step].Verb), "0", Of(procedure, dropped.Step)),
        BaselineTaken taken => ("BASELINE", AuditCode.Network, "0", [.. Of(procedure, taken.Step), ("SEEN", taken.Seen)]),
        Noted noted => ("NOTE", AuditCode.Of(noted.What), "4", [("WHAT", Words.Of(noted.What)), ("AT", RecordLine.Utc(noted.At)), .. Maybe("DETAIL", noted.Detail)]),
        Held held => ("HELD", AuditCode.Certificates with { Action = "R" }, "0",
        [
            ("WHEN", held.IsAfter ? "after" : "before"), ("SLOT", held.Slot), ("NAME", Printable.Of(held.Name)), ("SUBJECT", Printable.Of(held.Subject)),
            ("FINGERPRINT", held.Fingerprint.ToString()), ("FROM", RecordLine.Utc(held.NotBefore)), ("UNTIL", RecordLine.Utc(held.NotAfter)),
        ]),
        Abandoned abandoned => ("ABANDON", AuditCode.Used, "4", [("REASON", abandoned.Reason)]),
        Proved proved => ("PROVED", AuditCode.Network, "0", [.. Of(procedure, proved.Step), ("PROOF", Words.Of(proved.Level)), ("DETAIL", proved.Detail)]),
        HandOverIntended { Outgoing: var outgoing } => ("HAND-OVER-INTENT", AuditCode.KeyHandOver, "0",
            [.. Of(procedure, outgoing.Step), ("FORM", Words.Of(outgoing.Form)), ("FILE", outgoing.Name), ("DIGEST", outgoing.Digest.ToString())]),
        HandOverDropped dropped => ("HAND-OVER-DROPPED", AuditCode.KeyHandOver, "4", Of(procedure, dropped.Step)),
        HandedOver handed => ("HAND-OVER", AuditCode.KeyHandOver, "0",
            [.. Of(procedure, handed.Step), ("FORM", Words.Of(handed.Form)), .. Maybe("FILE", handed.File), .. Maybe("DIGEST", handed.Digest?.ToString())]),
        WentBack back => ("BACK", AuditCode.Used, "0", [.. Of(procedure, back.Step), .. Maybe("TO", back.To is { } to ? Text(to + 1) : null)]),
        KeyRemoval removal => (Maintenance.Removal, AuditCode.Certificates with { Action = "D" }, "0", [("FILE", removal.File), ("DIGEST", removal.Digest.ToString())]),
        Recounted { Failed: { } failed } => ("RECOUNT", AuditCode.Used, "0", [("FAILED", Text(failed))]),
        Recounted => ("RECOUNT", AuditCode.Used, "4", [("FAILED", Words.NotCounted)]),
        Retried retried => ("RETRY", AuditCode.Used, "0", Of(procedure, retried.Step)),
        PutBackBegun => ("PUT-BACK", AuditCode.Certificates, "0", []),
        PutBackDone => ("PUT-BACK-DONE", AuditCode.Certificates, "0", []),
        PutBackFailed failed => ("PUT-BACK-FAIL", AuditCode.Certificates, "8", [("CODE", failed.Code), ("WHO", failed.Who.Word()), .. Maybe("VALUES", failed.Values)]),
        Left => ("LEFT", AuditCode.Stopped, "0", []),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Every record of a step names it by number (1-based), id and verb.</summary>
    private static (string, string)[] Of(Procedure procedure, int step) =>
        [("STEP", Text(step + 1)), ("ID", procedure.Steps[step].Id), ("VERB", procedure.Steps[step].Verb.Word)];

    private static (string, string)[] Maybe(string key, string? value) => value is null ? [] : [(key, value)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Whole(JournalRecord record, string key) => int.Parse(Need(record, key), NumberStyles.None, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(JournalRecord record, string key) =>
        RecordLine.TryReadUtc(Need(record, key), out var time) ? time : throw new FormatException($"record {record.Event} with {key}={record[key]}");

    private static int Step(JournalRecord record) => Whole(record, "STEP") - 1;

    private static DateTimeOffset At(JournalRecord record) =>
        RecordLine.TryReadUtc(Need(record, "AT"), out var at) ? at : throw new FormatException($"record {record.Event} with AT={record["AT"]}");

    private static Responsible Who(JournalRecord record) => ResponsibleWords.Parse(Need(record, "WHO"));

    private static Sha256? Digest(JournalRecord record, string key) => Sha256.TryParse(record[key], out var digest) ? digest : null;
}

using System.Text.Json;
using Provisioner.Core.Journal;

namespace Provisioner.Commands;

/// <summary>Verdicts and records as JSON: stable names, absent rather than null.</summary>
internal static class JournalJson
{
    public static void Verdict(Utf8JsonWriter json, JournalVerification verified)
    {
        json.WriteNumber("exit", verified.Exit);
        Report.Maybe(json, "office", verified.Office?.Fingerprint.ToString());
        json.WriteStartArray("sticks");
        foreach (var stick in verified.Sticks)
        {
            json.WriteStartObject();
            Stick(json, stick);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Records(Utf8JsonWriter json, JournalVerification verified)
    {
        json.WriteNumber("exit", verified.Exit);
        json.WriteStartArray("files");
        foreach (var file in verified.Sticks.SelectMany(stick => stick.Runs).SelectMany(run => run.Run.Parts))
        {
            json.WriteStartObject();
            json.WriteString("file", file.Name);
            json.WriteStartArray("records");
            foreach (var record in file.Records)
            {
                Record(json, record);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>One record as an object; fields by their keys.</summary>
    public static void Record(Utf8JsonWriter json, JournalRecord record)
    {
        json.WriteStartObject();
        Members(json, record);
        json.WriteEndObject();
    }

    public static void Members(Utf8JsonWriter json, JournalRecord record)
    {
        json.WriteNumber("line", record.Number);
        json.WriteString("utc", RecordLine.Utc(record.Utc));
        json.WriteNumber("sinceMilliseconds", (long)record.Since.TotalMilliseconds);
        json.WriteString("event", record.Event);
        json.WriteStartObject("fields");
        foreach (var (key, value) in record.Fields)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void Stick(Utf8JsonWriter json, StickVerdict stick)
    {
        Report.Maybe(json, "stick", stick.Ledger?.Trust.Stick);
        json.WriteString("place", stick.Place);
        json.WriteBoolean("certified", stick.IsCertified);
        json.WriteBoolean("rehearsal", stick.IsRehearsal);
        json.WriteStartArray("signers");
        foreach (var signer in stick.Signers)
        {
            json.WriteStringValue(signer);
        }

        json.WriteEndArray();
        if (stick.Anchored is { } anchored)
        {
            json.WriteStartObject("anchored");
            json.WriteString("file", anchored.File);
            json.WriteNumber("line", anchored.Seal.Number);
            json.WriteString("head", anchored.Seal.Head.ToString());
            json.WriteString("source", anchored.Source);
            json.WriteEndObject();
        }

        json.WriteStartArray("runs");
        foreach (var run in stick.Runs)
        {
            Run(json, run);
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in stick.Findings)
        {
            Finding(json, finding);
        }

        json.WriteEndArray();
    }

    private static void Run(Utf8JsonWriter json, RunVerdict run)
    {
        var last = run.Run.Parts[^1];
        json.WriteStartObject();
        json.WriteString("run", run.Run.Run);
        json.WriteString("verdict", run.Verdict.Word());
        json.WriteStartArray("parts");
        foreach (var part in run.Run.Parts)
        {
            json.WriteStringValue(part.Name);
        }

        json.WriteEndArray();
        json.WriteNumber("records", run.Run.Records.Count());
        if (last.Ending == JournalEnding.Closed)
        {
            Report.Maybe(json, "outcome", last.Records[^1]["OUTCOME"]);
            Report.Maybe(json, "proof", last.Records[^1]["PROOF"]);
        }

        json.WriteString("head", run.Run.Head.ToString());
        json.WriteString("code", run.Run.Head.Spoken);
        json.WritePropertyName("last");
        Record(json, last.Records[^1]);
        json.WriteEndObject();
    }

    private static void Finding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("verdict", finding.Verdict.Word());
        Report.Maybe(json, "file", finding.File);
        Report.Problems(json, [finding.Problem]);
        json.WriteEndObject();
    }
}

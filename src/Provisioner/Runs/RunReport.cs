using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>The JSON document of <c>run</c>, <c>resume</c>, <c>undo</c> and <c>demo</c>. What is not known is absent.</summary>
internal static class RunReport
{
    public static void Write(Utf8JsonWriter json, RunEnd end)
    {
        if (end.Part is { } part)
        {
            Write(json, part);
        }

        if (end.Release is { } release)
        {
            json.WriteBoolean("safeToRemove", release.IsSafe);
        }

        Report.Problems(json, end.Problems);
    }

    private static void Write(Utf8JsonWriter json, Part part)
    {
        json.WriteString("run", part.Run);
        json.WriteNumber("part", part.Number);
        json.WriteString("procedure", part.Procedure.Id);
        json.WriteString("version", part.Procedure.Version);
        json.WriteBoolean("signed", !part.Procedure.IsUnsigned);
        json.WriteStartObject("console");
        json.WriteString("serial", part.Console.Serial);
        json.WriteString("host", part.Console.Host);
        json.WriteEndObject();
        json.WriteString("mode", part.Mode.ToString().ToLowerInvariant());
        json.WriteString("outcome", part.State.Phase is RunPhase.Closed closed ? Words.Of(closed.Outcome) : "interrupted");
        json.WriteString("proof", Words.Of(part.State.Facts.Level));
        WriteFailedJobs(json, part.State.Facts);
        WriteSteps(json, part);
        json.WriteString("report", $"REPORTS/{part.Run}.HTM");
        json.WriteStartObject("journal");
        json.WriteString("file", $"LOGS/{part.Newest.File}.PAL");
        json.WriteString("head", part.Newest.Head.ToString());
        json.WriteString("code", part.Newest.Head.Grouped);
        json.WriteEndObject();
    }

    /// <summary>On the scanner, as they were counted.</summary>
    private static void WriteFailedJobs(Utf8JsonWriter json, RunFacts facts)
    {
        if (facts is { Counts: null, Recount: null or { Failed: null } })
        {
            return;
        }

        json.WriteStartObject("failedJobs");
        if (facts.Counts is { Failed: var before })
        {
            json.WriteNumber("before", before);
        }

        if (facts.Recount is { Failed: { } after })
        {
            json.WriteNumber("after", after);
        }

        json.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter json, Part part)
    {
        var putBack = part.State.Phase is RunPhase.Closed { Outcome: Outcome.PutBack };
        json.WriteStartArray("steps");
        foreach (var (at, result) in part.State.Facts.Results.OrderBy(entry => entry.Key))
        {
            json.WriteStartObject();
            json.WriteString("id", part.Procedure.Steps[at].Id);
            json.WriteString("verb", part.Procedure.Steps[at].Verb.Word);
            json.WriteString("result", putBack && part.Procedure.Steps[at].Verb.Changes ? "put-back" : Words.Of(result.Mark));
            Report.Maybe(json, "code", result.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

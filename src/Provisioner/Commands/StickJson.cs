using System.Collections.Immutable;
using System.Text.Json;
using Provisioner.Core.Journal;
using Provisioner.Sticks;

namespace Provisioner.Commands;

/// <summary>The JSON document of <c>stick check</c>.</summary>
internal static class StickJson
{
    public static void Write(Utf8JsonWriter json, Stick? stick, ImmutableArray<StickFinding> findings)
    {
        if (stick is not null)
        {
            json.WriteString("stick", stick.Name);
            json.WriteString("engineer", stick.Genesis.Engineer);
            json.WriteString("use", stick.Genesis.IsRehearsal ? Genesis.Rehearsal : Genesis.Real);
            json.WriteString("until", RecordLine.Utc(stick.Genesis.NotAfter));
        }

        json.WriteStartArray("checks");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("check", finding.Check);
            json.WriteBoolean("ok", finding.Problem is null);
            json.WriteString("said", finding.Said);
            Report.Maybe(json, "code", finding.Problem?.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

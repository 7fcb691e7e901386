using System.Text.Json;
using Provisioner.Core.Procedures;

namespace Provisioner.Commands;

/// <summary>Procedures as JSON, with stable names.</summary>
internal static class ProcedureJson
{
    public static void List(Utf8JsonWriter json, Shelf shelf)
    {
        json.WriteStartArray("modalities");
        foreach (var modality in shelf.Modalities.Values)
        {
            json.WriteStartObject();
            json.WriteString("id", modality.Id);
            json.WriteString("version", modality.Version);
            json.WriteString("title", modality.Title);
            json.WriteString("source", modality.Source);
            json.WriteString("sha256", modality.Digest.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("procedures");
        foreach (var procedure in shelf.Procedures.Values)
        {
            Write(json, procedure);
        }

        json.WriteEndArray();
    }

    public static void Answers(Utf8JsonWriter json, Procedure procedure)
    {
        json.WriteString("procedure", procedure.Id);
        json.WriteString("version", procedure.Version);
        json.WriteStartArray("answers");
        foreach (var input in procedure.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("kind", input.Kind.Word());
            json.WriteString("prompt", input.Prompt);
            json.WriteString("form", AnswerForms.Expected(input));
            Report.Maybe(json, "example", input.Example);
            json.WriteBoolean("keepHeld", input.KeepHeld);
            json.WriteEndObject();
        }

        foreach (var step in procedure.Steps.Where(step => step.Verb.Asks != Asking.Nothing))
        {
            json.WriteStartObject();
            json.WriteString("name", step.Id);
            json.WriteString("kind", step.Verb.Asks.Word());
            json.WriteString("prompt", step.Title);
            json.WriteString("form", AnswerForms.Expected(step));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Procedure procedure)
    {
        json.WriteStartObject();
        json.WriteString("id", procedure.Id);
        json.WriteString("version", procedure.Version);
        json.WriteString("modality", procedure.Modality);
        json.WriteString("title", procedure.Title);
        json.WriteString("source", procedure.Source);
        json.WriteString("sha256", procedure.Digest.ToString());
        json.WriteStartObject("minutes");
        Report.Maybe(json, "preliminary", procedure.Personnel.Preliminary);
        json.WriteNumber("from", procedure.Personnel.Procedure.From);
        json.WriteNumber("to", procedure.Personnel.Procedure.To);
        Report.Maybe(json, "finalization", procedure.Personnel.Finalization);
        if (procedure.Personnel.Assumed)
        {
            json.WriteBoolean("assumed", true);
        }

        json.WriteEndObject();
        json.WriteStartArray("steps");
        foreach (var step in procedure.Steps)
        {
            json.WriteStartObject();
            json.WriteString("id", step.Id);
            json.WriteString("verb", step.Verb.Word);
            json.WriteString("title", step.Title);
            Report.Maybe(json, "minutes", step.Minutes);
            json.WriteBoolean("changes", step.Verb.Changes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

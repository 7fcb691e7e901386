using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens;

namespace Provisioner.Commands;

/// <summary>What every command prints alike: problems for people, and one JSON document.</summary>
internal static class Report
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What was seen, what to do, who acts; wrapped for a screen of 80 columns.</summary>
    public static void Problems(TextWriter to, IEnumerable<Problem> problems)
    {
        foreach (var line in Pages.Problems(problems).Lines)
        {
            to.WriteLine(line.Text);
        }
    }

    /// <summary>Writes one document: an object whose members <paramref name="write"/> adds.</summary>
    public static void Json(TextWriter to, Action<Utf8JsonWriter> write) => to.WriteLine(Document(write));

    /// <summary>The document's text, without a line end.</summary>
    public static string Document(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The member <c>problems</c>: code, values, and the texts in English.</summary>
    public static void Problems(Utf8JsonWriter json, IEnumerable<Problem> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("code", problem.Code);
            json.WriteString("seen", problem.Seen);
            json.WriteString("who", problem.Who.Word());
            json.WriteString("remedy", problem.Remedy);
            Maybe(json, "rule", problem.Rule);
            json.WriteStartObject("values");
            foreach (var (name, value) in problem.Values)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Absent rather than null.</summary>
    public static void Maybe(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Absent rather than null.</summary>
    public static void Maybe(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>The JSON schemas of the files that authors write (draft 2020-12), made from the readers themselves, for editors that
/// complete and underline. They know the form; names and laws are for <c>procedures check</c>.</summary>
public static class ProcedureSchema
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Procedure { get; } = Of("Service method", ProcedureFile.Form);

    public static string Modality { get; } = Of("Scanner type", ModalityFile.Form);

    private static string Of<T>(string title, Form<T> form)
    {
        using var bytes = new MemoryStream();
        using (var schema = new Utf8JsonWriter(bytes, Indented))
        {
            schema.WriteStartObject();
            schema.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            schema.WriteString("title", title);
            form.Describe(schema);
            schema.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}

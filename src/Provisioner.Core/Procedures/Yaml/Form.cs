using System.Text.Json;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>How a value is written: it reads a node, and describes itself for the JSON schema, so that both always agree.</summary>
internal abstract class Form<T>
{
    /// <summary>Stands for a value that could not be read; the problems are reported already.</summary>
    public abstract T Blank { get; }

    /// <summary>The value, or <see cref="Blank"/> after reporting what is wrong.</summary>
    public abstract T Read(YamlNode node, Reading reading);

    /// <summary>Writes the members of its schema into an object that is open.</summary>
    public abstract void Describe(Utf8JsonWriter schema);

    protected T Wrong(YamlNode node, Reading reading, string expected, IEnumerable<string>? known = null)
    {
        var found = node switch
        {
            YamlNode.Map => Text("form.found.map"),
            YamlNode.List => Text("form.found.list"),
            YamlNode.Scalar { Text: "" } => Text("form.found.nothing"),
            YamlNode.Scalar scalar => $"\"{scalar.Text}\"",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        reading.Add("PROC-009", node.Mark, ("expected", Reading.Expected(expected, (node as YamlNode.Scalar)?.Text ?? "", known ?? [])), ("found", found));
        return Blank;
    }

    protected static string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        Problems.Catalogue.English.Text(key, values);
}

/// <summary>Tries to make a value of a text.</summary>
internal delegate bool Parse<T>(string text, out T value);

/// <summary>A value written as one text.</summary>
/// <param name="expected">What should stand there, for people.</param>
/// <param name="known">Every word that it can be, where they are few.</param>
/// <param name="describe">Writes the schema.</param>
internal sealed class ScalarForm<T>(string expected, T blank, Parse<T> parse, Action<Utf8JsonWriter> describe, IReadOnlyList<string>? known = null) : Form<T>
{
    public override T Blank => blank;

    /// <summary>Told of every text that was read well, e.g. a name that must exist elsewhere.</summary>
    public Action<Reading, Mark, T>? Note { get; init; }

    /// <summary>A text of the wrong form is kept as it is written after it was reported, so that what names it is not
    /// reported too.</summary>
    public bool KeepsWrong { get; init; }

    public override T Read(YamlNode node, Reading reading)
    {
        if (node is not YamlNode.Scalar scalar)
        {
            return Wrong(node, reading, expected, known);
        }

        if (!parse(scalar.Text, out var value))
        {
            _ = Wrong(node, reading, expected, known);
            return KeepsWrong ? value : blank;
        }

        Note?.Invoke(reading, scalar.Mark, value);
        return value;
    }

    public override void Describe(Utf8JsonWriter schema) => describe(schema);
}

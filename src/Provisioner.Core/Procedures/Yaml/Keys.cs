using System.Text.Json;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>The keys of one map. The same straight-line code asks for them whether a file is read or the schema written.</summary>
internal abstract class Keys
{
    /// <summary>The place of the map.</summary>
    public abstract Mark Mark { get; }

    /// <summary>Problems reported so far: equal before and after when all in between was read well.</summary>
    public virtual int Problems => 0;

    /// <summary>A key that must be there.</summary>
    public abstract T Need<T>(string key, Form<T> form);

    /// <summary>A key that may be left out.</summary>
    public abstract T May<T>(string key, Form<T> form, T otherwise);

    /// <summary>Exactly one of these keys.</summary>
    /// <param name="what">For people: what the keys are.</param>
    public abstract T OneOf<T>(string what, IReadOnlyList<Alternative<T>> alternatives);

    public T? May<T>(string key, Form<T> form)
        where T : class => May(key, form, null!);

    public int? MayNumber(string key, int from, int to) => May(key, new OptionalForm<int>(Forms.Number(from, to)), null);

    public T? MayWord<T>(string key)
        where T : struct, Enum => May(key, new OptionalForm<T>(Forms.Word<T>()), null);

    public bool? MayFlag(string key) => May(key, new OptionalForm<bool>(Forms.Flag), null);

    private sealed class OptionalForm<T>(Form<T> form) : Form<T?>
        where T : struct
    {
        public override T? Blank => form.Blank;

        public override T? Read(YamlNode node, Reading reading) => form.Read(node, reading);

        public override void Describe(Utf8JsonWriter schema) => form.Describe(schema);
    }
}

/// <summary>One of several keys, of which a map has one.</summary>
internal sealed record Alternative<T>(string Key, Form<T> Form);

/// <summary>Reads the keys of a map in a file.</summary>
internal sealed class ReadingKeys(YamlNode.Map map, Reading reading) : Keys
{
    /// <summary>Keys that a message can list.</summary>
    private const int Few = 10;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];

    public override Mark Mark => map.Mark;

    public override int Problems => reading.Count;

    public override T Need<T>(string key, Form<T> form)
    {
        _ = _known.Add(key);
        if (map.Find(key) is { } entry)
        {
            return Read(entry, form);
        }

        _missing.Add(key);
        return form.Blank;
    }

    public override T May<T>(string key, Form<T> form, T otherwise)
    {
        _ = _known.Add(key);
        return map.Find(key) is { } entry ? Read(entry, form) : otherwise;
    }

    public override T OneOf<T>(string what, IReadOnlyList<Alternative<T>> alternatives)
    {
        _known.UnionWith(alternatives.Select(a => a.Key));
        var found = alternatives.Where(a => map.Find(a.Key) is not null).ToArray();
        foreach (var more in found.Skip(1))
        {
            reading.Add("PROC-010", map.Find(more.Key)!.Key.Mark, ("key", more.Key), ("first", found[0].Key), ("what", what));
        }

        if (found.Length > 0)
        {
            return Read(map.Find(found[0].Key)!, found[0].Form);
        }

        if (!map.Entries.Any(entry => Nearest.To(entry.Key.Text, alternatives.Select(a => a.Key)) is not null && !_known.Contains(entry.Key.Text)))
        {
            _missing.Add(what);
        }

        return alternatives[0].Form.Blank;
    }

    /// <summary>Reports the keys that nobody asked for, and those that are missing; a misspelt one is the former alone.</summary>
    public void Finish()
    {
        var free = _known.Where(key => map.Find(key) is null).Order(StringComparer.Ordinal).ToArray();
        foreach (var entry in map.Entries.Where(entry => !_known.Contains(entry.Key.Text)).TakeWhile(_ => !reading.IsFull))
        {
            _ = Nearest.To(entry.Key.Text, free) is { } meant && _missing.Remove(meant);
            reading.Add("PROC-007", entry.Key.Mark, ("key", entry.Key.Text), ("expected", Reading.Expected(Expected(entry.Key.Text, free), entry.Key.Text, free)));
        }

        foreach (var key in _missing)
        {
            reading.Add("PROC-008", Mark, ("key", key));
        }
    }

    /// <summary>All keys that are free, unless they are many and one of them was clearly meant.</summary>
    private string Expected(string written, string[] free) => free.Length > Few && Nearest.To(written, free) is not null
        ? Catalogue.English.Text("form.key")
        : Catalogue.English.Text("form.keys", ("keys", string.Join(", ", free.Length > 0 ? free : [.. _known.Order(StringComparer.Ordinal)])));

    private T Read<T>(YamlEntry entry, Form<T> form) => form.Read(
        entry.Value is YamlNode.Scalar { Text: "", Quoted: false } nothing ? nothing with { Mark = entry.Key.Mark } : entry.Value, reading);
}

/// <summary>Gives blanks, so that a blank value can be made of a map that could not be read.</summary>
internal sealed class BlankKeys : Keys
{
    public override Mark Mark => new(1, 1);

    public override T Need<T>(string key, Form<T> form) => form.Blank;

    public override T May<T>(string key, Form<T> form, T otherwise) => otherwise;

    public override T OneOf<T>(string what, IReadOnlyList<Alternative<T>> alternatives) => alternatives[0].Form.Blank;
}

/// <summary>Writes the schema of a map while its reader asks for the keys.</summary>
internal sealed class DescribingKeys(Utf8JsonWriter schema) : Keys
{
    private readonly List<string> _needed = [];
    private readonly List<string[]> _oneOf = [];

    public override Mark Mark => new(1, 1);

    public override T Need<T>(string key, Form<T> form)
    {
        _needed.Add(key);
        return Property(key, form);
    }

    public override T May<T>(string key, Form<T> form, T otherwise) => Property(key, form);

    public override T OneOf<T>(string what, IReadOnlyList<Alternative<T>> alternatives)
    {
        _oneOf.Add([.. alternatives.Select(a => a.Key)]);
        return alternatives.Select(a => Property(a.Key, a.Form)).ToArray()[0];
    }

    /// <summary>Closes the properties and says which are needed.</summary>
    public void Finish()
    {
        schema.WriteEndObject();
        schema.WriteStartArray("required");
        _needed.ForEach(schema.WriteStringValue);
        schema.WriteEndArray();
        if (_oneOf.Count > 0)
        {
            schema.WriteStartArray("allOf");
            _oneOf.ForEach(WriteOneOf);
            schema.WriteEndArray();
        }
    }

    private void WriteOneOf(string[] keys)
    {
        schema.WriteStartObject();
        schema.WriteStartArray("oneOf");
        foreach (var key in keys)
        {
            schema.WriteStartObject();
            schema.WriteStartArray("required");
            schema.WriteStringValue(key);
            schema.WriteEndArray();
            schema.WriteEndObject();
        }

        schema.WriteEndArray();
        schema.WriteEndObject();
    }

    private T Property<T>(string key, Form<T> form)
    {
        schema.WriteStartObject(key);
        form.Describe(schema);
        schema.WriteEndObject();
        return form.Blank;
    }
}

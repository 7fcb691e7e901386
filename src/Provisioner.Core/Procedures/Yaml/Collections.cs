using System.Collections.Immutable;
using System.Text.Json;

namespace Provisioner.Core.Procedures.Yaml;

internal sealed class ListForm<T>(Form<T> item, int least, int most) : Form<ImmutableArray<T>>
{
    public override ImmutableArray<T> Blank => [];

    public override ImmutableArray<T> Read(YamlNode node, Reading reading) =>
        node is YamlNode.List list && list.Items.Length >= least && list.Items.Length <= most
            ? [.. list.Items.Select(one => item.Read(one, reading))]
            : Wrong(node, reading, Text("form.list", ("least", Forms.Digits(least)), ("most", Forms.Digits(most))));

    public override void Describe(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "array");
        schema.WriteNumber("minItems", least);
        schema.WriteNumber("maxItems", most);
        schema.WriteStartObject("items");
        item.Describe(schema);
        schema.WriteEndObject();
    }
}

internal sealed class MapForm<T>(Func<Keys, T> read) : Form<T>
{
    public override T Blank => read(new BlankKeys());

    public override T Read(YamlNode node, Reading reading)
    {
        if (node is not YamlNode.Map map)
        {
            return Wrong(node, reading, Text("form.map"));
        }

        var keys = new ReadingKeys(map, reading);
        var value = read(keys);
        keys.Finish();
        return value;
    }

    public override void Describe(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteBoolean("additionalProperties", false);
        schema.WriteStartObject("properties");
        var keys = new DescribingKeys(schema);
        _ = read(keys);
        keys.Finish();
    }
}

internal sealed class NamedForm<TName, T>(Form<TName> name, Func<TName, Keys, T> read, int least, int most) : Form<ImmutableArray<T>>
{
    public override ImmutableArray<T> Blank => [];

    public override ImmutableArray<T> Read(YamlNode node, Reading reading)
    {
        if (node is not YamlNode.Map map || map.Entries.Length < least || map.Entries.Length > most)
        {
            return Wrong(node, reading, Text("form.named", ("least", Forms.Digits(least)), ("most", Forms.Digits(most))));
        }

        return [.. map.Entries.Select(entry =>
        {
            var called = name.Read(entry.Key, reading);
            return new MapForm<T>(keys => read(called, keys)).Read(entry.Value, reading);
        })];
    }

    public override void Describe(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteNumber("minProperties", least);
        schema.WriteNumber("maxProperties", most);
        schema.WriteStartObject("propertyNames");
        name.Describe(schema);
        schema.WriteEndObject();
        schema.WriteStartObject("additionalProperties");
        new MapForm<T>(keys => read(name.Blank, keys)).Describe(schema);
        schema.WriteEndObject();
    }
}

internal sealed class TableForm<TKey, T>(Form<TKey> key, Form<T> value) : Form<ImmutableDictionary<TKey, T>>
    where TKey : notnull
{
    public override ImmutableDictionary<TKey, T> Blank => ImmutableDictionary<TKey, T>.Empty;

    public override ImmutableDictionary<TKey, T> Read(YamlNode node, Reading reading)
    {
        if (node is not YamlNode.Map { Entries.Length: > 0 } map)
        {
            return Wrong(node, reading, Text("form.map"));
        }

        var table = ImmutableDictionary.CreateBuilder<TKey, T>();
        foreach (var entry in map.Entries)
        {
            table[key.Read(entry.Key, reading)] = value.Read(entry.Value, reading);
        }

        return table.ToImmutable();
    }

    public override void Describe(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteNumber("minProperties", 1);
        schema.WriteStartObject("propertyNames");
        key.Describe(schema);
        schema.WriteEndObject();
        schema.WriteStartObject("additionalProperties");
        value.Describe(schema);
        schema.WriteEndObject();
    }
}

internal sealed class AsForm<TFrom, T>(Form<TFrom> form, Func<TFrom, T> make) : Form<T>
{
    public override T Blank => make(form.Blank);

    public override T Read(YamlNode node, Reading reading) => make(form.Read(node, reading));

    public override void Describe(Utf8JsonWriter schema) => form.Describe(schema);
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Tests.Procedures;

/// <summary>As much of JSON Schema 2020-12 as the project's schemas use. A YAML text counts as what the schema wants, if it can be
/// read so; an unknown keyword is a bug in this check.</summary>
internal static class SchemaCheck
{
    public static string? FirstFault(JsonElement schema, YamlNode node)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (Fault(schema, keyword.Name, keyword.Value, node) is { } fault)
            {
                return $"{node.Mark.Line}:{node.Mark.Column} {fault}";
            }
        }

        return null;
    }

    private static string? Fault(JsonElement schema, string keyword, JsonElement value, YamlNode node) => (keyword, node) switch
    {
        ("$schema" or "title", _) => null,
        ("type", _) => IsOf(value.GetString()!, node) ? null : $"type {value}",
        ("enum", YamlNode.Scalar scalar) => value.EnumerateArray().Any(word => word.GetString() == scalar.Text) ? null : "enum",
        ("enum", _) => "enum",
        ("pattern", YamlNode.Scalar scalar) => Regex.IsMatch(scalar.Text.TrimEnd('\r'), value.GetString()!) && !scalar.Text.EndsWith('\n') ? null : "pattern",
        ("minLength", YamlNode.Scalar scalar) => scalar.Text.Trim().Length >= value.GetInt32() ? null : "minLength",
        ("maxLength", YamlNode.Scalar scalar) => scalar.Text.Trim().Length <= value.GetInt32() ? null : "maxLength",
        ("minimum", YamlNode.Scalar scalar) => Number(scalar) is not { } number || number >= value.GetInt32() ? null : "minimum",
        ("maximum", YamlNode.Scalar scalar) => Number(scalar) is not { } number || number <= value.GetInt32() ? null : "maximum",
        ("items", YamlNode.List list) => list.Items.Select(item => FirstFault(value, item)).FirstOrDefault(fault => fault is not null),
        ("minItems", YamlNode.List list) => list.Items.Length >= value.GetInt32() ? null : "minItems",
        ("maxItems", YamlNode.List list) => list.Items.Length <= value.GetInt32() ? null : "maxItems",
        ("properties", YamlNode.Map map) => map.Entries.Select(entry => value.TryGetProperty(entry.Key.Text, out var property) ? FirstFault(property, entry.Value) : null).FirstOrDefault(fault => fault is not null),
        ("additionalProperties", YamlNode.Map map) => map.Entries.Where(entry => !Named(schema, entry.Key.Text)).Select(entry => value.ValueKind == JsonValueKind.False ? entry.Key.Text : FirstFault(value, entry.Value)).FirstOrDefault(fault => fault is not null),
        ("propertyNames", YamlNode.Map map) => map.Entries.Select(entry => FirstFault(value, entry.Key)).FirstOrDefault(fault => fault is not null),
        ("required", YamlNode.Map map) => value.EnumerateArray().Select(name => name.GetString()!).FirstOrDefault(name => map.Find(name) is null) is { } missing ? $"required {missing}" : null,
        ("minProperties", YamlNode.Map map) => map.Entries.Length >= value.GetInt32() ? null : "minProperties",
        ("maxProperties", YamlNode.Map map) => map.Entries.Length <= value.GetInt32() ? null : "maxProperties",
        ("allOf", _) => value.EnumerateArray().Select(part => FirstFault(part, node)).FirstOrDefault(fault => fault is not null),
        ("oneOf", _) => value.EnumerateArray().Count(part => FirstFault(part, node) is null) == 1 ? null : "oneOf",
        ("pattern" or "minLength" or "maxLength" or "minimum" or "maximum" or "items" or "minItems" or "maxItems" or "properties" or "additionalProperties" or "propertyNames" or "required" or "minProperties" or "maxProperties", _) => null,
        _ => throw new NotSupportedException(keyword),
    };

    private static bool Named(JsonElement schema, string key) => schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(key, out _);

    private static bool IsOf(string type, YamlNode node) => (type, node) switch
    {
        ("object", YamlNode.Map) or ("array", YamlNode.List) => true,
        ("string", YamlNode.Scalar) => true,
        ("boolean", YamlNode.Scalar { Text: "true" or "false" }) => true,
        ("integer", YamlNode.Scalar scalar) => Number(scalar) is not null,
        _ => false,
    };

    private static int? Number(YamlNode.Scalar scalar) =>
        int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == scalar.Text ? number : null;
}

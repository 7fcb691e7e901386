using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Provisioner.Core.Problems;

/// <summary>All texts that people read, by key: those of problems (<c>seen</c>, <c>who</c>, <c>remedy</c>, <c>rule</c>) and
/// those of screens (<c>text</c>). Kept as small files beside this one, one for each room:
/// a line <c>[KEY]</c>, then <c>field: words with {values}</c>; a line that starts with two spaces goes on. A word that goes with a
/// number stands as <c>{count} {count|file|files}</c>.</summary>
public sealed partial class Catalogue
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _entries;

    private Catalogue(IEnumerable<(string Key, FrozenDictionary<string, string> Fields)> entries) =>
        _entries = entries.ToFrozenDictionary(e => e.Key, e => e.Fields, StringComparer.Ordinal);

    /// <summary>The English texts, complete.</summary>
    public static Catalogue English { get; } = Load(".en.txt");

    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>A field of an entry, or <c>null</c> when the entry lacks it.</summary>
    /// <exception cref="KeyNotFoundException">No entry of that key.</exception>
    public string? Find(string key, string field) =>
        _entries.TryGetValue(key, out var fields)
            ? fields.GetValueOrDefault(field)
            : throw new KeyNotFoundException($"no text for {key}");

    public Responsible Responsible(string code) =>
        ResponsibleWords.Parse(Find(code, "who") ?? throw new KeyNotFoundException($"{code} does not say who acts"));

    /// <summary>The field with each <c>{name}</c> replaced by its value; a value that is not given stays visible as its name.</summary>
    public string Fill(string key, string field, IReadOnlyDictionary<string, string> values)
    {
        var text = Find(key, field) ?? throw new KeyNotFoundException($"{key} has no {field}");
        text = WithNumber().Replace(text, word => word.Groups[values.GetValueOrDefault(word.Groups[1].Value) == "1" ? 2 : 3].Value);
        foreach (var (name, value) in values)
        {
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }

        return text;
    }

    [GeneratedRegex(@"\{([a-z-]+)\|([^|}]*)\|([^|}]*)\}")]
    private static partial Regex WithNumber();

    /// <summary>A screen's text by key, with its values.</summary>
    public string Text(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            named[name] = value;
        }

        return Fill(key, "text", named);
    }

    private static Catalogue Load(string suffix)
    {
        var assembly = typeof(Catalogue).Assembly;
        return new(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Texts/", StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal))
            .SelectMany(name => Read(assembly.GetManifestResourceStream(name)!)));
    }

    private static IEnumerable<(string, FrozenDictionary<string, string>)> Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string? key = null, field = null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                if (key is not null)
                {
                    yield return (key, fields.ToFrozenDictionary(StringComparer.Ordinal));
                }

                key = line.Trim('[', ']', ' ');
                fields.Clear();
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal) && field is not null)
            {
                fields[field] += " " + line.Trim();
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                field = line[..colon];
                fields.Add(field, line[(colon + 1)..].Trim());
            }
        }

        if (key is not null)
        {
            yield return (key, fields.ToFrozenDictionary(StringComparer.Ordinal));
        }
    }
}

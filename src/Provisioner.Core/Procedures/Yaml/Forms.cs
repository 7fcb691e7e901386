using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>The forms that values take. No value has a type of its own: its key gives it one.</summary>
internal static partial class Forms
{
    public static Form<bool> Flag { get; } = new ScalarForm<bool>(
        Text("form.flag"), false, Flags, schema => schema.WriteString("type", "boolean"), ["true", "false"]);

    /// <summary>Three numbers, e.g. <c>1.0.0</c>.</summary>
    public static Form<string> Version { get; } = Matching("form.version", VersionPattern());

    /// <summary>A name of the author's, e.g. <c>import-authority</c>.</summary>
    public static Form<string> Name { get; } = Matching("form.name", NamePattern());

    /// <summary>A scanner type and a name, e.g. <c>ge-mr/secure-client</c>.</summary>
    public static Form<string> ProcedureId { get; } = Matching("form.procedure", ProcedurePattern());

    /// <summary>One value, or two joined by <c>..</c>; minutes.</summary>
    public static Form<MinuteRange> Minutes { get; } = new ScalarForm<MinuteRange>(
        Text("form.range"), default, Ranges, schema => Pattern(schema, RangePattern()));

    /// <summary>A place on a console, relative to its root.</summary>
    public static Form<ConsolePath> Path { get; } = new ScalarForm<ConsolePath>(
        Text("form.path"), ConsolePath.Parse("none"), ConsolePath.TryParse, schema => Pattern(schema, PathPattern()));

    /// <summary>The ending of a file's name, with its dot.</summary>
    public static Form<string> Ending { get; } = Matching("form.ending", EndingPattern());

    /// <summary>Name of a file, with or without <c>{name}</c> in it; no folder.</summary>
    public static Form<string> FileName { get; } = new ScalarForm<string>(
        Text("form.file-name"),
        "",
        (string text, out string value) => ConsolePath.TryParse((value = text).Replace("{name}", "x", StringComparison.Ordinal), out var path)
            && path.Folder is null && text.Split("{name}").Length <= 2,
        schema => Pattern(schema, FileNamePattern()));

    /// <summary>This text and no other.</summary>
    public static Form<string> Exactly(string only) => OneOf(only, [only]);

    /// <summary>One of these texts.</summary>
    public static Form<string> OneOf(params string[] words) => OneOf(Text("form.word", ("words", string.Join(", ", words))), words);

    private static ScalarForm<string> OneOf(string expected, string[] words) => new(
        expected,
        "",
        (string text, out string value) => words.Contains(value = text),
        schema => Enumeration(schema, words),
        words);

    public static Form<int> Number(int from, int to) => new ScalarForm<int>(
        Text("form.number", ("from", Digits(from)), ("to", Digits(to))),
        from,
        (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value >= from && value <= to && text == Digits(value),
        schema =>
        {
            schema.WriteString("type", "integer");
            schema.WriteNumber("minimum", from);
            schema.WriteNumber("maximum", to);
        });

    /// <summary>Words on one line.</summary>
    /// <param name="most">Characters.</param>
    public static Form<string> Line(int most) => Prose(most, "form.line", oneLine: true);

    /// <summary>A value on one line, which may be empty (in quotation marks).</summary>
    /// <param name="most">Characters.</param>
    public static Form<string> Value(int most) => new ScalarForm<string>(
        Text("form.value", ("most", Digits(most))),
        "",
        (string text, out string value) => (value = text.Trim()).Length <= most && !value.Contains('\n', StringComparison.Ordinal),
        schema =>
        {
            schema.WriteString("type", "string");
            schema.WriteNumber("maxLength", most);
        });

    /// <summary>Words in one or more paragraphs.</summary>
    /// <param name="most">Characters.</param>
    public static Form<string> Paragraphs(int most) => Prose(most, "form.text", oneLine: false);

    /// <summary>One word of an enumeration.</summary>
    public static Form<T> Word<T>(params ReadOnlySpan<T> only)
        where T : struct, Enum
    {
        var words = only.IsEmpty ? Spelling.All<T>() : [.. only.ToArray().Select(value => value.Word())];
        return new ScalarForm<T>(
            Text("form.word", ("words", string.Join(", ", words))),
            default,
            (string text, out T value) => Spelling.TryParse(text, out value) && words.Contains(text),
            schema => Enumeration(schema, words),
            words);
    }

    /// <summary>The name of an input of one of these kinds.</summary>
    public static Form<string> Input(params InputKind[] kinds) => To(ReferenceTo.Input, "form.input", kinds);

    public static Form<string> Service { get; } = To(ReferenceTo.Service, "form.service");

    public static Form<string> Step { get; } = To(ReferenceTo.Step, "form.step");

    /// <summary>The same text, as something else.</summary>
    public static Form<T> As<TFrom, T>(Form<TFrom> form, Func<TFrom, T> make) => new AsForm<TFrom, T>(form, make);

    public static Form<ImmutableArray<T>> List<T>(Form<T> item, int least, int most) => new ListForm<T>(item, least, most);

    /// <summary>A map with these keys and no others.</summary>
    public static Form<T> Map<T>(Func<Keys, T> read) => new MapForm<T>(read);

    /// <summary>A map whose keys are names of the author's, or words.</summary>
    public static Form<ImmutableArray<T>> Named<TName, T>(Form<TName> name, Func<TName, Keys, T> read, int least, int most) =>
        new NamedForm<TName, T>(name, read, least, most);

    /// <summary>A map from words to values.</summary>
    public static Form<ImmutableDictionary<TKey, T>> Table<TKey, T>(Form<TKey> key, Form<T> value)
        where TKey : notnull => new TableForm<TKey, T>(key, value);

    /// <summary>Whether it has the form of a name.</summary>
    public static bool IsName(string text) => Is(NamePattern(), text);

    private static ScalarForm<string> To(ReferenceTo to, string expected, params InputKind[] kinds) => new(
        Text(expected, ("kinds", string.Join(", ", kinds.Select(kind => kind.Word())))),
        "",
        (string text, out string value) => IsName(value = text),
        schema => Pattern(schema, NamePattern()))
    {
        Note = (reading, mark, name) => reading.References.Add(new(to, name, mark, [.. kinds])),
    };

    private static ScalarForm<string> Matching(string expected, Regex pattern) => new(
        Text(expected), "", (string text, out string value) => Is(pattern, value = text), schema => Pattern(schema, pattern))
    {
        KeepsWrong = true,
    };

    private static ScalarForm<string> Prose(int most, string expected, bool oneLine) => new(
        Text(expected, ("most", Digits(most))),
        "",
        (string text, out string value) => (value = text.Trim()).Length is > 0 and var length && length <= most && !(oneLine && value.Contains('\n', StringComparison.Ordinal)),
        schema =>
        {
            schema.WriteString("type", "string");
            schema.WriteNumber("minLength", 1);
            schema.WriteNumber("maxLength", most);
        });

    private static bool Flags(string text, out bool value) => (value = text == "true") || text == "false";

    private static bool Ranges(string text, out MinuteRange value)
    {
        value = default;
        if (!Is(RangePattern(), text))
        {
            return false;
        }

        var ends = text.Split("..").Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        value = new(ends[0], ends[^1]);
        return value.From <= value.To;
    }

    /// <summary><c>$</c> also matches before a last line end, which a block leaves; the schema's dialect has nothing stricter.</summary>
    private static bool Is(Regex pattern, string text) => pattern.IsMatch(text) && !text.EndsWith('\n');

    private static void Pattern(Utf8JsonWriter schema, Regex pattern)
    {
        schema.WriteString("type", "string");
        schema.WriteString("pattern", pattern.ToString());
    }

    private static void Enumeration(Utf8JsonWriter schema, IReadOnlyList<string> words)
    {
        schema.WriteStartArray("enum");
        foreach (var word in words)
        {
            schema.WriteStringValue(word);
        }

        schema.WriteEndArray();
    }

    internal static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);

    [GeneratedRegex(@"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[a-z](-?[a-z0-9]){0,39}$", RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[a-z](-?[a-z0-9]){0,39}/[a-z](-?[a-z0-9]){0,39}$", RegexOptions.ExplicitCapture)]
    private static partial Regex ProcedurePattern();

    /// <summary>Loosely; <see cref="ConsolePath"/> judges.</summary>
    [GeneratedRegex(@"^[^/\\:]+(/[^/\\:]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^[^/\\:]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileNamePattern();

    [GeneratedRegex(@"^\.[a-z0-9]{1,8}$", RegexOptions.ExplicitCapture)]
    private static partial Regex EndingPattern();

    [GeneratedRegex(@"^[0-9]{1,4}(\.\.[0-9]{1,4})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex RangePattern();
}

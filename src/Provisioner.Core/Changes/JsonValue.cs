using System.Globalization;
using System.Text;
using System.Text.Json;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Spells a value as the JSON file's own type has it.</summary>
internal static class JsonValue
{
    public static SettingValue? Read(ReadOnlySpan<byte> utf8, JsonPart node) => node.Kind switch
    {
        JsonTokenType.True => new SettingValue.Flag(true),
        JsonTokenType.False => new SettingValue.Flag(false),
        JsonTokenType.String => new SettingValue.Text(String(utf8[node.Start..node.End])),
        JsonTokenType.Number when int.TryParse(utf8[node.Start..node.End], CultureInfo.InvariantCulture, out var number) => new SettingValue.Number(number),
        JsonTokenType.Null => null,
        _ => new SettingValue.Text(Encoding.UTF8.GetString(utf8[node.Start..node.End])),
    };

    /// <summary>The new spelling; the old one where it says the same already.</summary>
    public static Checked<string> Spell(ReadOnlySpan<byte> utf8, JsonPart held, SettingEdit edit)
    {
        var old = Encoding.UTF8.GetString(utf8[held.Start..held.End]);
        return (held.Kind, edit.Value) switch
        {
            (JsonTokenType.Null, _) => Natural(edit.Value),
            (JsonTokenType.String, var value) => Text(old, String(utf8[held.Start..held.End]), SettingSpelling.Like(String(utf8[held.Start..held.End]), value)),
            (JsonTokenType.Number, SettingValue.Number number) => Numeric(old, number.Value),
            (JsonTokenType.Number, SettingValue.Flag flag) => Numeric(old, flag.Value ? 1 : 0),
            (JsonTokenType.Number, SettingValue.Text text) when int.TryParse(text.Value, CultureInfo.InvariantCulture, out var number) => Numeric(old, number),
            (JsonTokenType.True or JsonTokenType.False, SettingValue.Flag flag) => flag.Value ? "true" : "false",
            (JsonTokenType.True or JsonTokenType.False, SettingValue.Text { Value: "true" or "false" } text) => text.Value,
            _ => Problem.Of("SET-007", ("key", edit.Key)),
        };
    }

    /// <summary>The spelling of a value that has none yet.</summary>
    public static string Natural(SettingValue value) => value switch
    {
        SettingValue.Flag flag => flag.Value ? "true" : "false",
        SettingValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        SettingValue.Text text => Quote(text.Value),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Quoted with the fewest escapes (RFC 8259, 7).</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character is '"' or '\\' ? quoted.Append('\\').Append(character)
                : character < ' ' ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    private static string Text(string old, string was, string will) => was == will ? old : Quote(will);

    private static string Numeric(string old, int number) =>
        decimal.TryParse(old, NumberStyles.Float, CultureInfo.InvariantCulture, out var was) && was == number ? old : number.ToString(CultureInfo.InvariantCulture);

    private static string String(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        _ = reader.Read();
        return JsonPart.Text(ref reader);
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Provisioner.Core.Changes;

/// <summary>How a value is written as text. A flag keeps the pair of words that the file uses: <c>on</c> and <c>off</c>,
/// <c>Yes</c> and <c>No</c>, <c>1</c> and <c>0</c>.</summary>
internal static class SettingSpelling
{
    private static readonly ImmutableArray<(string True, string False)> Pairs =
        [("true", "false"), ("on", "off"), ("yes", "no"), ("1", "0"), ("enabled", "disabled"), ("enable", "disable"), ("y", "n"), ("t", "f")];

    /// <param name="held">The text that stands there; empty when none does.</param>
    public static string Like(string held, SettingValue value) => value switch
    {
        SettingValue.Text text => text.Value,
        SettingValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        SettingValue.Flag flag => Flag(held, flag.Value),
        _ => throw new UnreachableException(),
    };

    private static string Flag(string held, bool value)
    {
        var pair = Pairs.FirstOrDefault(pair => Is(pair.True, held) || Is(pair.False, held), Pairs[0]);
        if (Is(value ? pair.True : pair.False, held))
        {
            return held;
        }

        return InCaseOf(held, value ? pair.True : pair.False);
    }

    private static string InCaseOf(string held, string word) =>
        held.Length == 0 || char.IsLower(held[0]) || !char.IsLetter(held[0]) ? word
        : held.Length > 1 && held.All(char.IsUpper) ? word.ToUpperInvariant()
        : char.ToUpperInvariant(word[0]) + word[1..];

    private static bool Is(string word, string held) => string.Equals(word, held, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Frozen;
using System.Text;

namespace Provisioner.Core.Procedures;

/// <summary>The words of enumerations in YAML, JSON and journal: <c>AeTitles</c> is <c>ae-titles</c>.</summary>
public static class Spelling
{
    public static string Word<T>(this T value)
        where T : struct, Enum => Kebab(value.ToString());

    /// <summary>Every word of an enumeration, in its order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => value.Word())];

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Table<T>.Values.TryGetValue(word, out value);

    internal static string Kebab(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
            {
                _ = word.Append('-');
            }

            _ = word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static FrozenDictionary<string, T> Values { get; } =
            Enum.GetValues<T>().ToFrozenDictionary(value => value.Word(), StringComparer.Ordinal);
    }
}

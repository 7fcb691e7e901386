using System.Buffers;
using System.Text;

namespace Provisioner.Core.Journal;

/// <summary>One <c>KEY=value</c> of a record. The value is any text; the line percent-encodes it.</summary>
public sealed record JournalField
{
    /// <summary>Longest key, in characters.</summary>
    public const int LongestKey = 32;

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    /// <param name="key">Upper-case letters, digits and <c>-</c>, a letter first, at most <see cref="LongestKey"/>.</param>
    /// <param name="value">Never secret, never patient data.</param>
    /// <exception cref="ArgumentException">The key is not such a word: a bug, not a fault in the field.</exception>
    public JournalField(string key, string value)
    {
        Key = IsKey(key) ? key : throw new ArgumentException($"not a key: {key}", nameof(key));
        Value = Ascii.IsValid(value) ? value : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
    }

    public string Key { get; }

    public string Value { get; }

    public static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length is > 0 and <= LongestKey && char.IsAsciiLetterUpper(key[0])
        && !key.ContainsAnyExcept(Letters);

    public void Deconstruct(out string key, out string value) => (key, value) = (Key, Value);
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The hash that a seal signs: it stands for every byte of the file before it. Recorded as 64 hexadecimal digits,
/// read aloud as its first 120 bits in 24 characters of Crockford's base 32.</summary>
public readonly record struct Head(Sha256 Digest)
{
    /// <summary>Characters that are read aloud.</summary>
    public const int SpokenLength = 24;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>24 characters without separators; I, L, O and U do not occur.</summary>
    public string Spoken
    {
        get
        {
            var digest = Digest.ToBytes();
            var text = new StringBuilder(SpokenLength);
            for (var i = 0; i < SpokenLength; i++)
            {
                var bit = i * 5;
                var pair = (digest[bit / 8] << 8) | digest[(bit / 8) + 1];
                text.Append(Alphabet[(pair >> (11 - (bit % 8))) & 31]);
            }

            return text.ToString();
        }
    }

    /// <summary>The 24 characters in six groups of four, as screens show the job code.</summary>
    public string Grouped => string.Join('-', Spoken.Chunk(4).Select(group => new string(group)));

    /// <summary>Whether a person's or a list's spelling means this head: 64 hexadecimal digits, or the 24 characters in
    /// either case, with or without <c>-</c> and spaces, O for 0, I and L for 1.</summary>
    public bool Matches(string spelling)
    {
        var bare = Bare(spelling);
        return bare.Length == SpokenLength
            ? string.Equals(Heard(bare), Spoken, StringComparison.Ordinal)
            : bare.Length == 2 * Sha256.Length && string.Equals(bare, Digest.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the text can be a person's or a list's spelling of some head.</summary>
    public static bool IsSpelling(string text) => Bare(text) is var bare
        && ((bare.Length == SpokenLength && Heard(bare).All(Alphabet.Contains)) || (bare.Length == 2 * Sha256.Length && bare.All(char.IsAsciiHexDigit)));

    public static bool TryParse([NotNullWhen(true)] string? text, out Head head)
    {
        var good = Sha256.TryParse(text, out var digest);
        head = new(digest);
        return good;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Digest.ToString();

    private static string Bare(string spelling) =>
        spelling.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static string Heard(string spelling) => string.Concat(spelling.ToUpperInvariant().Select(c => c switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        _ => c,
    }));
}

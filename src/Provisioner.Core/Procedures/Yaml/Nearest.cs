namespace Provisioner.Core.Procedures.Yaml;

/// <summary>The word that was meant, when another was written.</summary>
internal static class Nearest
{
    /// <summary>Longest word that is looked at, in characters.</summary>
    private const int Longest = 64;

    /// <summary>The known word with the fewest letters to change, or <c>null</c> when none is near: a third of its letters,
    /// at least two, may differ.</summary>
    public static string? To(string written, IEnumerable<string> known) =>
        written.Length > Longest ? null : known
            .Select(word => (Word: word, Distance: Distance(written.ToLowerInvariant(), word.ToLowerInvariant())))
            .Where(near => near.Distance <= Math.Max(2, near.Word.Length / 3) && near.Distance < near.Word.Length)
            .OrderBy(near => near.Distance).ThenBy(near => near.Word, StringComparer.Ordinal)
            .Select(near => near.Word).FirstOrDefault();

    /// <summary>Letters put in, taken out, changed or swapped with their neighbour (optimal string alignment).</summary>
    public static int Distance(string left, string right)
    {
        var d = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                d[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
                    d[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[left.Length, right.Length];
    }
}

using System.Collections.Immutable;
using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>Two files, line by line, with three lines around each change, as <c>diff -u</c> shows them.</summary>
internal static class UnifiedDifference
{
    private const int Context = 3;

    public static ImmutableArray<string> Of(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var (old, @new) = (Lines(before), Lines(after));
        var script = Script(old, @new);
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var (from, to) in Hunks(script))
        {
            Print(script, from, to, lines);
        }

        return lines.ToImmutable();
    }

    private static string[] Lines(ReadOnlySpan<byte> bytes) => SettingsEncoding.Of(bytes).Decode(bytes).Split('\n');

    /// <summary>The longest common subsequence between what is equal at both ends, as an edit script.</summary>
    private static List<(char Sign, string Line)> Script(string[] old, string[] @new)
    {
        var head = old.Zip(@new).TakeWhile(pair => pair.First == pair.Second).Count();
        var most = Math.Min(old.Length, @new.Length) - head;
        var tail = 0;
        while (tail < most && old[^(tail + 1)] == @new[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. old[..head].Select(line => (' ', line)),
            .. Middle(old[head..^tail], @new[head..^tail]),
            .. old[^tail..].Select(line => (' ', line)),
        ];
    }

    private static IEnumerable<(char, string)> Middle(string[] old, string[] @new)
    {
        // The table grows with the product; files that differ that widely are shown as replaced.
        if ((long)old.Length * @new.Length > 4_000_000)
        {
            return [.. old.Select(line => ('-', line)), .. @new.Select(line => ('+', line))];
        }

        var longest = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = @new.Length - 1; j >= 0; j--)
            {
                longest[i, j] = old[i] == @new[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        return Walk(old, @new, longest);
    }

    private static IEnumerable<(char, string)> Walk(string[] old, string[] @new, int[,] longest)
    {
        var (i, j) = (0, 0);
        while (i < old.Length || j < @new.Length)
        {
            if (i < old.Length && j < @new.Length && old[i] == @new[j])
            {
                yield return (' ', old[i++]);
                j++;
            }
            else if (i < old.Length && (j == @new.Length || longest[i + 1, j] >= longest[i, j + 1]))
            {
                yield return ('-', old[i++]);
            }
            else
            {
                yield return ('+', @new[j++]);
            }
        }
    }

    private static IEnumerable<(int From, int To)> Hunks(List<(char Sign, string Line)> script)
    {
        var (from, to) = (-1, -1);
        for (var at = 0; at < script.Count; at++)
        {
            if (script[at].Sign == ' ')
            {
                continue;
            }

            if (from >= 0 && at - Context > to)
            {
                yield return (from, to);
                from = -1;
            }

            from = from < 0 ? Math.Max(0, at - Context) : from;
            to = Math.Min(script.Count, at + Context + 1);
        }

        if (from >= 0)
        {
            yield return (from, to);
        }
    }

    private static void Print(List<(char Sign, string Line)> script, int from, int to, ImmutableArray<string>.Builder lines)
    {
        var (oldLine, newLine) = (script.Take(from).Count(l => l.Sign != '+') + 1, script.Take(from).Count(l => l.Sign != '-') + 1);
        var hunk = script[from..to];
        lines.Add($"@@ -{oldLine},{hunk.Count(l => l.Sign != '+')} +{newLine},{hunk.Count(l => l.Sign != '-')} @@");
        lines.AddRange(hunk.Select(l => l.Sign + l.Line.TrimEnd('\r')));
    }
}

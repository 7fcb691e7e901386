using System.Buffers;
using System.Globalization;
using System.Text;

namespace Provisioner.Core.Journal;

/// <summary>Tells a group that was being written when the power or the stick went from one that was altered. A medium writes
/// whole sectors, in any order; those not written still hold filler. So a torn group lacks at least one whole sector, and
/// what is there before the first gap is exactly the beginning of a group.</summary>
internal static class JournalTail
{
    private static readonly SearchValues<byte> Printed =
        SearchValues.Create([(byte)'\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    /// <param name="start">Where the group begins: after the last good one.</param>
    /// <param name="lines">Lines before it.</param>
    public static bool IsTorn(ReadOnlySpan<byte> file, int start, int lines)
    {
        if (file.Length % JournalWriter.Sector != 0)
        {
            return false;
        }

        var (gap, last, ended) = (-1, -1, false);
        for (var at = start; at < file.Length; at += JournalWriter.Sector)
        {
            var sector = (at - start) / JournalWriter.Sector;
            if (IsBlank(file, at, start))
            {
                gap = gap < 0 ? sector : gap;
            }
            else if (ended || !IsText(file.Slice(at, JournalWriter.Sector), out ended))
            {
                return false;
            }
            else
            {
                last = sector;
            }
        }

        return last < JournalWriter.LargestGroup / JournalWriter.Sector && gap >= 0
            && IsBeginning(file.Slice(start, gap * JournalWriter.Sector), lines);
    }

    /// <param name="ended">The sector is filled up with line ends: it is the last of its group.</param>
    private static bool IsText(ReadOnlySpan<byte> sector, out bool ended)
    {
        var filler = sector.IndexOf("\n\n"u8);
        ended = filler >= 0;
        return !sector.ContainsAnyExcept(Printed) && (!ended || !sector[filler..].ContainsAnyExcept((byte)'\n'));
    }

    /// <summary>A sector of filler; in a step that was just being added, also one of NUL.</summary>
    private static bool IsBlank(ReadOnlySpan<byte> file, int at, int start)
    {
        var sector = file.Slice(at, JournalWriter.Sector);
        var added = (file.Length - 1) / JournalWriter.Step * JournalWriter.Step;
        return !sector.ContainsAnyExcept((byte)'\n')
            || (!sector.ContainsAnyExcept((byte)0) && start > 0 && start <= added && added <= at);
    }

    /// <summary>Whole <c>R</c> lines in order, then at most the beginning of one more line, up to the very end.</summary>
    private static bool IsBeginning(ReadOnlySpan<byte> sectors, int lines)
    {
        var text = Encoding.ASCII.GetString(sectors).Split('\n');
        foreach (var line in text[..^1])
        {
            if (!RecordLine.TryRead(line, out var record) || record.Number != ++lines)
            {
                return false;
            }
        }

        return sectors.IsEmpty || IsFragment(text[^1], (lines + 1).ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsFragment(string fragment, string number) =>
        IsPrefix(fragment, $"R {number} ") || (IsPrefix(fragment, $"S {number} n=") && IsShortSeal(fragment));

    private static bool IsPrefix(string fragment, string start) =>
        fragment.StartsWith(start, StringComparison.Ordinal) || start.StartsWith(fragment, StringComparison.Ordinal);

    /// <summary>Not longer than a whole <c>S</c> line of this signature: the line end was not what is missing.</summary>
    private static bool IsShortSeal(string fragment)
    {
        var signature = fragment.IndexOf(" s=", StringComparison.Ordinal) is >= 0 and var at ? fragment[(at + 3)..] : "";
        if (signature.Length < 4)
        {
            return true;
        }

        // DER: 30, then the length of the rest (X.690, 8.1.3).
        var start = new byte[3];
        return Convert.TryFromBase64String(signature[..4], start, out _) && signature.Length <= (start[1] + 2 + 2) / 3 * 4;
    }
}

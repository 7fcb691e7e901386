using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>Verifies each seal with the key that the seal before it named, beginning with the epoch key.</summary>
internal static class Ladder
{
    /// <summary>The file up to the first seal that does not verify; from there on nothing in it counts.</summary>
    public static JournalFile Climb(JournalText text, VerifyingKey opening)
    {
        var good = CountGood(text.Groups, opening);
        var broken = good < text.Groups.Length;
        var groups = text.Groups.AsSpan(0, good);
        var records = ImmutableArray.CreateBuilder<JournalRecord>();
        var seals = ImmutableArray.CreateBuilder<JournalSeal>(good);
        for (var (i, key) = (0, opening); i < good; key = groups[i++].Seal.Next!)
        {
            records.AddRange(groups[i].Records);
            seals.Add(new(groups[i].Seal.Number, groups[i].SealOffset, groups[i].Head, groups[i].SealText, key, groups[i].Seal.Next));
        }

        return new()
        {
            Name = text.Name,
            Length = text.Bytes.Length,
            Records = records.ToImmutable(),
            Seals = seals.MoveToImmutable(),
            Ending = broken ? JournalEnding.Damaged : text.Ending,
            Digest = good > 0 && !broken && (text.Ending is JournalEnding.Open or JournalEnding.Closed) ? null : Sha256.Of(text.Bytes),
            Problems = broken ? [NotSealed(text.Name, text.Groups[good])] : text.Problems,
        };
    }

    private static int CountGood(ImmutableArray<JournalGroup> groups, VerifyingKey opening)
    {
        for (var (i, key) = (0, opening); i < groups.Length; key = groups[i++].Seal.Next!)
        {
            if (!key.Verifies(groups[i].Head.Digest, groups[i].Seal.Signature))
            {
                return i;
            }
        }

        return groups.Length;
    }

    private static Problem NotSealed(string file, JournalGroup group) => Problem.Of(
        "LOG-002",
        ("file", file),
        ("line", group.Seal.Number.ToString(CultureInfo.InvariantCulture)),
        ("byte", group.SealOffset.ToString(CultureInfo.InvariantCulture)));
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>A head known outside the stick: up to it nothing can have been altered, dropped or rolled back unseen.</summary>
/// <param name="File">Name of the file, e.g. <c>R0000017</c>.</param>
/// <param name="Head">64 hexadecimal digits or the 24 characters that are read aloud.</param>
/// <param name="Source">For people: where it is known.</param>
public sealed record Anchor(string Stick, string File, string Head, string Source)
{
    /// <summary>Most bytes of a heads list.</summary>
    public const int Most = 1024 * 1024;

    /// <summary>A heads list: lines <c>STICK FILE HEAD</c>, anything after it is for people, <c>#</c> begins a comment. A receipt
    /// as a console keeps it is a list of one.</summary>
    /// <param name="source">Name of the list.</param>
    public static Checked<ImmutableArray<Anchor>> ReadList(ReadOnlySpan<byte> bytes, string source)
    {
        if (Receipt.Read(bytes) is { IsGood: true, Value: var receipt })
        {
            return ImmutableArray.Create(receipt.ToAnchor(source));
        }

        var anchors = ImmutableArray.CreateBuilder<Anchor>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split('#')[0].Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is [var stick, var file, var head, ..] && StickName.IsName(stick) && FileNumber.TryRead(file, out _) && Journal.Head.IsSpelling(head))
            {
                anchors.Add(new(stick, file, head, string.Create(CultureInfo.InvariantCulture, $"{source}:{i + 1}")));
            }
            else if (words.Length > 0)
            {
                problems.Add(Problem.Of("LOG-030", ("list", source), ("line", (i + 1).ToString(CultureInfo.InvariantCulture))));
            }
        }

        return problems.Count > 0 ? problems.ToImmutable() : anchors.ToImmutable();
    }

    /// <summary>Heads of other sticks that an OPEN names in <c>WIT=</c>: <c>STICK/FILE/head</c>, joined by commas.</summary>
    public static IEnumerable<Anchor> Witnessed(string stick, JournalFile file) =>
        from item in (file.Opening?["WIT"] ?? "").Split(',')
        let parts = item.Split('/')
        where parts.Length == 3 && StickName.IsName(parts[0]) && FileNumber.TryRead(parts[1], out _) && Journal.Head.IsSpelling(parts[2])
        select new Anchor(parts[0], parts[1], parts[2], $"{stick}/{file.Name}");

    /// <summary>The spelling in <c>WIT=</c>.</summary>
    public static string Witness(IEnumerable<Receipt> receipts) =>
        string.Join(',', receipts.Select(receipt => $"{receipt.Stick}/{receipt.File}/{receipt.Head}"));
}

/// <summary>How far a stick's journals are confirmed from outside.</summary>
/// <param name="Seal">The newest seal that an anchor names.</param>
public sealed record Anchored(string File, JournalSeal Seal, string Source);

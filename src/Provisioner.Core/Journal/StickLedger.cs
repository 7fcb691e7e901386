using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The bytes of one file of <c>LOGS</c>.</summary>
/// <param name="Number">From its name.</param>
public sealed record JournalBytes(int Number, byte[] Bytes)
{
    public string Name => FileNumber.Write(Number);
}

/// <summary>All journals of one stick, verified as one chain: each file's first seal by the epoch key that the file before
/// names, each <c>PREV=</c> against the file before, each part against the part before.</summary>
public sealed record StickLedger
{
    public required Genesis Genesis { get; init; }

    /// <summary>In order of their numbers, each up to its last good seal.</summary>
    public required ImmutableArray<JournalFile> Files { get; init; }

    /// <summary>In order of their first parts; from sealed records only.</summary>
    public required ImmutableArray<RunHistory> Runs { get; init; }

    /// <summary>What breaks the chain; empty when nothing was tampered with.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>The key that must open the next file: <c>e=</c> of the newest file with a sealed OPEN, else of GENESIS.</summary>
    public required VerifyingKey WantedEpoch { get; init; }

    /// <summary>Number of the next file.</summary>
    public int NextNumber => Files.IsEmpty ? Genesis.First : Number(Files[^1]) + 1;

    /// <summary><c>PREV=</c> of the next file.</summary>
    public string Previous => Files.IsEmpty ? "-" : Files[^1].AsPrevious;

    public static StickLedger Read(Genesis genesis, IEnumerable<JournalBytes> files)
    {
        var chain = new StickChain(genesis);
        foreach (var file in files.OrderBy(file => file.Number))
        {
            chain.Take(file);
        }

        return chain.ToLedger();
    }

    /// <summary>What a console's receipt says about this stick.</summary>
    public ReceiptStanding Standing(Receipt receipt) => receipt.Stick != Genesis.Stick
        ? ReceiptStanding.Absent
        : Files.FirstOrDefault(file => file.Name == receipt.File)?.Seals.Any(seal => seal.Head == receipt.Head) == true
            ? ReceiptStanding.Known
            : ReceiptStanding.Newer;

    internal static int Number(JournalFile file) => int.Parse(file.Name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>Takes a stick's files in order and notes where the chain breaks.</summary>
internal sealed class StickChain(Genesis genesis)
{
    private readonly ImmutableArray<JournalFile>.Builder _files = ImmutableArray.CreateBuilder<JournalFile>();
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly List<VerifyingKey> _epochs = [genesis.FirstEpoch];
    private readonly List<RunHistory> _runs = [];
    private int _expected = genesis.First;

    /// <summary>The chain is known up to here; behind a missing file, or one whose OPEN does not verify, it is not.</summary>
    private bool _isUnbroken = true;

    public void Take(JournalBytes bytes)
    {
        for (; _expected < bytes.Number; _expected++)
        {
            _isUnbroken = false;
            Note(Verdict.Missing, FileNumber.Write(_expected), "LOG-020");
        }

        _expected = bytes.Number + 1;
        var text = JournalGrammar.Read(bytes.Name, bytes.Bytes);
        var file = Ladder.Climb(text, _epochs[^1]);
        if (file.Opening is null && !text.Groups.IsEmpty)
        {
            NotOpened(text, file);
        }
        else
        {
            NoteEnding(file);
        }

        if (file.Opening is { } opening)
        {
            CheckOpening(file, opening);
        }

        _files.Add(file);
    }

    public StickLedger ToLedger() => new()
    {
        Genesis = genesis,
        Files = _files.ToImmutable(),
        Runs = [.. _runs],
        Findings = _findings.ToImmutable(),
        WantedEpoch = _epochs[^1],
    };

    /// <summary>The first seal is not by the wanted key: a fork when an older one made it.</summary>
    private void NotOpened(JournalText text, JournalFile file)
    {
        var first = text.Groups[0];
        if (_epochs[..^1].Any(epoch => epoch.Verifies(first.Head.Digest, first.Seal.Signature)))
        {
            Note(Verdict.Forked, file.Name, "LOG-021");
        }
        else if (_isUnbroken)
        {
            _findings.AddRange(file.Problems.Select(problem => new Finding(Verdict.Damaged, file.Name, problem)));
        }
        else
        {
            Note(Verdict.Damaged, file.Name, "LOG-022");
        }

        _isUnbroken = false;
    }

    private void NoteEnding(JournalFile file)
    {
        var verdict = file.Ending == JournalEnding.Shortened ? Verdict.Shortened : Verdict.Damaged;
        _findings.AddRange(file.Problems.Select(problem => new Finding(verdict, file.Name, problem)));
    }

    private void CheckOpening(JournalFile file, JournalRecord opening)
    {
        _epochs.Add(opening.NextEpoch!);
        _isUnbroken = true;
        if (opening["STICK"] != genesis.Stick || opening["FILE"] != file.Name)
        {
            Note(Verdict.Damaged, file.Name, "LOG-023");
        }

        CheckPrevious(file, opening["PREV"] ?? "");
        CheckPart(file, opening);
    }

    private void CheckPrevious(JournalFile file, string said)
    {
        var before = _files.Count == 0 ? null : _files[^1];
        if (before is null || StickLedger.Number(before) != StickLedger.Number(file) - 1)
        {
            if (StickLedger.Number(file) == 1 && said != "-")
            {
                Note(Verdict.Damaged, file.Name, "LOG-023");
            }
        }
        else if (said == before.AsPrevious)
        {
            Settle(before);
        }
        else
        {
            var grown = before.Seals.Any(seal => seal.Head.ToString() == said);
            Note(grown ? Verdict.Forked : Verdict.Shortened, before.Name, grown ? "LOG-024" : "LOG-025", ("next", file.Name));
        }
    }

    /// <summary>A file in which nothing was sealed, and which the next one names byte for byte, was torn and not altered.</summary>
    private void Settle(JournalFile before)
    {
        if (before.Seals.IsEmpty)
        {
            for (var i = _findings.Count - 1; i >= 0 && _findings[i].File == before.Name; i--)
            {
                _findings.RemoveAt(i);
            }
        }
    }

    private void CheckPart(JournalFile file, JournalRecord opening)
    {
        var name = opening["RUN"];
        var known = _runs.FindIndex(run => run.Run == name);
        var part = known < 0 ? 1 : _runs[known].Parts.Length + 1;
        var after = known < 0 ? "-" : _runs[known].Head.ToString();
        if (opening["PART"] != part.ToString(CultureInfo.InvariantCulture) || opening["AFTER"] != after || (known < 0 && name != file.Name))
        {
            Note(Verdict.Damaged, file.Name, "LOG-026");
        }

        if (known < 0)
        {
            _runs.Add(new() { Run = name ?? file.Name, Parts = [file] });
        }
        else
        {
            _runs[known] = _runs[known] with { Parts = _runs[known].Parts.Add(file) };
        }
    }

    private void Note(Verdict verdict, string file, string code, params ReadOnlySpan<(string, string)> values) =>
        _findings.Add(new(verdict, file, Problem.Of(code, [("file", file), .. values])));
}

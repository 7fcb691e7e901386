using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>Takes a stick's files in order and notes where the chain breaks.</summary>
internal sealed class StickChain
{
    private readonly StickTrust _trust;
    private readonly ImmutableArray<JournalFile>.Builder _files = ImmutableArray.CreateBuilder<JournalFile>();
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly List<VerifyingKey> _epochs = [];
    private readonly List<RunHistory> _runs = [];
    private int _next;

    /// <summary>What the next file's <c>PREV=</c> must say; <c>null</c> behind a missing file.</summary>
    private string? _previous;

    /// <summary>The key that the last seal of an open file names: it opens the part in which the same program goes on when the file is
    /// full.</summary>
    private VerifyingKey? _goesOn;

    /// <summary>The wanted key is known: not behind a missing file, or behind one whose OPEN does not verify.</summary>
    private bool _isUnbroken = true;

    public StickChain(StickTrust trust)
    {
        _trust = trust;
        _next = trust.Issues[0].First;
        _epochs.Add(trust.Issues[0].FirstEpoch);
        _previous = trust.Issues[0].Previous;
    }

    public void Take(JournalBytes bytes)
    {
        Skip(bytes.Number);
        Begin(bytes.Number);
        var text = JournalGrammar.Read(bytes.Name, bytes.Bytes);
        var (file, goesOn) = Climb(text);
        if (file.Opening is null && !text.Groups.IsEmpty)
        {
            NotOpened(text, file);
        }
        else
        {
            _findings.AddRange(file.Problems.Select(problem => new Finding(OfEnding(file.Ending), file.Name, problem)));
        }

        if (file.Opening is { } opening)
        {
            CheckOpening(file, opening, goesOn);
        }

        _files.Add(file);
        (_next, _previous, _goesOn) = (bytes.Number + 1, file.AsPrevious, file.Ending == JournalEnding.Open && !file.Seals.IsEmpty ? file.Seals[^1].Next : null);
    }

    private (JournalFile File, bool GoesOn) Climb(JournalText text)
    {
        var opened = Ladder.Climb(text, _epochs[^1]);
        return opened.Opening is null && _goesOn is { } key && Ladder.Climb(text, key) is { Opening: not null } next ? (next, true) : (opened, false);
    }

    public StickLedger ToLedger()
    {
        Skip(Math.Max(_next, (_trust.Checkpoint?.Last ?? 0) + 1));
        Begin(_next);
        return new()
        {
            Trust = _trust,
            Files = _files.ToImmutable(),
            Runs = [.. _runs],
            Findings = _findings.ToImmutable(),
            WantedEpoch = _epochs[^1],
            NextNumber = _next,
            Previous = _previous ?? "-",
        };
    }

    private static Verdict OfEnding(JournalEnding ending) => ending == JournalEnding.Shortened ? Verdict.Shortened : Verdict.Damaged;

    /// <summary>Files that are not there: taken off with the office's word, or missing.</summary>
    private void Skip(int number)
    {
        for (; _next < number; _next++)
        {
            (_isUnbroken, _previous, _goesOn) = (false, null, null);
            if (_trust.Checkpoint is not { } checkpoint || checkpoint.Last < _next)
            {
                Note(Verdict.Missing, FileNumber.Write(_next), "LOG-020");
            }
            else if (checkpoint.Last == _next)
            {
                _epochs.Add(checkpoint.Next);
                (_isUnbroken, _previous) = (true, checkpoint.Previous);
            }
        }
    }

    /// <summary>Where a later GENESIS begins, its key opens the next file; the office has accepted the log up to there.</summary>
    private void Begin(int number)
    {
        if (_trust.Begins(number) is { } genesis && genesis.FirstEpoch != _epochs[^1])
        {
            if (_previous is { } found && found != genesis.Previous && _files.Count > 0)
            {
                Note(Verdict.Shortened, _files[^1].Name, "LOG-025", ("next", "GENESIS"));
            }

            _epochs.Add(genesis.FirstEpoch);
            (_isUnbroken, _previous, _goesOn) = (true, genesis.Previous, null);
        }
    }

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

    /// <param name="goesOn">Opened by the ladder of the file before: it must be the next part of the same run, and the epoch key stays the same.</param>
    private void CheckOpening(JournalFile file, JournalRecord opening, bool goesOn)
    {
        if (!goesOn)
        {
            _epochs.Add(opening.NextEpoch!);
        }
        else if (opening.NextEpoch != _epochs[^1] || opening["AFTER"] != _files[^1].Head.ToString())
        {
            Note(Verdict.Damaged, file.Name, "LOG-026");
        }

        _isUnbroken = true;
        if (opening["STICK"] != _trust.Stick || opening["FILE"] != file.Name)
        {
            Note(Verdict.Damaged, file.Name, "LOG-023");
        }

        CheckPrevious(file, opening["PREV"] ?? "");
        CheckPart(file, opening);
    }

    private void CheckPrevious(JournalFile file, string said)
    {
        var before = _files.Count > 0 && StickLedger.Number(_files[^1]) == StickLedger.Number(file) - 1 ? _files[^1] : null;
        if (said == _previous)
        {
            Settle(before);
        }
        else if (before is not null)
        {
            var grown = before.Seals.Any(seal => seal.Head.ToString() == said);
            Note(grown ? Verdict.Forked : Verdict.Shortened, before.Name, grown ? "LOG-024" : "LOG-025", ("next", file.Name));
        }
        else if (_previous is not null)
        {
            Note(Verdict.Damaged, file.Name, "LOG-023");
        }
    }

    /// <summary>A file in which nothing was sealed, and which the next one names byte for byte, was torn and not altered.</summary>
    private void Settle(JournalFile? before)
    {
        for (var i = _findings.Count - 1; before is { Seals.IsEmpty: true } && i >= 0 && _findings[i].File == before.Name; i--)
        {
            _findings.RemoveAt(i);
        }
    }

    private void CheckPart(JournalFile file, JournalRecord opening)
    {
        var (name, part, after) = (opening["RUN"] ?? "", opening["PART"], opening["AFTER"]);
        var known = _runs.FindIndex(run => run.Run == name);
        var fits = known >= 0
            ? part == Text(_runs[known].NextPart) && after == _runs[known].Head.ToString()
            : (name == file.Name && part == "1" && after == "-") || (IsTakenOff(name) && part != "1");
        if (!fits)
        {
            Note(Verdict.Damaged, file.Name, "LOG-026");
        }

        if (known < 0)
        {
            _runs.Add(new() { Run = name, Parts = [file], NextPart = LineNumber.TryRead(part ?? "", out var number) ? number + 1 : 2 });
        }
        else
        {
            _runs[known] = _runs[known] with { Parts = _runs[known].Parts.Add(file), NextPart = _runs[known].NextPart + 1 };
        }
    }

    private bool IsTakenOff(string run) => FileNumber.TryRead(run, out var number) && number <= _trust.Checkpoint?.Last;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Note(Verdict verdict, string file, string code, params ReadOnlySpan<(string, string)> values) =>
        _findings.Add(new(verdict, file, Problem.Of(code, [("file", file), .. values])));
}

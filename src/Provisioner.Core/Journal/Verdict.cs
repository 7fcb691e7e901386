using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>What a journal, or a stick's journals together, turn out to be. The word in JSON is lower-case with <c>-</c>.</summary>
public enum Verdict
{
    /// <summary>Closed, and every seal holds.</summary>
    Complete,

    /// <summary>A part that a next part goes on from.</summary>
    Continued,

    /// <summary>Neither closed nor continued; can go on.</summary>
    Interrupted,

    /// <summary>The last group was being written when power or stick went; nothing sealed is lost.</summary>
    Torn,

    /// <summary>Altered.</summary>
    Damaged,

    /// <summary>Cut off.</summary>
    Shortened,

    /// <summary>Two histories under one key.</summary>
    Forked,

    /// <summary>A file of the count is not there.</summary>
    Missing,

    /// <summary>The office has not signed the stick's GENESIS, or another office has.</summary>
    NotCertified,

    /// <summary>Opened after the office's last day for it.</summary>
    Expired,

    /// <summary>The office takes nothing more from this stick.</summary>
    Revoked,

    /// <summary>Training or demonstration.</summary>
    Rehearsal,
}

/// <summary>One thing seen of a stick's journals, with its evidence.</summary>
/// <param name="File">Name of the file; <c>null</c> when it is the stick as a whole.</param>
/// <param name="Problem">The sentence for people; byte and line among its values.</param>
public sealed record Finding(Verdict Verdict, string? File, Problem Problem);

public static class Verdicts
{
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Complete => "complete",
        Verdict.Continued => "continued",
        Verdict.Interrupted => "interrupted",
        Verdict.Torn => "torn",
        Verdict.Damaged => "damaged",
        Verdict.Shortened => "shortened",
        Verdict.Forked => "forked",
        Verdict.Missing => "missing",
        Verdict.NotCertified => "not-certified",
        Verdict.Expired => "expired",
        Verdict.Revoked => "revoked",
        Verdict.Rehearsal => "rehearsal",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Whether the stick was tampered with or cannot be trusted: exit 3.</summary>
    public static bool IsTampering(this Verdict verdict) =>
        verdict is Verdict.Damaged or Verdict.Shortened or Verdict.Forked or Verdict.Missing or Verdict.Revoked;
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Everything that a run asks of people. The same questions are answered at the keyboard or from an answers file.
/// A <c>null</c> answer means: leave the run.</summary>
internal interface IConversation
{
    void Show(Page page);

    /// <summary>Initials of the person who states it.</summary>
    string? Initials(string step, string prompt);

    FreeStatement? ScannerFree(string step);

    /// <returns>The id of an option.</returns>
    string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options);

    /// <summary>One line for an input, or for a step that asks for text.</summary>
    string? Text(string name, string prompt, string? example);

    /// <summary>The fingerprint held against what came by another way.</summary>
    CompareStatement? Compare(string step, Sha256 fingerprint);

    /// <summary>Whether a step that may be left out is, and why.</summary>
    LeftOut? LeaveOut(string step, string prompt);

    Secret? Secret(string name, string prompt);

    /// <summary>Whether the planned changes shown are to be made now.</summary>
    bool? Agree(string step);

    /// <summary>Whether what only hands can do was done, as the person states who did it; asked for each part of a change.</summary>
    /// <param name="name">Under which an answers file has the initials.</param>
    HandStatement? Done(string name, string prompt);

    /// <summary>Waits until it is so, e.g. until the stick is out.</summary>
    bool? Ready(string prompt);

    /// <summary>Whether a refused input can be given anew.</summary>
    bool CanAnswerAgain { get; }

    /// <summary>What to do after a failure, or when the run is left.</summary>
    /// <param name="policy">The procedure's word for when nobody is there.</param>
    /// <param name="changed">Something is in place that can be put back.</param>
    WhatNext AfterFailure(OnFailure policy, bool changed);

    /// <summary>The run is being left with changes in place.</summary>
    WhatNext OnLeaving();
}

/// <param name="Queued">Jobs waiting on the scanner; <c>null</c> when not counted.</param>
/// <param name="Failed">Jobs that failed.</param>
internal sealed record FreeStatement(bool IsFree, string By, int? Queued, int? Failed);

/// <param name="IsDone">False: it cannot be done.</param>
internal sealed record HandStatement(bool IsDone, string By);

/// <param name="Reason">Why the step is left out; <c>null</c>: it is done.</param>
internal sealed record LeftOut(string? Reason);

/// <param name="Matched"><c>null</c>: NOT COMPARED, there is nothing independent to compare with.</param>
internal sealed record CompareStatement(bool? Matched);

internal enum WhatNext
{
    TryAgain,
    PutBack,
    Leave,
}

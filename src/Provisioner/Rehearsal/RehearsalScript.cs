using System.Collections.Immutable;
using Provisioner.Core.Procedures;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>How people and network behave in one rehearsal: the way that is chosen, and what goes wrong where.</summary>
internal sealed record RehearsalScript
{
    /// <summary>By the id of a <c>choose</c> or <c>hand-over</c>; what is not named takes its first option.</summary>
    public ImmutableDictionary<string, string> Chosen { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The fault, and the step in which it comes once; <c>null</c>: none.</summary>
    public (int Step, StepFault Fault)? Fault { get; init; }

    /// <summary>The step before which the scanner is needed; <c>null</c>: never.</summary>
    public int? NeededAt { get; init; }

    /// <summary>The scanner is needed when failed jobs are to be counted, and everything is done.</summary>
    public bool NeededAtEnd { get; init; }

    /// <summary>What is chosen after a failure, and when the scanner is needed.</summary>
    public WhatNext Then { get; init; } = WhatNext.Leave;

    public override string ToString() =>
        $"{(Chosen.IsEmpty ? "first options" : string.Join(", ", Chosen.OrderBy(choice => choice.Key).Select(choice => $"{choice.Key}={choice.Value}")))}"
        + (Fault is { } fault ? $"; step {fault.Step + 1} fails: {fault.Fault}, then {Then}" : "")
        + (NeededAt is { } at ? $"; scanner needed at step {at + 1}: {Then}" : "")
        + (NeededAtEnd ? $"; scanner needed at the end: {Then}" : "");
}

/// <summary>What can go wrong in a step, besides what a disk does.</summary>
internal enum StepFault
{
    /// <summary>The question is left without an answer: so the scanner is needed in the middle of a step.</summary>
    NoAnswer,
    NotFree,
    NotTheSame,
    SameHand,
    TooLate,

    /// <summary>What only hands can do cannot be done.</summary>
    NotDone,

    /// <summary>A password that is too short.</summary>
    ShortPassword,

    /// <summary>The step is left out with a reason. No fault, but another way.</summary>
    LeftOut,

    /// <summary>Nothing independent to compare with. No fault, but another way.</summary>
    NotCompared,
    Down,
    NotTrusted,
    Worse,
    LetsIn,
    PortTaken,

    /// <summary>A service does not come back after its restart, or late.</summary>
    NotBack,
    LateBack,
}

/// <summary>Which faults a verb can meet.</summary>
internal static class StepFaults
{
    /// <summary>Faults after which the engine asks what next.</summary>
    /// <param name="work">What of it is done by hand.</param>
    public static ImmutableArray<StepFault> Failing(Verb verb, HandWork work) => !work.Of(verb) ? Failing(verb) : verb switch
    {
        { Changes: true } or Verb.Listens => [StepFault.NotDone],
        Verb.Try or Verb.Prove => [StepFault.Down, StepFault.NotTrusted],
        Verb.Acceptance => [StepFault.LetsIn],
        _ => [],
    };

    private static ImmutableArray<StepFault> Failing(Verb verb) => verb switch
    {
        Verb.ScannerFree => [StepFault.NotFree],
        Verb.Compare => [StepFault.NotTheSame],
        Verb.Hold => [StepFault.SameHand],
        Verb.Wait => [StepFault.TooLate],
        Verb.Try => [StepFault.Down, StepFault.NotTrusted],
        Verb.Prove => [StepFault.Down, StepFault.NotTrusted, StepFault.Worse],
        Verb.Acceptance => [StepFault.LetsIn, StepFault.Worse, StepFault.NotBack, StepFault.LateBack],
        Verb.Listens => [StepFault.NotBack, StepFault.LateBack],
        Verb.Refusal => [StepFault.LetsIn, StepFault.Down],
        Verb.Shows => [StepFault.Down, StepFault.Worse, StepFault.NotBack, StepFault.LateBack],
        Verb.HandOver { Offer: var offer } when offer.Contains(HandOverForm.Key) => [StepFault.ShortPassword],
        Verb.Check { That: CheckKind.PortFree } => [StepFault.PortTaken],
        _ => [],
    };

    /// <summary>Ways through a step that are no faults.</summary>
    public static ImmutableArray<StepFault> Ways(Step step) =>
        [.. step.MayDeviate ? [StepFault.LeftOut] : ImmutableArray<StepFault>.Empty, .. step.Verb is Verb.Compare ? [StepFault.NotCompared] : ImmutableArray<StepFault>.Empty];
}

using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Runs;

/// <summary>A run at one instant: where it is, and what is known. A fold over its events, nothing else.</summary>
public sealed record RunState(RunPhase Phase, RunFacts Facts)
{
    public static RunState Start { get; } = new(new RunPhase.NotOpen(), RunFacts.None);
}

/// <summary>Where a run is: a closed family.</summary>
public abstract record RunPhase
{
    private RunPhase()
    {
    }

    public sealed record NotOpen : RunPhase;

    /// <summary>Inputs are asked for and judged. Nothing is changed.</summary>
    public sealed record Preparing : RunPhase;

    /// <summary>A part began after an interruption, and the scanner must be found free again.</summary>
    public sealed record Returning(RunPhase To) : RunPhase;

    /// <summary>A step is being performed.</summary>
    public sealed record At(int Step) : RunPhase;

    /// <summary>Intents of a step are sealed; its changes are under way.</summary>
    public sealed record Changing(int Step) : RunPhase;

    /// <summary>The intent of a hand-over is sealed; its file is being written.</summary>
    /// <param name="GoesBack">Everything is put back once the file is accounted for.</param>
    public sealed record HandingOver(Outgoing File, bool GoesBack = false) : RunPhase;

    /// <summary>A step failed; a person, or the procedure, says what next.</summary>
    public sealed record Stopped(int Step, string Code) : RunPhase;

    /// <summary>Everything changed is being put back.</summary>
    public sealed record PuttingBack : RunPhase;

    /// <summary>Putting back met an obstacle.</summary>
    public sealed record PutBackStopped(string Code) : RunPhase;

    /// <summary>Nothing is left to do but the last record.</summary>
    public sealed record Ending(Outcome Outcome) : RunPhase;

    /// <summary>Left to be taken up again; this part gets no CLOSE.</summary>
    public sealed record Paused(RunPhase From) : RunPhase;

    /// <summary>A part began to give the run up; the reason is not recorded yet.</summary>
    public sealed record Abandoning(RunPhase From) : RunPhase;

    public sealed record Closed(Outcome Outcome) : RunPhase;
}

/// <summary>What is known of a run.</summary>
public sealed record RunFacts
{
    public static RunFacts None { get; } = new();

    public ImmutableDictionary<string, RunEvent.Answered> Answers { get; init; } = ImmutableDictionary<string, RunEvent.Answered>.Empty;

    /// <summary>What became of each step so far.</summary>
    public ImmutableDictionary<int, StepResult> Results { get; init; } = ImmutableDictionary<int, StepResult>.Empty;

    /// <summary>Initials by step, of those that were signed.</summary>
    public ImmutableDictionary<int, string> Initials { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>Changes in place, in the order in which they were made.</summary>
    public ImmutableArray<Change> Applied { get; init; } = [];

    /// <summary>Intents without outcome: only a probe can tell.</summary>
    public ImmutableArray<Change> Pending { get; init; } = [];

    /// <summary>What was stated last of each change by hand whose intent stands.</summary>
    public ImmutableDictionary<ConsolePath, HandMark> Stated { get; init; } = ImmutableDictionary<ConsolePath, HandMark>.Empty;

    /// <summary>The stick is away at the scanner; the log goes on in the state folder.</summary>
    public bool IsCarried { get; init; }

    /// <summary>The first baseline (<see cref="BaselineText"/>); <c>null</c>: none was taken.</summary>
    public string? Baseline { get; init; }

    /// <summary>Jobs on the scanner when it was last found free; <c>null</c>: not counted.</summary>
    public JobCounts? Counts { get; init; }

    /// <summary>Jobs that had failed when the run was about to be closed; <c>null</c>: not asked.</summary>
    public RunEvent.Recounted? Recount { get; init; }

    public ProofLevel Level { get; init; }

    /// <summary>Everything that may have to be put back, last first.</summary>
    public ImmutableArray<Change> ToPutBack => [.. Applied, .. Pending];
}

/// <param name="Code">The problem's code when it failed.</param>
public sealed record StepResult(StepMark Mark, string? Code = null);

public enum StepMark
{
    Pass,
    Fail,
    Skip,
}

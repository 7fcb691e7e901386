using System.Collections.Immutable;
using Provisioner.Core.Changes;

namespace Provisioner.Core.Runs;

/// <summary>What is to be done next: a closed family. The shell performs it and answers with events.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Ask for and judge every input that has no answer. Ends in <c>Prepared</c> or <c>Left</c>.</summary>
    public sealed record Prepare : Effect;

    /// <summary>Ask again whether the scanner is free. Ends in <c>FreeAgain</c> or <c>Left</c>.</summary>
    public sealed record ConfirmFree : Effect;

    /// <summary>Perform the step; where it changes the console, plan it, and end in its intents or <c>StepPassed</c>.</summary>
    public sealed record Perform(int Step) : Effect;

    /// <summary>The step is not on this run's way. Ends in <c>StepSkipped</c>.</summary>
    /// <param name="Why">Its condition, for the journal.</param>
    public sealed record Skip(int Step, string Why) : Effect;

    /// <summary>Make the intended changes, probe each. Ends in <c>Applied</c> or <c>StepFailed</c>.</summary>
    public sealed record Apply(int Step, ImmutableArray<Change> Changes) : Effect;

    /// <summary>Probe the intended changes after an interruption. Ends in <c>Applied</c>, <c>Dropped</c> or <c>StepFailed</c>.</summary>
    public sealed record Settle(int Step, ImmutableArray<Change> Changes) : Effect;

    /// <summary>Write the file that the sealed intent names. Ends in <c>HandedOver</c> or <c>StepFailed</c>.</summary>
    public sealed record HandOut(Outgoing File) : Effect;

    /// <summary>Look whether the file of an intent lies there whole after an interruption. Ends in <c>HandedOver</c> or <c>HandOverDropped</c>.</summary>
    public sealed record SettleHandOver(Outgoing File) : Effect;

    /// <summary>Ask what next. Ends in <c>Retried</c>, <c>PutBackBegun</c> or <c>Left</c>.</summary>
    public sealed record AskWhatNext(int Step, string Code) : Effect;

    /// <summary>Put back, first to last of this list, probing each. Ends in <c>PutBackDone</c> or <c>PutBackFailed</c>.</summary>
    public sealed record PutBack(ImmutableArray<Change> Changes) : Effect;

    /// <summary>Ask what next when putting back met an obstacle. Ends in <c>PutBackBegun</c> or <c>Left</c>.</summary>
    public sealed record AskPutBackAgain(string Code) : Effect;

    /// <summary>Say what stays in place, and give up. Ends in <c>Abandoned</c> or <c>Left</c>.</summary>
    public sealed record Abandon(ImmutableArray<Change> Stays) : Effect;

    /// <summary>Have failed jobs counted, and write the last record. Ends in <c>Closed</c>, or in <c>PutBackBegun</c> where somebody leaves.</summary>
    public sealed record Close(Outcome Outcome, ProofLevel Level) : Effect;
}

/// <summary>The state after an event, and what is to be done now; <c>null</c>: wait for the next event, or nothing is left.</summary>
public sealed record Transition(RunState State, Effect? Do);

using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Runs;

/// <summary>What happened in a run. Each is one journal record (<see cref="RunRecords"/>), and a run is the fold over them.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>A part of the run began: the first, or one that goes on, or one that puts back.</summary>
    public sealed record Opened(Purpose Purpose) : RunEvent;

    /// <summary>The scanner was found free again, before an interrupted run went on, or before a change or a restart more than 15 minutes
    /// after it was last said.</summary>
    /// <param name="Detail">As <see cref="JobCounts"/> writes it; <c>null</c>: nobody counted.</param>
    public sealed record FreeAgain(string By, string? Detail = null) : RunEvent;

    /// <summary>An input, or a step that asks, was answered.</summary>
    /// <param name="Text">The answer's one spelling: a path on the stick, <c>host:port</c>, <c>CALLING/CALLED</c>, a choice. Never secret.</param>
    /// <param name="Digest">Of the file's bytes, where it names a file.</param>
    public sealed record Answered(string Name, string Text, Sha256? Digest) : RunEvent;

    /// <summary>An input was refused; another answer can be given.</summary>
    /// <param name="Values">Of the problem, as <see cref="ProblemValues"/> writes them.</param>
    public sealed record Refused(string Name, string Code, Responsible Who, string? Values = null) : RunEvent;

    /// <summary>Every input is known and judged.</summary>
    public sealed record Prepared : RunEvent;

    /// <summary>A step that changes nothing, or had nothing to change, passed.</summary>
    /// <param name="By">Initials, where a person stated it.</param>
    /// <param name="Detail">A fact worth keeping, e.g. protocol and suite.</param>
    public sealed record StepPassed(int Step, string? By = null, string? Detail = null) : RunEvent;

    /// <summary>A step does not apply on this console.</summary>
    public sealed record StepSkipped(int Step, string Why) : RunEvent;

    /// <summary>A step that may be left out was, for this reason.</summary>
    public sealed record StepDeviated(int Step, string Reason) : RunEvent;

    /// <summary>A second person looked.</summary>
    /// <param name="Claimed">Their initials, as typed: nothing proves who typed them.</param>
    /// <param name="Agreed">The office's row that states it beforehand; <c>null</c>: it was stated here.</param>
    public sealed record Witnessed(int Step, string Claimed, string? Agreed = null) : RunEvent;

    /// <summary>A second person looked before a key leaves the console, or a fixed slot is overwritten.</summary>
    /// <param name="Claimed">Their initials, as typed.</param>
    /// <param name="Agreed">The office's row that states it beforehand; <c>null</c>: it was stated here.</param>
    public sealed record SecondPerson(int Step, string Claimed, string? Agreed = null) : RunEvent;

    /// <param name="Cause">Slug of the proof's cause, where a wire was involved.</param>
    /// <param name="Values">Of the problem, as <see cref="ProblemValues"/> writes them.</param>
    public sealed record StepFailed(int Step, string Code, Responsible Who, string? Cause = null, string? Values = null) : RunEvent;

    /// <summary>A choice ended the procedure, because another one applies.</summary>
    public sealed record EndedHere(int Step, string Option) : RunEvent;

    /// <summary>A fingerprint was compared, or not.</summary>
    /// <param name="Matched"><c>null</c>: NOT COMPARED, there was nothing independent to compare with.</param>
    /// <param name="Agreed">The office's row that states it beforehand; <c>null</c>: it was stated here.</param>
    public sealed record Compared(int Step, Sha256 Fingerprint, bool? Matched, string? Agreed = null) : RunEvent;

    /// <summary>A change is about to be made; its back-up and its bytes are on the console. All intents of a step are sealed together.</summary>
    /// <param name="Number">1-based within the step.</param>
    /// <param name="Of">How many the step has.</param>
    public sealed record Intended(int Step, int Number, int Of, Change Change) : RunEvent;

    /// <summary>A person states that one change that only hands can make is made, or put back.</summary>
    /// <param name="By">Initials.</param>
    public sealed record Stated(ConsolePath Path, HandMark As, string By) : RunEvent;

    /// <summary>The stick is about to be carried to the scanner: the log goes on in this machine's state folder.</summary>
    public sealed record CarriedOut : RunEvent;

    /// <summary>The stick is back, and has all of the log again.</summary>
    public sealed record Rejoined : RunEvent;

    /// <summary>Every intended change of the step was probed and is in place.</summary>
    public sealed record Applied(int Step) : RunEvent;

    /// <summary>The step's changes were probed after an interruption: none of them is in place, and the step begins anew.</summary>
    public sealed record Dropped(int Step) : RunEvent;

    /// <summary>Remote devices and listeners as they were found.</summary>
    /// <param name="Seen">As <see cref="BaselineText"/> writes it.</param>
    public sealed record BaselineTaken(int Step, string Seen) : RunEvent;

    /// <summary>Something that could not be sealed when it happened, and was kept on the console until it could. Until then whoever
    /// could write there could alter it.</summary>
    /// <param name="At">By the console's clock, whole milliseconds.</param>
    /// <param name="Detail">A problem's code, or a run's name.</param>
    public sealed record Noted(NoteKind What, DateTimeOffset At, string? Detail) : RunEvent;

    /// <summary>The run is given up with what is in place.</summary>
    public sealed record Abandoned(string Reason) : RunEvent;

    /// <summary>A certificate that the console's store holds, before anything is changed or at the end.</summary>
    /// <param name="IsAfter">At the end.</param>
    /// <param name="Slot">As the scanner type's file has it: <c>host</c>, <c>trusted</c>...</param>
    /// <param name="Name">Of the entry.</param>
    /// <param name="NotBefore">Whole seconds, UTC.</param>
    /// <param name="NotAfter">Likewise.</param>
    public sealed record Held(bool IsAfter, string Slot, string Name, string Subject, Sha256 Fingerprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter) : RunEvent;

    /// <summary>The wire was proven.</summary>
    public sealed record Proved(int Step, ProofLevel Level, string Detail) : RunEvent;

    /// <summary>A file with the scanner's certificate or key is about to be written onto the stick.</summary>
    public sealed record HandOverIntended(Outgoing Outgoing) : RunEvent;

    /// <summary>Looked for after an interruption: the intended file is not there, and was not handed over.</summary>
    public sealed record HandOverDropped(int Step) : RunEvent;

    /// <param name="File">Relative to the stick; <c>null</c> when nothing was handed over.</param>
    public sealed record HandedOver(int Step, HandOverForm Form, string? File, Sha256? Digest) : RunEvent;

    /// <summary>One page back, while nothing is in place: what was answered from there on is asked again.</summary>
    /// <param name="To">The step that is performed again; <c>null</c>: the inputs are given again.</param>
    public sealed record WentBack(int Step, int? To) : RunEvent;

    /// <summary>A file of the stick with a private key that nothing protects is about to be removed.</summary>
    /// <param name="File">Relative to the stick.</param>
    public sealed record KeyRemoval(string File, Sha256 Digest) : RunEvent;

    /// <summary>Jobs that failed were counted once more, before the last record.</summary>
    /// <param name="Failed">On the scanner's own list; <c>null</c>: NOT COUNTED.</param>
    public sealed record Recounted(int? Failed) : RunEvent;

    /// <summary>A failed step is tried again.</summary>
    public sealed record Retried(int Step) : RunEvent;

    /// <summary>Everything that was changed is about to be put back, last first.</summary>
    public sealed record PutBackBegun : RunEvent;

    /// <summary>All is as before; each change was probed.</summary>
    public sealed record PutBackDone : RunEvent;

    /// <summary>Something stands in the way of putting back; what could be put back was.</summary>
    public sealed record PutBackFailed(string Code, Responsible Who, string? Values = null) : RunEvent;

    /// <summary>The run is left as it stands, nothing changed, or to be taken up again.</summary>
    public sealed record Left : RunEvent;

    /// <summary>The last record of the last part.</summary>
    public sealed record Closed(Outcome Outcome, ProofLevel Level) : RunEvent;
}

/// <summary>A file that leaves the scanner on the stick.</summary>
/// <param name="Name">Relative to the stick.</param>
/// <param name="Digest">Of the very bytes: whoever finds the file can tell whether it is the one.</param>
public sealed record Outgoing(int Step, HandOverForm Form, string Name, Sha256 Digest);

/// <summary>What is stated of a change by hand.</summary>
public enum HandMark
{
    Done,
    Back,
}

/// <summary>Why a part was begun.</summary>
public enum Purpose
{
    Run,
    Resume,
    Undo,
    Abandon,

    /// <summary>The same program goes on, because a file of the journal was full.</summary>
    Continue,
}

/// <summary>What could not be sealed when it happened.</summary>
public enum NoteKind
{
    /// <summary>A wrong passphrase: no key was open to seal it with.</summary>
    SignOnRefused,

    /// <summary>The stick did not take a record: it was full, read-only, gone or another one.</summary>
    LogNotWritten,

    /// <summary>Everything was put back while the stick took no records.</summary>
    PutBackUnlogged,
}

/// <summary>How a run ended.</summary>
public enum Outcome
{
    /// <summary>Every step passed or did not apply.</summary>
    Done,

    /// <summary>All that was changed was put back.</summary>
    PutBack,

    /// <summary>It stopped before anything was changed.</summary>
    Unchanged,

    /// <summary>Another procedure applies.</summary>
    NotApplicable,

    /// <summary>It was given up; what was in place stays, and the reason is recorded.</summary>
    Abandoned,
}

/// <summary>How far the proof reaches (DESIGN.md, "Proof").</summary>
public enum ProofLevel
{
    None,

    /// <summary>It waits for the remote side.</summary>
    Waiting,

    /// <summary>A person said so.</summary>
    Statement,

    /// <summary>This program, with the console's files and settings.</summary>
    Program,

    /// <summary>The vendor's own program was seen to use it.</summary>
    Scanner,
}

using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Sticks;

namespace Provisioner.Runs;

/// <summary>Everything that a run asks of people, and tells them. The same questions are answered on the full screen, line by line,
/// or from an answers file. A <c>null</c> answer means: leave the run, or what <see cref="Departure"/> says.</summary>
internal interface IConversation
{
    void Show(Page page);

    /// <summary>Planned changes, before they are made.</summary>
    void Show(Plan plan) => Show(Pages.Plan(plan));

    void Show(Problem problem) => Show(Pages.Problem(problem));

    /// <summary>A certificate whose fingerprint is about to be compared.</summary>
    void Show(HeldCertificate certificate) => Show(Pages.Fingerprint(certificate));

    /// <summary>The run is open.</summary>
    void Begins(RunScene scene)
    {
        if (scene.Purpose == Purpose.Run)
        {
            Show(Pages.Overview(scene.Procedure, scene.Mode == RunMode.Rehearsal));
        }
    }

    /// <summary>What it has come to; these events are sealed.</summary>
    void Became(RunState state, ImmutableArray<RunEvent> happened)
    {
    }

    void StepBegins(Procedure procedure, int step) => Show(Pages.Step(procedure, step));

    void StepEnds(StepMark mark, string title, string? detail) => Show(Pages.Mark(mark, title, detail));

    /// <summary>Changes that are being made, or put back, one after the other.</summary>
    void Works(int done, int of)
    {
    }

    void Ends(Ended ended) => Show(Pages.Ending(ended.Procedure, ended.State, ended.Run, ended.Code));

    /// <summary>The very last: whether the stick can be unplugged, and what should not stay on it.</summary>
    void Leaves(StickRelease release) => Show(Commands.Leaving.Page(release));

    /// <summary>Initials of the person who states it.</summary>
    string? Initials(string step, string prompt);

    FreeStatement? ScannerFree(string step);

    /// <summary>Jobs that failed on the scanner, once more before the job is closed.</summary>
    /// <param name="before">When it was last found free; <c>null</c>: nobody counted.</param>
    Recount? Recount(int? before);

    /// <returns>The id of an option.</returns>
    string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options);

    /// <summary>One line for a step that asks for text.</summary>
    string? Text(string name, string prompt, string? example);

    /// <summary>The answer to an input, in its spelling.</summary>
    string? Input(InputQuestion question) => Text(question.Input.Name, question.Input.Prompt, question.Input.Example);

    /// <summary>The fingerprint held against what came by another way.</summary>
    CompareStatement? Compare(string step, Sha256 fingerprint);

    /// <summary>Whether a step that may be left out is, and why.</summary>
    LeftOut? LeaveOut(string step, string prompt);

    Secret? Secret(string name, string prompt);

    /// <summary>A password that protects something from now on: a person types it twice.</summary>
    Secret? NewSecret(string name, string prompt) => Secret(name, prompt);

    /// <summary>Whether the planned changes shown are to be made now.</summary>
    bool? Agree(string step);

    /// <summary>Whether what only hands can do was done, as the person states who did it; asked for each part of a change.</summary>
    /// <param name="name">Under which an answers file has the initials.</param>
    HandStatement? Done(string name, string prompt);

    /// <summary>Waits until it is so, e.g. until the stick is out.</summary>
    bool? Ready(string prompt);

    /// <summary>Whether a refused input can be given anew.</summary>
    bool CanAnswerAgain { get; }

    /// <summary>What the last <c>null</c> answer meant.</summary>
    Departure Departure => Departure.Leave;

    /// <summary>Ends the wait for a network, and nothing else.</summary>
    CancellationToken Waiting => CancellationToken.None;

    /// <summary>What to do after a failure, or when the run is left.</summary>
    /// <param name="policy">The procedure's word for when nobody is there.</param>
    /// <param name="changed">Something is in place that can be put back.</param>
    WhatNext AfterFailure(OnFailure policy, bool changed);

    /// <summary>The run is being left with changes in place.</summary>
    WhatNext OnLeaving();
}

/// <summary>What a run is about.</summary>
/// <param name="Run">E.g. <c>R0000017</c>.</param>
internal sealed record RunScene(Procedure Procedure, Modality Modality, ConsoleIdentity Console, RunMode Mode, Purpose Purpose, string Run, RunState State);

/// <param name="Code">The head to read aloud.</param>
internal sealed record Ended(Procedure Procedure, RunState State, string Run, string Code);

/// <summary>An input to be answered.</summary>
/// <param name="Number">1-based, among those that are asked for.</param>
/// <param name="Candidates">What lies on the stick, judged for this input; found when it is asked for.</param>
internal sealed record InputQuestion(Input Input, int Number, int Of, Func<ImmutableArray<FoundFile>> Candidates)
{
    /// <summary>Entries of the scanner's store, where one of them is asked for; found when it is.</summary>
    public Func<ImmutableArray<(string Name, string Text)>> Entries { get; init; } = () => [];
}

/// <summary>What leaving a question without an answer means.</summary>
internal enum Departure
{
    Leave,

    /// <summary>One page back; the answers are kept.</summary>
    Back,
}

/// <param name="Queued">Jobs waiting on the scanner; <c>null</c> when not counted.</param>
/// <param name="Failed">Jobs that failed.</param>
internal sealed record FreeStatement(bool IsFree, string By, int? Queued, int? Failed);

/// <param name="Failed"><c>null</c>: NOT COUNTED.</param>
internal sealed record Recount(int? Failed);

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

    /// <summary>To what was answered before; only while nothing is in place.</summary>
    Back,
}

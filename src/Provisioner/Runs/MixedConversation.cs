using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Sticks;

namespace Provisioner.Runs;

/// <summary>What was answered beforehand, in a file or in the office's row, and the rest by people. An answer that was given
/// counts once: when it is refused, people are asked.</summary>
internal sealed class MixedConversation(IReadOnlyDictionary<string, string> given, AnsweredConversation file, IConversation people) : IConversation
{
    private readonly HashSet<string> _open = [.. given.Keys];

    public bool CanAnswerAgain => true;

    public Departure Departure => people.Departure;

    public CancellationToken Waiting => people.Waiting;

    public void Show(Page page) => people.Show(page);

    public void Show(Plan plan) => people.Show(plan);

    public void Show(Problem problem) => people.Show(problem);

    public void Show(HeldCertificate certificate) => people.Show(certificate);

    public void Begins(RunScene scene) => people.Begins(scene);

    public void Became(RunState state, ImmutableArray<RunEvent> happened) => people.Became(state, happened);

    public void StepBegins(Procedure procedure, int step) => people.StepBegins(procedure, step);

    public void StepEnds(StepMark mark, string title, string? detail) => people.StepEnds(mark, title, detail);

    public void Works(int done, int of) => people.Works(done, of);

    public void Ends(Ended ended) => people.Ends(ended);

    public void Leaves(StickRelease release) => people.Leaves(release);

    public string? Initials(string step, string prompt) => For(step).Initials(step, prompt);

    public FreeStatement? ScannerFree(string step) => For(step).ScannerFree(step);

    public Recount? Recount(int? before) => For(Answers.FailedAfter).Recount(before);

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options) => For(step).Choose(step, prompt, options);

    public string? Text(string name, string prompt, string? example) => For(name).Text(name, prompt, example);

    public string? Input(InputQuestion question) =>
        _open.Remove(question.Input.Name) ? file.Text(question.Input.Name, question.Input.Prompt, question.Input.Example) : people.Input(question);

    public CompareStatement? Compare(string step, Sha256 fingerprint) => For(step).Compare(step, fingerprint);

    /// <summary>An answer that does the step is left for the step itself.</summary>
    public LeftOut? LeaveOut(string step, string prompt) =>
        _open.Contains(step) ? file.LeaveOut(step, prompt) : people.LeaveOut(step, prompt);

    public Secret? Secret(string name, string prompt) => people.Secret(name, prompt);

    public Secret? NewSecret(string name, string prompt) => people.NewSecret(name, prompt);

    public bool? Agree(string step) => people.Agree(step);

    public HandStatement? Done(string name, string prompt) => For(name).Done(name, prompt);

    public bool? Ready(string prompt) => people.Ready(prompt);

    public WhatNext AfterFailure(OnFailure policy, bool changed) => people.AfterFailure(policy, changed);

    public WhatNext OnLeaving() => people.OnLeaving();

    private IConversation For(string name) => _open.Remove(name) ? file : people;
}

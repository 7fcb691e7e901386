using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;
using Provisioner.Terminal;

namespace Provisioner.Runs;

/// <summary>A run without anybody there: every answer was given before it began.</summary>
internal sealed class AnsweredConversation(
    IReadOnlyDictionary<string, string> answers, IReadOnlyDictionary<string, Secret> secrets, ITerminal terminal) : IConversation
{
    public bool CanAnswerAgain => false;

    public void Show(Page page) => terminal.Write(page);

    public string? Initials(string step, string prompt) => answers.GetValueOrDefault(step);

    public FreeStatement? ScannerFree(string step) =>
        answers.TryGetValue(step, out var answer) ? new(answer != Answer.Initials.NotFree, answer, Count(Answers.FailedBefore) is null ? null : 0, Count(Answers.FailedBefore)) : null;

    public Recount? Recount(int? before) => new(Count(Answers.FailedAfter));

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options) => answers.GetValueOrDefault(step);

    public string? Text(string name, string prompt, string? example) => answers.GetValueOrDefault(name);

    /// <summary>The whole fingerprint, as the answers file states it.</summary>
    public CompareStatement? Compare(string step, Sha256 fingerprint) => answers.GetValueOrDefault(step) switch
    {
        null => null,
        Answer.Fingerprint.NotCompared => new(null),
        var told => new(told == fingerprint.ToString()),
    };

    public LeftOut? LeaveOut(string step, string prompt) => new(Answer.LeftOut.ReasonIn(answers.GetValueOrDefault(step)));

    public Secret? Secret(string name, string prompt) => secrets.GetValueOrDefault(name);

    public bool? Agree(string step) => true;

    public HandStatement? Done(string name, string prompt) =>
        answers.TryGetValue(name, out var answer) ? new(answer != Answer.Initials.NotDone, answer) : null;

    public bool? Ready(string prompt) => true;

    public WhatNext AfterFailure(OnFailure policy, bool changed) =>
        changed && policy == OnFailure.UndoAll ? WhatNext.PutBack : WhatNext.Leave;

    public WhatNext OnLeaving() => WhatNext.Leave;

    private int? Count(string name) => Answers.Count(answers.GetValueOrDefault(name, "")) is Answer.Counted counted ? counted.Value : null;
}

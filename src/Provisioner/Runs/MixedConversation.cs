using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>What an answers file says, and the rest at the keyboard. An answer of the file counts once: when it is refused, people
/// are asked.</summary>
internal sealed class MixedConversation(IReadOnlyDictionary<string, string> given, AnsweredConversation file, PlainConversation people) : IConversation
{
    private readonly HashSet<string> _open = [.. given.Keys];

    public bool CanAnswerAgain => true;

    public void Show(Page page) => people.Show(page);

    public string? Initials(string step, string prompt) => For(step).Initials(step, prompt);

    public FreeStatement? ScannerFree(string step) => For(step).ScannerFree(step);

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options) => For(step).Choose(step, prompt, options);

    public string? Text(string name, string prompt, string? example) => For(name).Text(name, prompt, example);

    public CompareStatement? Compare(string step, Sha256 fingerprint) => For(step).Compare(step, fingerprint);

    /// <summary>An answer that does the step is left for the step itself.</summary>
    public LeftOut? LeaveOut(string step, string prompt) =>
        _open.Contains(step) ? file.LeaveOut(step, prompt) : people.LeaveOut(step, prompt);

    public Secret? Secret(string name, string prompt) => people.Secret(name, prompt);

    public bool? Agree(string step) => people.Agree(step);

    public HandStatement? Done(string name, string prompt) => For(name).Done(name, prompt);

    public bool? Ready(string prompt) => people.Ready(prompt);

    public WhatNext AfterFailure(OnFailure policy, bool changed) => people.AfterFailure(policy, changed);

    public WhatNext OnLeaving() => people.OnLeaving();

    private IConversation For(string name) => _open.Remove(name) ? file : people;
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;
using Provisioner.Runs;

namespace Provisioner.Tests.ByHand;

/// <summary>Answers as a file does, but acts when the program waits for the stick.</summary>
internal sealed class Person(AnsweredConversation file, Func<string, bool> ready) : IConversation
{
    public bool CanAnswerAgain { get; init; }

    public void Show(Page page) => file.Show(page);

    /// <summary>Does something when initials are asked for.</summary>
    public Action<string>? Signs { get; init; }

    public string? Initials(string step, string prompt)
    {
        Signs?.Invoke(step);
        return file.Initials(step, prompt);
    }

    public FreeStatement? ScannerFree(string step) => file.ScannerFree(step);

    public Recount? Recount(int? before) => file.Recount(before);

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options) => file.Choose(step, prompt, options);

    public string? Text(string name, string prompt, string? example) => file.Text(name, prompt, example);

    public CompareStatement? Compare(string step, Sha256 fingerprint) => file.Compare(step, fingerprint);

    public LeftOut? LeaveOut(string step, string prompt) => file.LeaveOut(step, prompt);

    public Secret? Secret(string name, string prompt) => file.Secret(name, prompt);

    public bool? Agree(string step) => true;

    public HandStatement? Done(string name, string prompt) => file.Done(name, prompt);

    public bool? Ready(string prompt) => ready(prompt) ? true : null;

    public WhatNext AfterFailure(OnFailure policy, bool changed) => file.AfterFailure(policy, changed);

    public WhatNext OnLeaving() => file.OnLeaving();
}

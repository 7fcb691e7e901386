using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Keeps what is answered, to save it as an answers file for the next scanner. Secrets are passed on and not kept.</summary>
internal sealed class RememberingConversation(IConversation people) : IConversation
{
    private readonly Dictionary<string, string> _given = [];

    public bool CanAnswerAgain => people.CanAnswerAgain;

    /// <summary>Writes a commented answers file; never over another file.</summary>
    public Problem? Save(string file, Procedure procedure, IDisk disk) => Guarded.Do(file, () =>
        disk.Create(file, System.Text.Encoding.UTF8.GetBytes(AnswersTemplate.Of(procedure, Given(procedure))), ownerOnly: false));

    public void Show(Page page) => people.Show(page);

    public string? Initials(string step, string prompt) => Keep(step, people.Initials(step, prompt));

    public FreeStatement? ScannerFree(string step)
    {
        var said = people.ScannerFree(step);
        _ = Keep(step, said is { IsFree: true } ? said.By : null);
        return said;
    }

    public Recount? Recount(int? before) => people.Recount(before);

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options) => Keep(step, people.Choose(step, prompt, options));

    public string? Text(string name, string prompt, string? example) => Keep(name, people.Text(name, prompt, example));

    public CompareStatement? Compare(string step, Sha256 fingerprint)
    {
        var said = people.Compare(step, fingerprint);
        _ = Keep(step, said is { Matched: not false } ? said.Matched is null ? Answer.Fingerprint.NotCompared : fingerprint.ToString() : null);
        return said;
    }

    public LeftOut? LeaveOut(string step, string prompt)
    {
        var said = people.LeaveOut(step, prompt);
        _ = Keep(step, said?.Reason is { } reason ? new Answer.LeftOut(reason).Text : null);
        return said;
    }

    public Secret? Secret(string name, string prompt) => people.Secret(name, prompt);

    public Secret? NewSecret(string name, string prompt) => people.NewSecret(name, prompt);

    public bool? Agree(string step) => people.Agree(step);

    public HandStatement? Done(string name, string prompt)
    {
        var said = people.Done(name, prompt);
        _ = Keep(name, said is { IsDone: true } ? said.By : null);
        return said;
    }

    public bool? Ready(string prompt) => people.Ready(prompt);

    public WhatNext AfterFailure(OnFailure policy, bool changed) => people.AfterFailure(policy, changed);

    public WhatNext OnLeaving() => people.OnLeaving();

    private string? Keep(string name, string? answer)
    {
        if (answer is not null && name.Length > 0)
        {
            _given[name] = answer;
        }

        return answer;
    }

    private Answers Given(Procedure procedure) => new(Answers.None.ByName.AddRange(
        from given in _given
        let input = procedure.Inputs.FirstOrDefault(input => input.Name == given.Key)
        let step = procedure.Steps.FirstOrDefault(step => step.Id == given.Key)
        where input is not null || step is not null
        let answer = input is not null ? AnswerForms.Read(input, given.Value) : AnswerForms.Read(step!, given.Value)
        where answer.IsGood
        select KeyValuePair.Create(given.Key, answer.Value)));
}

using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>Engineer, witness and hospital of a rehearsal: they answer as the script says, and what it leaves open as one would.</summary>
internal sealed class RehearsalPeople(RehearsalScene scene, RehearsalScript script, RehearsalNetwork network, RehearsalClock clock, MemoryDisk disk) : IConversation, IDisposable
{
    private const string Engineer = "FE", Witness = "WT", Password = "rehearsal only, long enough";

    /// <summary>Nobody gives the same answer for ever.</summary>
    private const int MostAsked = 100;

    /// <summary>The scanner's own pair cannot be handed over from here: the remedy is to choose nothing.</summary>
    private const string IsKept = "RUN-148";

    private readonly CancellationTokenSource _needed = new();
    private readonly RehearsalScreens _screens = new(scene, disk);
    private readonly List<(int Acts, int Step)> _began = [];
    private readonly List<Crossing> _taken = [];
    private RunState _state = RunState.Start;
    private int _at = -1, _asked;
    private bool _hasFailed, _isKept, _choseNothing;

    /// <summary>In which step each act of the disk was done; -1 before the first.</summary>
    public IEnumerable<int> StepOfAct => Enumerable.Range(0, disk.Acts.Count).Select(act => _began.LastOrDefault(step => step.Acts <= act, (Acts: 0, Step: -1)).Step);

    public IEnumerable<Crossing> Taken => _taken;

    /// <summary>Ends the run at the next safe place, as Ctrl-C does.</summary>
    public CancellationToken Needed => _needed.Token;

    /// <summary>See <see cref="Rehearsing.Play"/>.</summary>
    public Action<RunState, ImmutableArray<RunEvent>>? Told { get; init; }

    public bool CanAnswerAgain => true;

    private WhatNext Then => script.Then;

    public void Show(Page page) => _screens.Show(page);

    public void Show(Problem problem) => _isKept |= problem.Code == IsKept;

    public void Begins(RunScene begun) => Look(begun.State, []);

    public void Became(RunState state, ImmutableArray<RunEvent> happened)
    {
        _taken.AddRange(Coverage.Taken(scene.Shelved.Procedure, _state, happened));
        Look(state, happened);
    }

    public void StepBegins(Procedure procedure, int step)
    {
        _at = step;
        _began.Add((disk.Acts.Count, step));
        network.Fault = Is(StepFault.Down) ? NetworkFault.Down
            : Is(StepFault.NotTrusted) ? NetworkFault.NotTrusted
            : Is(StepFault.Worse) ? NetworkFault.Worse
            : Is(StepFault.LetsIn) ? NetworkFault.LetsIn
            : Is(StepFault.PortTaken) ? NetworkFault.PortTaken
            : Is(StepFault.NotBack) ? NetworkFault.NotBack
            : Is(StepFault.LateBack) ? NetworkFault.LateBack
            : NetworkFault.None;
        network.Speaks = procedure.Steps[step].Verb is Verb.Look && Spelling.TryParse<Speaking>(script.Chosen.GetValueOrDefault(procedure.Steps[step].Id) ?? "", out var speaks) ? speaks : null;
        _hasFailed |= network.Fault != NetworkFault.None;
    }

    public string? Initials(string step, string prompt) => Once(StepFault.NoAnswer) ? null : Signed(step);

    public FreeStatement? ScannerFree(string step) =>
        Once(StepFault.NoAnswer) ? null : new(!Once(StepFault.NotFree), Engineer, 0, 0);

    public Recount? Recount(int? before) => script.NeededAtEnd ? null : new(before);

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options) =>
        Once(StepFault.NoAnswer) ? null
        : step.EndsWith(HandQuestion.DoneAlready(""), StringComparison.Ordinal) ? _screens.IsDone(_state.Facts) ? HandQuestion.Yes : HandQuestion.No
        : step.EndsWith(HandQuestion.Held(""), StringComparison.Ordinal) ? scene.IsHeld ? HandQuestion.Yes : HandQuestion.No
        : step.EndsWith(HandQuestion.Now(""), StringComparison.Ordinal) ? script.Chosen.GetValueOrDefault(step[..^HandQuestion.Now("").Length]) ?? options[0].Id
        : _isKept && options.Any(option => option.Id == Words.Of(HandOverForm.Nothing)) ? Words.Of(HandOverForm.Nothing)
        : script.Chosen.GetValueOrDefault(step) ?? (step == HandQuestion.Network ? HandQuestion.Yes : options[0].Id);

    public string? Text(string name, string prompt, string? example) => Once(StepFault.NoAnswer) ? null : name.Contains('.', StringComparison.Ordinal) ? _screens.Read(name) : "rehearsed";

    public string? Input(InputQuestion question) => ++_asked > MostAsked ? null : scene.Answers[question.Input.Name];

    public CompareStatement? Compare(string step, Sha256 fingerprint) =>
        Once(StepFault.NoAnswer) ? null : new(Once(StepFault.NotCompared) ? null : !Once(StepFault.NotTheSame));

    public LeftOut? LeaveOut(string step, string prompt) => new(Once(StepFault.LeftOut) ? "rehearsed without it" : null);

    public Secret? Secret(string name, string prompt) => new(
        name == Conversations.StorePasswordName ? RehearsalSettings.StorePassword
        : Once(StepFault.ShortPassword) ? "short"
        : scene.Passwords.GetValueOrDefault(name, Password));

    public bool? Agree(string step) => Once(StepFault.NoAnswer) ? null : true;

    public HandStatement? Done(string name, string prompt)
    {
        if (++_asked > MostAsked || Once(StepFault.NoAnswer))
        {
            return null;
        }

        var isDone = !Once(StepFault.NotDone);
        if (isDone)
        {
            _screens.Do(_state.Facts);
        }

        return new(isDone, Engineer);
    }

    public bool? Ready(string prompt) => ++_asked > MostAsked ? null : true;

    public WhatNext AfterFailure(OnFailure policy, bool changed)
    {
        if (_isKept && !_choseNothing)
        {
            _choseNothing = true;
            return WhatNext.TryAgain;
        }

        return ++_asked > MostAsked || (Then == WhatNext.PutBack && !changed) ? WhatNext.Leave : Then;
    }

    public WhatNext OnLeaving() => Then == WhatNext.PutBack ? WhatNext.PutBack : WhatNext.Leave;

    public void Dispose() => _needed.Dispose();

    private void Look(RunState state, ImmutableArray<RunEvent> happened)
    {
        _state = state;
        Told?.Invoke(state, happened);
        if (script.NeededAt is { } at && state.Phase is RunPhase.At here && here.Step == at)
        {
            _needed.Cancel();
        }
    }

    private string? Signed(string step)
    {
        if (step == Answers.SecondPerson)
        {
            return Witness;
        }

        var verb = scene.Shelved.Procedure.Steps.First(one => one.Id == step).Verb;
        clock.Late += verb is Verb.Wait wait && Once(StepFault.TooLate) ? TimeSpan.FromMinutes(wait.AtMost + 1) : TimeSpan.Zero;
        return verb is Verb.Hold && !Once(StepFault.SameHand) ? Witness : Engineer;
    }

    /// <summary>The script's fault belongs here, and has not come yet.</summary>
    private bool Is(StepFault fault) => !_hasFailed && script.Fault is { } planned && planned.Fault == fault && planned.Step == _at;

    private bool Once(StepFault fault)
    {
        var now = Is(fault);
        _hasFailed |= now;
        return now;
    }
}

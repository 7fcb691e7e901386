using System.Collections.Immutable;
using System.Security.Cryptography;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Runs;
using Provisioner.Sticks;

namespace Provisioner.Terminal;

/// <summary>A job at the full screen: each question goes to the screen, and the job waits for its answer. Somebody who leaves while
/// the job works is heard at the next question.</summary>
internal sealed class WizardConversation(Action<Message> post, CancellationToken ended) : IConversation, IDisposable
{
    private readonly object _gate = new();
    private TaskCompletionSource<Reply>? _asked;
    private CancellationTokenSource _wait = CancellationTokenSource.CreateLinkedTokenSource(ended);
    private AwayTo? _leaving;
    private bool _isNeeded;

    public bool CanAnswerAgain => true;

    public Departure Departure { get; private set; }

    public CancellationToken Waiting => _wait.Token;

    /// <summary>The answer to the question that waits; without one it is too late, and nothing happens.</summary>
    public void Answer(Reply reply)
    {
        lock (_gate)
        {
            _ = _asked?.TrySetResult(reply);
        }
    }

    /// <summary>Out of the job, now or at its next question.</summary>
    public void Depart(AwayTo to)
    {
        lock (_gate)
        {
            _leaving = to;
            _isNeeded = true;
            _ = _asked?.TrySetResult(new Reply.Away(to));
        }

        EndWait();
    }

    public void EndWait() => _wait.Cancel();

    public void Show(Page page) => post(new Message.Noted(new Note.Text(page)));

    public void Show(Plan plan) => post(new Message.Noted(new Note.Changes(plan.Differences)));

    public void Show(Problem problem) => post(new Message.Noted(new Note.Trouble(problem)));

    public void Show(HeldCertificate certificate) => post(new Message.Noted(new Note.Certificate(certificate, [certificate])));

    public void Begins(RunScene scene) => post(new Message.Began(
        new(scene.Procedure, new(scene.Modality, scene.Console.Serial, scene.Console.Host), scene.Mode == RunMode.Rehearsal, scene.Purpose, scene.Run), scene.State));

    public void Became(RunState state, ImmutableArray<RunEvent> happened) => post(new Message.Became(state));

    /// <summary>A wait that was ended is over with its step.</summary>
    public void StepBegins(Procedure procedure, int step)
    {
        if (_wait.IsCancellationRequested && !ended.IsCancellationRequested && _leaving is null)
        {
            _wait.Dispose();
            _wait = CancellationTokenSource.CreateLinkedTokenSource(ended);
        }

        post(new Message.StepBegan(step));
    }

    /// <summary>The list of steps shows it.</summary>
    public void StepEnds(StepMark mark, string title, string? detail)
    {
    }

    public void Works(int done, int of) => post(new Message.Worked(done, of));

    /// <summary>The last sheet shows it, with what else is known then.</summary>
    public void Ends(Ended how)
    {
    }

    /// <summary>The last sheet says whether the stick can go; here only what stands against it.</summary>
    public void Leaves(StickRelease release)
    {
        foreach (var problem in release.Problems)
        {
            Show(problem);
        }
    }

    public string? Initials(string step, string prompt) => Text(new Question.Initials(step, prompt));

    public FreeStatement? ScannerFree(string step) => Ask(new Question.ScannerFree(step)) is Reply.Free free ? new(free.IsFree, free.By, free.Queued, free.Failed) : null;

    /// <summary>Where somebody needed the scanner and has it back, nobody is kept any longer.</summary>
    public Recount? Recount(int? before) =>
        _isNeeded && _leaving is null ? new(null) : Ask(new Question.Recount(before)) is Reply.Recounted counted ? new(counted.Failed) : null;

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options) => Text(new Question.Choose(step, prompt, options));

    public string? Text(string name, string prompt, string? example) => Text(new Question.Text(name, prompt, example));

    public string? Input(InputQuestion question) => Text(question.Input.Kind switch
    {
        InputKind.Certificate or InputKind.Identity => new Question.File(question.Input, question.Number, question.Of, question.Candidates()),
        InputKind.Entry when question.Entries() is { IsEmpty: false } entries => new Question.Entry(question.Input, question.Number, question.Of, entries),
        _ => new Question.Typed(question.Input, question.Number, question.Of),
    });

    public CompareStatement? Compare(string step, Sha256 fingerprint)
    {
        int[] order = [.. Enumerable.Range(0, 16)];
        RandomNumberGenerator.Shuffle<int>(order);
        return Ask(new Question.Compare(step, fingerprint, (order[0], order[1]))) is Reply.Compared compared ? new(compared.Matched) : null;
    }

    public LeftOut? LeaveOut(string step, string prompt) => Ask(new Question.LeaveOut(step, prompt)) is Reply.LeftOut said ? new(said.Reason) : null;

    public Secret? Secret(string name, string prompt) => Secret(new Question.Secret(name, prompt, IsNew: false));

    public Secret? NewSecret(string name, string prompt) => Secret(new Question.Secret(name, prompt, IsNew: true));

    public bool? Agree(string step) => Ask(new Question.Agree(step)) is Reply.Agreed ? true : null;

    public HandStatement? Done(string name, string prompt) => Ask(new Question.Done(name, prompt)) is Reply.Done done ? new(done.IsDone, done.By) : null;

    public bool? Ready(string prompt) => Ask(new Question.Ready(prompt)) is Reply.Agreed ? true : null;

    public WhatNext AfterFailure(OnFailure policy, bool changed) => What(Ask(new Question.AfterFailure(changed), isLast: true));

    public WhatNext OnLeaving() => What(Ask(new Question.Leaving(), isLast: true));

    public void Dispose() => _wait.Dispose();

    private static WhatNext What(Reply reply) => reply switch
    {
        Reply.TryAgain => WhatNext.TryAgain,
        Reply.Away { To: AwayTo.PutBack } => WhatNext.PutBack,
        Reply.Away { To: AwayTo.Back } => WhatNext.Back,
        _ => WhatNext.Leave,
    };

    private string? Text(Question question) => (Ask(question) as Reply.Text)?.Given;

    /// <param name="isLast">Where somebody who left is heard for the last time: should putting back fail, they are asked again.</param>
    private Secret? Secret(Question.Secret question) => Ask(question) is Reply.Secret secret ? secret.Given : null;

    private Reply Ask(Question question, bool isLast = false)
    {
        var reply = Left() ?? Answered(question);
        lock (_gate)
        {
            _asked = null;
            _leaving = isLast && !ended.IsCancellationRequested ? null
                : reply is Reply.Away { To: AwayTo.PutBack or AwayTo.Out } away ? away.To : _leaving;
        }

        Departure = reply is Reply.Away { To: AwayTo.Back } ? Departure.Back : Departure.Leave;
        return reply;
    }

    private Reply.Away? Left()
    {
        lock (_gate)
        {
            _asked = _leaving is null ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            return _leaving is { } to ? new(to) : null;
        }
    }

    private Reply Answered(Question question)
    {
        post(new Message.Asked(question));
        return _asked!.Task.GetAwaiter().GetResult();
    }
}

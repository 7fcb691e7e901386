using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Terminal;

/// <summary>Where a wizard works, and with what.</summary>
internal sealed record WizardPlace
{
    public required string Stick { get; init; }

    public required string Console { get; init; }

    public required IDisk Disk { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ITerminal Terminal { get; init; }

    /// <summary>For scanners that are worked on by hand.</summary>
    public required HandFolders Hands { get; init; }

    /// <summary>A job that was chosen.</summary>
    public RunRequest Request(JobOrder order) => new()
    {
        Stick = Stick,
        Console = order.ByHand is { } scanner ? Hands.Of(scanner.Serial) : Console,
        Mode = order.ByHand is null ? null : RunMode.Attended,
        Scanner = order.ByHand is { } typed ? new(typed.Serial, typed.Host) : null,
        Purpose = order.Purpose,
        Procedure = order.Purpose == Purpose.Run ? order.Procedure : null,
        Job = order.Prepared,
        Run = order.Run,
        Disk = Disk,
        Clock = Clock,
        Terminal = Terminal,
    };
}

/// <summary>Does what screens want done: signs on, looks around, runs jobs. Each on a thread of its own; what comes of it is
/// posted as a message.</summary>
internal sealed class WizardErrands(WizardPlace place, Stick stick, ConsoleFiles console, Action<Message> post, CancellationToken ended) : IErrands, IDisposable
{
    private static readonly TimeSpan LongestLeaving = TimeSpan.FromSeconds(20);

    private WizardConversation? _people;
    private Task _job = Task.CompletedTask;
    private Task _other = Task.CompletedTask;
    private Secret? _passphrase;

    public bool IsWorking => !_job.IsCompleted;

    /// <summary>How the newest job ended; <c>null</c>: none was begun.</summary>
    public RunEnd? End { get; private set; }

    public void Do(Errand errand)
    {
        switch (errand)
        {
            case Errand.SignOn sign:
                Aside(() => post(new Message.SignedOn(SignOn(sign.Passphrase))));
                break;
            case Errand.Unlock unlock:
                Aside(() => post(new Message.Unlocked(Unlocks(unlock.Passphrase))));
                break;
            case Errand.LookAround:
                Aside(() => post(new Message.Surveyed(new WizardSurvey(stick, console, place.Hands, place.Disk).Look(place.Clock.GetUtcNow()))));
                break;
            case Errand.ListCertificates list:
                Aside(() => post(WizardListing.Certificates(console, list.Scanner.Type, place.Disk, place.Clock.GetUtcNow())));
                break;
            case Errand.ListLog:
                Aside(() => post(WizardListing.Log(stick)));
                break;
            case Errand.WriteAskIt ask:
                post(new Message.AskItWritten(WriteAskIt(ask.Problems)));
                break;
            case Errand.Begin begin:
                Begin(begin);
                break;
            case Errand.Answer answer:
                _people?.Answer(answer.Reply);
                break;
            case Errand.Depart depart:
                _people?.Depart(depart.To);
                break;
            case Errand.EndWait:
                _people?.EndWait();
                break;
            case Errand.Forget forget:
                forget.Secret.Dispose();
                break;
            case Errand.Quit:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public void ThrowIfBroken()
    {
        if ((_job.IsFaulted ? _job : _other.IsFaulted ? _other : null) is { } broken)
        {
            broken.GetAwaiter().GetResult();
        }
    }

    /// <summary>A job that is still open, because the screen broke, is left at its next safe place.</summary>
    public void Dispose()
    {
        _people?.Depart(AwayTo.Out);
        _ = Task.WaitAny([_job], LongestLeaving);
        _passphrase?.Dispose();
        _people?.Dispose();
    }

    /// <summary>One after the other; the screen shows what is waited for.</summary>
    private void Aside(Action work) => _other = _other.ContinueWith(_ => work(), TaskScheduler.Default);

    private ImmutableArray<Problem> SignOn(Secret passphrase)
    {
        var problems = Check(passphrase);
        if (!problems.IsEmpty)
        {
            passphrase.Dispose();
            return problems;
        }

        _passphrase?.Dispose();
        _passphrase = passphrase;
        return problems;
    }

    private bool Unlocks(Secret passphrase)
    {
        using (passphrase)
        {
            return Check(passphrase).IsEmpty;
        }
    }

    private ImmutableArray<Problem> Check(Secret passphrase)
    {
        var problems = Sticks.SignOn.Check(stick, place.Disk, passphrase);
        Notes.KeepRefusal(problems, () => StateFolder.Open(console, place.Disk).Select(state => new Notes(state, place.Disk, stick.Name, place.Clock)));
        return problems;
    }

    /// <summary>The passphrase goes to the job, which destroys it when it has opened its log.</summary>
    private void Begin(Errand.Begin begin)
    {
        _people?.Dispose();
        _people = new(post, ended);
        var request = place.Request(begin.Order) with
        {
            Watch = begin.Watch,
            Passphrase = Interlocked.Exchange(ref _passphrase, null),
            People = _people,
        };
        _job = Task.Factory.StartNew(() => RunAsync(request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    private async Task RunAsync(RunRequest request)
    {
        End = await Runner.RunAsync(request).ConfigureAwait(false);
        post(End.Part is { } part ? new Message.Ended(EndOf(part, End.Release is { IsSafe: true })) : new Message.NotBegun(End.Problems));
    }

    private JobEnd EndOf(Runs.Part part, bool safe) => new()
    {
        State = part.State,
        Code = part.Newest.Head.Grouped,
        Qr = [.. HeadQr.Lines(stick.Name, part.Newest.File, part.Newest.Head)],
        KeysOut = Guarded.Get<IReadOnlyList<string>>(stick.KeysOut, () => place.Disk.List(stick.KeysOut)).TryGet(out var keys, out _) ? [.. keys] : [],
        NextDue = part.Mode == RunMode.Attended ? null : WizardListing.NextDue(console, part.Procedure),
        IsSafeToRemove = safe,
    };

    private string? WriteAskIt(ImmutableArray<Problem> problems)
    {
        var text = AskIt.Text(stick.Name, place.Clock.GetUtcNow(), problems);
        var file = Path.Combine(stick.Folder, AskIt.FileName);
        return text is not null && Guarded.Do(AskIt.FileName, () => Beside.Replace(place.Disk, file, text, ownerOnly: false)) is null ? AskIt.FileName : null;
    }
}

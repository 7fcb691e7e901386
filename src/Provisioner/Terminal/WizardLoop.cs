using System.Collections.Concurrent;
using Provisioner.Core.Screens;

namespace Provisioner.Terminal;

/// <summary>Owns the terminal: takes keys, time, size and what jobs tell, one after the other; lets errands run elsewhere;
/// shows what has become of it.</summary>
internal sealed class WizardLoop : IDisposable
{
    private readonly IScreen _screen;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _ended;

    /// <param name="ended">The system wants the program to end.</param>
    public WizardLoop(IScreen screen, TimeProvider clock, CancellationToken ended) =>
        (_screen, _clock, _ended) = (screen, clock, CancellationTokenSource.CreateLinkedTokenSource(ended));

    /// <summary>The system wants the program to end, or nobody is there any more.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Longest that a key waits.</summary>
    private const int PollMilliseconds = 15;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly BlockingCollection<Message> _messages = [];

    /// <summary>From any thread.</summary>
    public void Post(Message message) => _messages.Add(message);

    /// <summary>Until it is ended and nothing works any more.</summary>
    public void Run(WizardModel model, IErrands errands)
    {
        var (quits, told, ticked) = (false, false, _clock.GetTimestamp());
        _screen.Show(model);
        while (!quits || errands.IsWorking)
        {
            var before = model;
            foreach (var message in Happened(model, ref told, ref ticked))
            {
                (model, var more) = Wizard.Update(model, message);
                foreach (var errand in more)
                {
                    quits |= errand is Errand.Quit;
                    errands.Do(errand);
                }
            }

            errands.ThrowIfBroken();
            if (!ReferenceEquals(before, model))
            {
                _screen.Show(model);
            }
        }
    }

    public void Dispose()
    {
        _messages.Dispose();
        _ended.Dispose();
    }

    private List<Message> Happened(WizardModel model, ref bool told, ref long ticked)
    {
        var messages = new List<Message>();
        if (_messages.TryTake(out var first, PollMilliseconds))
        {
            messages.Add(first);
            while (_messages.TryTake(out var next))
            {
                messages.Add(next);
            }
        }

        messages.AddRange(told ? [] : _screen.Read());
        if (_screen.IsGone)
        {
            _ended.Cancel();
        }

        if (_screen.Room is var room && room != model.Room)
        {
            messages.Add(new Message.Resized(room));
        }

        if (_clock.GetElapsedTime(ticked) >= Tick)
        {
            ticked = _clock.GetTimestamp();
            messages.Insert(0, new Message.Ticked(_clock.GetLocalNow()));
        }

        if (_ended.IsCancellationRequested && !told)
        {
            told = true;
            messages.Add(new Message.Ending());
        }

        return messages;
    }
}

/// <summary>Does what screens want done outside, without holding up the _screen.</summary>
internal interface IErrands
{
    /// <summary>A job is open: the program does not end before its part is over.</summary>
    bool IsWorking { get; }

    void Do(Errand errand);

    /// <summary>A bug elsewhere comes to light here, where the terminal can be restored.</summary>
    void ThrowIfBroken();
}

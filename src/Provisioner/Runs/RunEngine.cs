using System.Collections.Immutable;
using System.Diagnostics;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Performs effects and records what came of them, until nothing is left to do. It decides nothing:
/// <see cref="Life"/> does.</summary>
internal sealed class RunEngine(RunSetup setup, RunSession session, Materials materials, ChangeDesk changes, FreeDesk free, Findings findings)
{
    private readonly InputDesk _inputs = new(setup, materials, findings);
    private readonly AskDesk _asking = new(setup, materials, free, findings);
    private readonly CheckDesk _checks = new(setup, materials, findings);
    private readonly Deviation _deviation = new(setup);
    private readonly WireDesk _wire = new(setup, materials, findings);
    private readonly LookDesk _looking = new(setup, findings);
    private readonly ShowDesk _shown = new(setup, materials, findings);
    private readonly AcceptanceDesk _acceptance = new(setup, findings);
    private readonly BaselineDesk _baseline = new(setup);
    private readonly HandOverDesk _handOver = new(setup, materials, findings);
    private readonly HandVerbs _hands = new(setup, materials, changes, session, findings);
    private readonly TidyDesk _tidy = new(setup);
    private bool _failedHere, _told, _isLeft;

    /// <summary>Until the run's part is over, or the journal cannot be written: then the last problem says so, and what is in place
    /// can still be put back.</summary>
    public async Task GoAsync(Effect? effect)
    {
        ImmutableArray<RunEvent> already = [new RunEvent.PutBackBegun()];
        if (IsPutBackAlready(effect) && session.Record(already).TryGet(out var back, out _))
        {
            setup.People.Became(session.State, already);
            effect = back.Do;
        }

        while (effect is not null)
        {
            var events = await PerformUnlessCancelledAsync(effect).ConfigureAwait(false);
            if (events.IsEmpty)
            {
                return;
            }

            if (!session.Record(events).TryGet(out var next, out var problems))
            {
                findings.Add(problems);
                PutBackUnlogged();
                return;
            }

            setup.People.Became(session.State, events);
            After(events);
            effect = _hands.After(events) ? next.Do : null;
        }
    }

    /// <summary>The scanner comes first: what the journal has sealed can be put back without it. The next part finds it so by
    /// probing, and records it.</summary>
    private void PutBackUnlogged()
    {
        if (!Changed)
        {
            return;
        }

        setup.People.Show(Page.Empty.Text(Catalogue.English.Text("log-lost.changed"), Tone.Warning));
        if (!session.State.Facts.ToPutBack.Any(change => change is Change.ByHand) && setup.People.OnLeaving() == Runs.WhatNext.PutBack && changes.PutBack([.. session.State.Facts.ToPutBack.Reverse()], session.State.Facts, _hands.PutBack) is RunEvent.PutBackDone)
        {
            session.NotePutBack();
            setup.People.Show(Page.Empty.Text(Catalogue.English.Text("log-lost.put-back")));
        }
    }

    /// <summary>A run that would go on finds nothing of what it changed: it was put back while nothing could be recorded. Where it had
    /// only been about to change something, and no note says that it was put back, it goes on.</summary>
    private bool IsPutBackAlready(Effect? effect) =>
        effect is Effect.ConfirmFree or Effect.Perform or Effect.Skip or Effect.AskWhatNext or Effect.Settle
        && (session.WasPutBack || !session.State.Facts.Applied.IsEmpty)
        && changes.IsPutBack(session.State.Facts.ToPutBack);

    private void After(ImmutableArray<RunEvent> events)
    {
        foreach (var happened in events)
        {
            _failedHere |= happened is RunEvent.StepFailed or RunEvent.PutBackFailed;
            Show(happened);
            if (happened is RunEvent.KeyRemoval removal)
            {
                findings.Add(_tidy.Remove(removal));
            }
        }

        if (events.Any(happened => happened is RunEvent.Applied or RunEvent.Dropped or RunEvent.PutBackDone or RunEvent.Closed))
        {
            findings.Add(changes.Forget());
        }
    }

    private void Show(RunEvent happened)
    {
        var (step, mark, detail) = happened switch
        {
            RunEvent.StepPassed passed => (passed.Step, StepMark.Pass, passed.Detail),
            RunEvent.StepSkipped skipped => (skipped.Step, StepMark.Skip, skipped.Why),
            RunEvent.StepDeviated deviated => (deviated.Step, StepMark.Skip, deviated.Reason),
            RunEvent.Witnessed witnessed => (witnessed.Step, StepMark.Pass, witnessed.Claimed),
            RunEvent.StepFailed failed => (failed.Step, StepMark.Fail, failed.Code),
            RunEvent.Applied applied => (applied.Step, StepMark.Pass, null),
            RunEvent.Proved proved => (proved.Step, StepMark.Pass, proved.Detail),
            RunEvent.BaselineTaken taken => (taken.Step, StepMark.Pass, null),
            RunEvent.HandedOver handed => (handed.Step, StepMark.Pass, handed.File),
            RunEvent.Compared { Matched: not false } compared => (compared.Step, StepMark.Pass, Words.Of(compared.Matched)),
            _ => (-1, StepMark.Pass, null),
        };
        if (step >= 0)
        {
            setup.People.StepEnds(mark, setup.Procedure.Steps[step].Title, detail);
        }
    }

    /// <summary>Ctrl-C while the network is waited for.</summary>
    private async Task<ImmutableArray<RunEvent>> PerformUnlessCancelledAsync(Effect effect)
    {
        try
        {
            return await PerformAsync(effect).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (setup.Cancelled.IsCancellationRequested)
        {
            return [Leave()];
        }
        catch (OperationCanceledException) when (effect is Effect.Perform)
        {
            return [findings.Fail(((Effect.Perform)effect).Step, [Problem.Of("RUN-070")])];
        }
    }

    private Task<ImmutableArray<RunEvent>> PerformAsync(Effect effect) => effect switch
    {
        Effect.Perform or Effect.Prepare or Effect.ConfirmFree when setup.Cancelled.IsCancellationRequested => Done(Leave()),
        _ when _hands.NeedsStick(effect) => Task.FromResult(OrLeave(_hands.Return(), mayLeave: effect is not Effect.Close)),
        Effect.Prepare => Task.FromResult(_inputs.Prepare(session.State.Facts)),
        Effect.ConfirmFree => Done(free.Again(session.State.Facts) ?? Leave()),
        Effect.Perform perform => StepAsync(perform.Step),
        Effect.Skip skip => Done(new RunEvent.StepSkipped(skip.Step, skip.Why)),
        Effect.Apply apply => Task.FromResult(OrLeave(_hands.Apply(apply.Step, apply.Changes, session.State.Facts) ?? [changes.Apply(apply.Step, apply.Changes)])),
        Effect.Settle when free.IsDue => Task.FromResult(OrLeave(free.Still(session.State.Facts) ?? [])),
        Effect.Settle settle => Task.FromResult(OrLeave(_hands.Settle(settle.Step, settle.Changes, session.State.Facts) ?? [changes.Settle(settle.Step, settle.Changes)])),
        Effect.HandOut hand => Done(_handOver.HandOut(hand.File)),
        Effect.SettleHandOver settle => Done(_handOver.Settle(settle.File)),
        Effect.PutBack back => Done(changes.PutBack(back.Changes, session.State.Facts, _hands.PutBack)),
        Effect.AskWhatNext ask => Done(WhatNext(ask)),
        Effect.Abandon abandon => Done(Abandon(abandon.Stays)),
        Effect.AskPutBackAgain => Done(PutBackAgain()),
        Effect.Close close => Task.FromResult(Close(close)),
        _ => throw new UnreachableException(),
    };

    private async Task<ImmutableArray<RunEvent>> StepAsync(int at)
    {
        setup.People.StepBegins(setup.Procedure, at);
        if (_deviation.Ask(at) is { } left)
        {
            return left.IsEmpty ? [LeaveOrGoBack(at)] : left;
        }

        if (await _hands.PerformAsync(at, session.State.Facts).ConfigureAwait(false) is { } stated)
        {
            return OrLeave(stated);
        }

        var events = setup.Procedure.Steps[at].Verb switch
        {
            Verb.Import import => changes.Import(at, import, session.State.Facts),
            Verb.Configure configure => changes.Configure(at, configure, session.State.Facts),
            Verb.Remove remove => changes.Remove(at, remove, session.State.Facts),
            Verb.Set set => changes.Set(at, set, session.State.Facts),
            Verb.Localhost localhost => changes.Localhost(at, localhost, session.State.Facts),
            Verb.Generate generate => changes.Generate(at, generate, session.State.Facts),
            Verb.Request request => changes.Request(at, request, session.State.Facts),
            Verb.Complete complete => changes.Complete(at, complete, session.State.Facts),
            Verb.Try verb => [await _wire.TryAsync(at, verb, session.State.Facts).ConfigureAwait(false)],
            Verb.Prove prove => [await NothingWorseAsync(await _wire.ProveAsync(at, prove).ConfigureAwait(false)).ConfigureAwait(false)],
            Verb.Acceptance acceptance => [await NothingWorseAsync(await _acceptance.PerformAsync(at, acceptance).ConfigureAwait(false)).ConfigureAwait(false)],
            Verb.Look look => await _looking.LookAsync(at, look, session.State.Facts).ConfigureAwait(false),
            Verb.Refusal refusal => [await _looking.RefusalAsync(at, refusal, session.State.Facts).ConfigureAwait(false)],
            Verb.Listens listens => [await _looking.ListensAsync(at, listens).ConfigureAwait(false)],
            Verb.Shows shows => [await NothingWorseAsync(await _shown.PerformAsync(at, shows, session.State.Facts).ConfigureAwait(false)).ConfigureAwait(false)],
            Verb.Baseline => [await _baseline.TakeAsync(at).ConfigureAwait(false)],
            Verb.Check check => _checks.Perform(at, check, session.State.Facts),
            Verb.HandOver handOver => _handOver.Perform(at, handOver, session.State.Facts),
            var asking => _asking.Perform(at, asking, session.State.Facts),
        };
        return events is [] or [.., RunEvent.StepFailed { Code: Conversations.LeftAtPassword }] ? [LeaveOrGoBack(at)] : events;
    }

    /// <summary>A proof stands only where nothing else got worse than in the baseline.</summary>
    private async Task<RunEvent> NothingWorseAsync(RunEvent happened)
    {
        ImmutableArray<Problem> worse = happened is RunEvent.Proved ? await _baseline.WorseAsync(session.State.Facts).ConfigureAwait(false) : [];
        return happened is RunEvent.Proved proved && !worse.IsEmpty ? findings.Fail(proved.Step, worse) : happened;
    }

    /// <param name="mayLeave">False: where the log is complete but for its last line, this part just ends.</param>
    private ImmutableArray<RunEvent> OrLeave(ImmutableArray<RunEvent> events, bool mayLeave = true) => events.IsEmpty && mayLeave ? [Leave()] : events;

    private RunEvent LeaveOrGoBack(int at) => setup.People.Departure == Departure.Back && !Changed ? Back(at) : Leave();

    private RunEvent.WentBack Back(int at) => new(at, Onward.Before(setup.Procedure, at, session.State.Facts));

    private RunEvent WhatNext(Effect.AskWhatNext ask)
    {
        if (!_failedHere)
        {
            return new RunEvent.Retried(ask.Step);
        }

        var next = setup.People.AfterFailure(setup.Procedure.Steps[ask.Step].OnFailure, Changed);
        return next == Runs.WhatNext.Back && !Changed ? Back(ask.Step) : Chosen(next, new RunEvent.Retried(ask.Step));
    }

    private RunEvent Abandon(ImmutableArray<Change> stays)
    {
        setup.People.Show(stays.IsEmpty
            ? Page.Empty.Text(Catalogue.English.Text("abandon.nothing"), Tone.Warning)
            : Page.Empty.Text(Catalogue.English.Text("abandon.stays"), Tone.Warning).Block(stays.Select(change => change.Path.Text).Distinct(), "  "));
        var reason = setup.Reason ?? setup.People.Text("reason", Catalogue.English.Text("abandon.ask"), null);
        if (string.IsNullOrWhiteSpace(reason))
        {
            findings.Add([Problem.Of("RUN-048", ("run", session.Run))]);
            return new RunEvent.Left();
        }

        return new RunEvent.Abandoned(reason.Trim());
    }

    /// <summary>Failed jobs, and what the store holds in the end, are told before the last record.</summary>
    private ImmutableArray<RunEvent> Close(Effect.Close close)
    {
        if (!free.IsRecountDue(session.State.Facts, close.Outcome))
        {
            return Told() is { IsEmpty: false } held ? held : Tidied(close);
        }

        var counted = free.Recount(session.State.Facts);
        _isLeft |= counted is null;
        return counted is null && IsPutBackWanted(close) ? [new RunEvent.PutBackBegun()] : [counted ?? new(null), .. Told()];
    }

    private ImmutableArray<RunEvent> Told()
    {
        var held = _told ? [] : Inventory.Of(setup, isAfter: true);
        _told = true;
        return held;
    }

    private ImmutableArray<RunEvent> Tidied(Effect.Close close)
    {
        var removals = close.Outcome == Outcome.Done && !_isLeft ? _tidy.Offer() : [];
        return !removals.IsEmpty ? removals : [new RunEvent.Closed(close.Outcome, close.Level)];
    }

    /// <summary>The scanner was needed at the very last question: it is as after, and can be as before.</summary>
    private bool IsPutBackWanted(Effect.Close close) => close.Outcome == Outcome.Done && Changed && setup.People.OnLeaving() == Runs.WhatNext.PutBack;

    private RunEvent PutBackAgain() => _failedHere
        ? Chosen(setup.People.AfterFailure(OnFailure.Stop, changed: true), new RunEvent.PutBackBegun())
        : new RunEvent.PutBackBegun();

    private RunEvent Leave() => Changed ? Chosen(setup.People.OnLeaving(), new RunEvent.Left()) : new RunEvent.Left();

    private bool Changed => !session.State.Facts.ToPutBack.IsEmpty;

    private static RunEvent Chosen(WhatNext next, RunEvent again) => next switch
    {
        Runs.WhatNext.TryAgain => again,
        Runs.WhatNext.PutBack => new RunEvent.PutBackBegun(),
        Runs.WhatNext.Leave or Runs.WhatNext.Back => new RunEvent.Left(),
        _ => throw new UnreachableException(),
    };

    private static Task<ImmutableArray<RunEvent>> Done(RunEvent happened) => Task.FromResult(ImmutableArray.Create(happened));
}

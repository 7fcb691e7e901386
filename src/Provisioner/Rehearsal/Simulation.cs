using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>What came of rehearsing a procedure on every way, with every fault.</summary>
internal sealed record SimulationResult
{
    public required Procedure Procedure { get; init; }

    /// <summary>Ways through the procedure, all steps passed.</summary>
    public required int Paths { get; init; }

    public required int StepsCovered { get; init; }

    public required int Transitions { get; init; }

    /// <summary>Ways out of a step that nothing took.</summary>
    public required ImmutableArray<string> Missed { get; init; }

    /// <summary>Instants at which the power was cut.</summary>
    public required int CutPoints { get; init; }

    /// <summary>Steps before which the scanner was needed, each time left and put back.</summary>
    public required int Needed { get; init; }

    public required int Faults { get; init; }

    /// <summary>The same done by hand: the program on the engineer's laptop, a person at the vendor's own screens.</summary>
    public required HandFigures? ByHand { get; init; }

    /// <summary>States from which a console was neither as before nor as after, by hand or not.</summary>
    public required ImmutableArray<Between> Between { get; init; }

    /// <summary>Why a way could not be gone to its end.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }

    public bool Ok => Between.IsEmpty && Problems.IsEmpty && Missed.IsEmpty && StepsCovered == Procedure.Steps.Length && (ByHand is null || ByHand.StepsCovered == Procedure.Steps.Length);
}

/// <summary>As <see cref="SimulationResult"/> has them, of work by hand.</summary>
internal sealed record HandFigures(int Paths, int StepsCovered, int CutPoints, int Needed, int Faults);

/// <summary>A console that is neither as before nor as after.</summary>
/// <param name="Way">What was chosen, and what went wrong.</param>
/// <param name="Cut">Where it was cut.</param>
/// <param name="Then">What was tried next, and what came of it.</param>
/// <param name="Places">Files that differ.</param>
internal sealed record Between(string Way, string Cut, string Then, ImmutableArray<string> Places);

/// <summary>Rehearses one procedure with the real engine: every way, the power cut at every act, the scanner needed at every step,
/// every fault of every verb.</summary>
internal sealed class Simulation
{
    private readonly RehearsalScene _scene;
    private readonly Settled _settled;
    private readonly ConcurrentDictionary<Crossing, bool> _taken = [];
    private readonly ConcurrentBag<Between> _between = [];
    private readonly ConcurrentBag<Problem> _problems = [];
    private readonly HashSet<UInt128> _seen = [];
    private readonly ConcurrentDictionary<(string, int), bool> _putBack = [];
    private readonly Action<MemoryDisk, DiskAct>? _meddle;
    private int _cuts, _needed, _faults;

    private Simulation(RehearsalScene scene, Action<MemoryDisk, DiskAct>? meddle)
    {
        (_scene, _meddle) = (scene, meddle);
        _settled = new(scene, meddle, _between.Add, Cover);
    }

    private Procedure Procedure => _scene.Shelved.Procedure;

    /// <param name="byHand">The same again with a person at the vendor's screens: twice as much and more.</param>
    /// <param name="meddle">Told of every act in a run, for tests that plant a fault in the engine's own work; <c>null</c>: nothing.</param>
    public static SimulationResult Of(Shelved shelved, bool byHand, Action<MemoryDisk, DiskAct>? meddle = null)
    {
        var procedure = shelved.Procedure;
        var routes = Route.All(procedure);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var all = new List<Simulation>();
        foreach (var (isHeld, isByHand) in from hand in byHand ? (bool[])[false, true] : [false]
                                           from held in procedure.Inputs.Any(input => input.KeepHeld) ? (bool[])[false, true] : [false]
                                           select (held, hand))
        {
            if (!RehearsalScene.Make(shelved, isHeld, isByHand).TryGet(out var scene, out var wrong))
            {
                problems.AddRange(wrong);
                continue;
            }

            var simulation = new Simulation(scene, meddle);
            simulation.Go(routes);
            all.Add(simulation);
        }

        Simulation[] done = [.. all.Where(simulation => !simulation._scene.IsByHand)], hands = [.. all.Where(simulation => simulation._scene.IsByHand)];
        var taken = done.SelectMany(simulation => simulation._taken.Keys).ToHashSet();
        var expected = Coverage.Expected(procedure, routes);
        return new()
        {
            Procedure = procedure,
            Paths = routes.Length,
            StepsCovered = Steps(done),
            Transitions = expected.Count,
            Missed = [.. expected.Where(crossing => !taken.Contains(crossing)).Select(crossing => crossing.ToString()).Order(StringComparer.Ordinal)],
            CutPoints = done.Sum(simulation => simulation._cuts),
            Needed = done.Sum(simulation => simulation._needed),
            Faults = done.Sum(simulation => simulation._faults),
            ByHand = byHand ? new(routes.Length, Steps(hands), hands.Sum(simulation => simulation._cuts), hands.Sum(simulation => simulation._needed), hands.Sum(simulation => simulation._faults)) : null,
            Between = [.. all.SelectMany(simulation => simulation._between).Distinct().OrderBy(between => between.Way, StringComparer.Ordinal).ThenBy(between => between.Cut, StringComparer.Ordinal)],
            Problems = [.. problems, .. all.SelectMany(simulation => simulation._problems)],
        };

        int Steps(IEnumerable<Simulation> done) => done.SelectMany(simulation => simulation._taken.Keys).Select(crossing => crossing.From).Intersect(procedure.Steps.Select(step => step.Id)).Count();
    }

    private void Go(ImmutableArray<Route> routes)
    {
        foreach (var route in routes.DistinctBy(route => string.Join(' ', route.Chosen.OrderBy(choice => choice.Key).Select(choice => $"{choice.Key}={choice.Value}"))))
        {
            var way = new RehearsalScript { Chosen = route.Chosen };
            Go(way, isWhole: true);
            foreach (var other in Others(way, route))
            {
                Go(other, isWhole: false);
            }
        }
    }

    /// <summary>Where it hands over, once with each other form; where it leaves something open, once in each way.</summary>
    private IEnumerable<RehearsalScript> Others(RehearsalScript way, Route route)
    {
        foreach (var at in route.Steps)
        {
            if (Procedure.Steps[at].Verb is Verb.HandOver { Offer: var offer } && !IsKeptByHand)
            {
                foreach (var form in offer.Skip(1))
                {
                    yield return way with { Chosen = route.Chosen.SetItem(Procedure.Steps[at].Id, Words.Of(form)) };
                }
            }

            foreach (var other in StepFaults.Ways(Procedure.Steps[at]))
            {
                yield return way with { Fault = (at, other) };
            }
        }

        if (_scene.IsByHand && route.Steps.Any(at => Procedure.Steps[at].Verb is Verb.Try or Verb.Prove or Verb.Acceptance or Verb.Look))
        {
            yield return way with { Chosen = route.Chosen.SetItem(HandQuestion.Network, HandQuestion.No) };
        }
    }

    /// <summary>By hand, what differs from another way in a record alone is not cut once more.</summary>
    /// <param name="isWhole">Faults are tried on it too.</param>
    private void Go(RehearsalScript way, bool isWhole)
    {
        var played = Play(way);
        if (played.Phase is not RunPhase.Closed { Outcome: Outcome.Done or Outcome.NotApplicable or Outcome.PutBack })
        {
            foreach (var problem in played.End?.Problems is { IsEmpty: false } problems ? problems : [Problem.Of("SIM-001", ("way", way.ToString()))])
            {
                _problems.Add(problem);
            }

            return;
        }

        var goal = new Goal(way with { Fault = null }, ConsoleTree.Of(played.Disk, _scene));
        if (!_scene.IsByHand || way.Fault is null)
        {
            Cut(played, goal, way);
        }

        if (isWhole)
        {
            _ = Parallel.ForEach(StepsOn(way), at => Interrupt(way, goal, at));
            if (Procedure.Steps.Any(step => step.Verb is Verb.ScannerFree))
            {
                Interrupt(way with { NeededAtEnd = true }, goal);
            }

            _ = Parallel.ForEach(Failures(way, played), failure => Fail(failure, goal));
        }
    }

    /// <summary>The scanner is needed: at the step's question, where it asks one, else before the step; left, and put back.</summary>
    private void Interrupt(RehearsalScript way, Goal goal, int at)
    {
        var verb = Procedure.Steps[at].Verb;
        var asks = verb is { Asks: not Asking.Nothing } or { Changes: true } || (_scene.Work.Of(verb) && verb is Verb.Prove or Verb.Listens);
        Interrupt(asks ? way with { Fault = (at, StepFault.NoAnswer) } : way with { NeededAt = at }, goal);
    }

    private void Interrupt(RehearsalScript needed, Goal goal)
    {
        _ = Interlocked.Increment(ref _needed);
        var left = needed with { Then = WhatNext.Leave };
        End(Play(left), goal, left);
        PutBack(needed with { Then = WhatNext.PutBack }, goal);
    }

    /// <summary>Every fault of every step, with each answer to it; a medium that fails at each act of a step that changes.</summary>
    private IEnumerable<Failure> Failures(RehearsalScript way, Played whole)
    {
        foreach (var at in StepsOn(way))
        {
            foreach (var fault in StepFaults.Failing(Procedure.Steps[at].Verb, _scene.Work).Where(fault => fault != StepFault.ShortPassword || !IsKeptByHand))
            {
                var script = fault == StepFault.ShortPassword ? way with { Chosen = way.Chosen.SetItem(Procedure.Steps[at].Id, Words.Of(HandOverForm.Key)) } : way;
                foreach (var then in Answers)
                {
                    yield return new(script with { Fault = (at, fault), Then = then }, null);
                }
            }
        }

        for (var act = 0; act < whole.Disk.Acts.Count; act++)
        {
            var isFirst = act > 0 && whole.StepOfAct[act - 1] != whole.StepOfAct[act];
            if (whole.Disk.Acts[act] is not DiskAct.ByHand && whole.StepOfAct[act] is >= 0 and var step && Procedure.Steps[step].Verb.Changes && (isFirst || IsOfTheScanner(whole.Disk.Acts[act])))
            {
                foreach (var then in isFirst ? Answers : [WhatNext.PutBack])
                {
                    yield return new(way with { Then = then }, act);
                }
            }
        }
    }

    /// <summary>The pair that the scanner keeps cannot be read, so that it is not handed over.</summary>
    private bool IsKeptByHand => _scene is { IsHeld: true, Work.OfStore: true };

    /// <summary>It alters what the scanner itself uses.</summary>
    private bool IsOfTheScanner(DiskAct act) => ConsoleTree.IsOwn(act.Path, _scene);

    private static readonly ImmutableArray<WhatNext> Answers = [WhatNext.Leave, WhatNext.PutBack, WhatNext.TryAgain];

    private void Fail(Failure failure, Goal goal)
    {
        _ = Interlocked.Increment(ref _faults);
        if (failure.Act is { } act)
        {
            var medium = new FaultyMedium(DiskFault.Torn, act);
            End(Rehearsing.Play(_scene, _scene.Start.Copy(medium.Before, _meddle), Purpose.Run, failure.Script), goal, failure.Script, $"act {act + 1} torn");
        }
        else if (failure.Script.Then == WhatNext.PutBack)
        {
            PutBack(failure.Script, goal);
        }
        else
        {
            End(Play(failure.Script), goal, failure.Script);
        }
    }

    /// <summary>Put back at an interruption; the power is cut within that too, once for each set of changes.</summary>
    private void PutBack(RehearsalScript script, Goal goal)
    {
        var played = Play(script);
        End(played, goal, script);
        var changed = played.Taken.Count(crossing => crossing.How == "intended");
        if (played.Phase is RunPhase.Closed { Outcome: Outcome.PutBack } && _putBack.TryAdd((goal.Script.ToString(), changed), true))
        {
            Cut(played, goal, script);
        }
    }

    private Played Play(RehearsalScript script)
    {
        var played = Rehearsing.Play(_scene, _scene.Start.Copy(after: _meddle), Purpose.Run, script);
        Cover(played);
        return played;
    }

    private ImmutableArray<int> StepsOn(RehearsalScript way) => Route.All(Procedure)
        .First(route => route.Chosen.All(choice => way.Chosen.GetValueOrDefault(choice.Key) == choice.Value)).Steps;

    /// <summary>How a process ended of itself: as before, as after, or to be taken up again.</summary>
    private void End(Played played, Goal goal, RehearsalScript script, string cut = "at its end")
    {
        Cover(played);
        lock (_seen)
        {
            if (!_seen.Add(played.Disk.State))
            {
                return;
            }
        }

        _settled.Check(played.Disk, goal, script, cut);
    }

    /// <summary>The power goes before each act, and within it.</summary>
    private void Cut(Played played, Goal goal, RehearsalScript script)
    {
        var points = new List<(MemoryDisk Disk, string Cut)>();
        var walk = _scene.Start.Copy();
        for (var at = 0; at <= played.Disk.Acts.Count; at++)
        {
            var act = at < played.Disk.Acts.Count ? played.Disk.Acts[at] : null;
            Add(walk, at == played.Disk.Acts.Count ? "after the last act" : $"before act {at + 1}: {act}");
            foreach (var part in act?.Parts ?? [])
            {
                var torn = walk.Copy();
                torn.Perform(part);
                Add(torn, $"within act {at + 1}: {act}");
            }

            if (act is not null)
            {
                walk.Perform(act);
            }
        }

        _ = Interlocked.Add(ref _cuts, points.Count);
        _ = Parallel.ForEach(points, point => _settled.Check(point.Disk, goal, script, point.Cut));

        void Add(MemoryDisk disk, string cut)
        {
            lock (_seen)
            {
                if (_seen.Add(disk.State))
                {
                    points.Add((disk.Copy(), cut));
                }
            }
        }
    }

    private void Cover(Played played)
    {
        foreach (var crossing in played.Taken)
        {
            _ = _taken.TryAdd(crossing, true);
        }
    }
}

/// <param name="Act">At which the medium fails; <c>null</c>: the script's own fault.</param>
internal sealed record Failure(RehearsalScript Script, int? Act);

/// <summary>How a way ends when nothing goes wrong.</summary>
internal sealed record Goal(RehearsalScript Script, ConsoleTree After);

using System.Collections.Concurrent;
using Provisioner.Commands;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Rehearsal;
using Provisioner.Runs;
using Provisioner.Terminal;

namespace Provisioner.Tests.Rehearsal;

/// <summary>F9 in the very instant of a change: before and after each single one, of every shipped procedure, with the conversation
/// of the full screen.</summary>
public sealed class NeededWhileChangingTests
{
    private static readonly Shelved[] Shipped = [.. ProcedureFolder.Shelve(null).Value.Where(shelved => shelved.Procedure.Steps.Any(step => step.Verb.Changes))];

    public static TheoryData<string> Procedures { get; } = new(Shipped.Select(shelved => shelved.Procedure.Id));

    [Theory, MemberData(nameof(Procedures))]
    public void F9_before_and_after_every_single_change_ends_as_before_or_as_after_and_the_job_goes_on_or_is_put_back(string procedure)
    {
        var shelved = Shipped.Single(one => one.Procedure.Id == procedure);
        var scene = RehearsalScene.Make(shelved, isHeld: false).Value;
        var way = new RehearsalScript { Chosen = Route.All(shelved.Procedure).MaxBy(route => route.Steps.Length)!.Chosen };
        var whole = Play(scene, way, null);
        Assert.Equal(new RunPhase.Closed(Outcome.Done), whole.Phase);
        var (before, goal, wrong) = (ConsoleTree.Of(scene.Start, scene), new Goal(way, ConsoleTree.Of(whole.Disk, scene)), new ConcurrentBag<string>());
        var settled = new Settled(scene, null, between => wrong.Add($"{between.Cut}, then {between.Then}: {string.Join(' ', between.Places)}"), _ => { });
        int[] instants = [.. Enumerable.Range(0, whole.Disk.Acts.Count).Where(at => IsChange(at) || (at > 0 && IsChange(at - 1)))];
        Assert.NotEmpty(instants);
        _ = Parallel.ForEach(from at in instants from to in new[] { AwayTo.PutBack, AwayTo.Out } select (at, to), row =>
        {
            var (cut, ended) = ($"F9 before act {row.at + 1}, {row.to}", Play(scene, way, row));
            var asAfter = !ConsoleTree.Of(ended.Disk, scene).Unlike(goal.After).Any();
            var asBefore = !ConsoleTree.Of(ended.Disk, scene).ExactlyUnlike(before).Any();
            var isEnd = row.to == AwayTo.PutBack
                ? asBefore && ended.Phase is RunPhase.Closed { Outcome: Outcome.PutBack or Outcome.Unchanged }
                : ended.Phase is RunPhase.Paused || (asBefore && ended.Phase is RunPhase.Closed { Outcome: Outcome.Unchanged }) || (asAfter && ended.Phase is RunPhase.Closed { Outcome: Outcome.Done });
            if (!isEnd)
            {
                wrong.Add($"{cut}: {ended.Phase}, as before: {asBefore}, as after: {asAfter}");
            }

            settled.Check(ended.Disk, goal, way, cut);
        });
        Assert.Empty(wrong);

        bool IsChange(int act) => ConsoleTree.IsOwn(whole.Disk.Acts[act].Path, scene);
    }

    /// <param name="needed">The act before which F9 and Enter are pressed; <c>null</c>: never.</param>
    private static Played Play(RehearsalScene scene, RehearsalScript way, (int Act, AwayTo To)? needed)
    {
        WizardConversation? screen = null;
        var isPressed = false;
        var disk = scene.Start.Copy((now, _, act) =>
        {
            if (act is not null && !isPressed && needed is { } row && now.Acts.Count == row.Act)
            {
                isPressed = true;
                screen!.Depart(row.To);
            }
        });
        var (clock, network) = (new RehearsalClock(disk), new RehearsalNetwork(scene.Authorities, scene.Keys));
        using var people = new RehearsalPeople(scene, way, network, clock, disk);
        using var conversation = screen = new WizardConversation(message => Hear(message, scene, people, screen!), CancellationToken.None);
        var end = Runner.RunAsync(new()
        {
            Stick = RehearsalScene.StickFolder,
            Console = RehearsalScene.ConsoleFolder,
            Purpose = Purpose.Run,
            Procedure = scene.Shelved.Procedure.Id,
            Passphrase = new Secret(RehearsalScene.Passphrase),
            People = conversation,
            Around = new() { Network = network, Seals = new SharedSeals(scene.Pool, disk), Keys = scene.Keys, Opened = scene.Opened, Silent = true },
            Disk = disk,
            Clock = clock,
            Terminal = SilentTerminal.Instance,
        }).GetAwaiter().GetResult();
        Assert.True(isPressed || needed is null);
        return new(disk, end, [], []);
    }

    private static void Hear(Message message, RehearsalScene scene, RehearsalPeople people, WizardConversation screen)
    {
        switch (message)
        {
            case Message.StepBegan began:
                people.StepBegins(scene.Shelved.Procedure, began.Step);
                break;
            case Message.Asked asked:
                screen.Answer(Reply(asked.Question, scene, people));
                break;
        }
    }

    private static Reply Reply(Question question, RehearsalScene scene, RehearsalPeople people) => question switch
    {
        Question.Initials initials => new Reply.Text(people.Initials(initials.Step, initials.Prompt)!),
        Question.ScannerFree => new Reply.Free(true, "FE", 0, 0),
        Question.Recount => new Reply.Recounted(0),
        Question.Choose choose => new Reply.Text(people.Choose(choose.Step, choose.Prompt, choose.Options)!),
        Question.Text text => new Reply.Text(people.Text(text.Name, text.Prompt, text.Example)!),
        Question.Typed typed => new Reply.Text(scene.Answers[typed.Input.Name]),
        Question.Entry entry => new Reply.Text(scene.Answers[entry.Input.Name]),
        Question.File file => new Reply.Text(scene.Answers[file.Input.Name]),
        Question.Compare => new Reply.Compared(true),
        Question.LeaveOut => new Reply.LeftOut(null),
        Question.Secret secret => new Reply.Secret(people.Secret(secret.Name, secret.Prompt)!),
        Question.Agree or Question.Ready => new Reply.Agreed(),
        Question.Done done => new Reply.Done(true, people.Done(done.Name, done.Prompt)!.By),
        _ => new Reply.Away(AwayTo.Out),
    };
}

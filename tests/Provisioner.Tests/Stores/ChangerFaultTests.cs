using Provisioner.Core.Changes;
using Provisioner.Stores;
using Xunit.Abstractions;

namespace Provisioner.Tests.Stores;

/// <summary>Every act on the disk fails once, in every way: afterwards the console is as before or as after, and a next start
/// brings it to either.</summary>
public sealed class ChangerFaultTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Fault.KillBefore)]
    [InlineData(Fault.KillWithin)]
    [InlineData(Fault.Full)]
    [InlineData(Fault.ReadOnly)]
    [InlineData(Fault.Denied)]
    public void Whatever_act_of_applying_fails_every_file_is_as_before_or_after_and_can_go_either_way(Fault fault)
    {
        var cases = ForEveryAct(fault, begin: (_, _) => { }, faulty: (changer, plan) =>
        {
            if (changer.Prepare(plan) is null)
            {
                _ = plan.Changes.All(change => changer.Apply(change) is null);
            }
        });
        output.WriteLine($"{fault}: {cases} acts failed, each settled forward and back");
        Assert.InRange(cases, 20, 200);
    }

    [Theory]
    [InlineData(Fault.KillBefore)]
    [InlineData(Fault.KillWithin)]
    [InlineData(Fault.Full)]
    [InlineData(Fault.ReadOnly)]
    [InlineData(Fault.Denied)]
    public void Whatever_act_of_undoing_fails_every_file_is_as_before_or_after_and_can_go_either_way(Fault fault)
    {
        var cases = ForEveryAct(fault, begin: (changer, plan) =>
        {
            Assert.Null(changer.Prepare(plan));
            ChangerTests.ApplyAll(changer, plan);
        }, faulty: (changer, plan) => _ = plan.Changes.Reverse().All(change => changer.Undo(change) is null));
        output.WriteLine($"{fault}: {cases} acts failed, each settled forward and back");
        Assert.InRange(cases, 10, 200);
    }

    private static int ForEveryAct(Fault fault, Action<Changer, Plan> begin, Action<Changer, Plan> faulty)
    {
        for (var act = 1; ; act++)
        {
            if (!Fails(fault, act, begin, faulty))
            {
                return act - 1;
            }
        }
    }

    /// <summary>Answers whether there was such an act.</summary>
    private static bool Fails(Fault fault, int act, Action<Changer, Plan> begin, Action<Changer, Plan> faulty)
    {
        var failed = false;
        foreach (var forward in (bool[])[true, false])
        {
            using var console = new ConsoleFolder();
            var plan = console.EveryKind();
            var (before, after) = (console.Picture(), s_applied.Value);
            begin(console.Changer(), plan);
            var disk = new FaultyDisk(fault, act);
            Guard(() => faulty(new Changer(console.Files(disk), StateFolder.Open(console.Files(), disk).Value, disk), plan));
            failed = disk.HasFailed;
            AssertSettles(console, plan, before, after, forward);
        }

        return failed;
    }

    private static void AssertSettles(ConsoleFolder console, Plan plan, string before, string after, bool forward)
    {
        var changer = console.Changer();
        Assert.All(plan.Changes, change => Assert.NotEqual(Place.Elsewise, changer.Probe(change).Value));
        if (forward)
        {
            // A run whose intents are not sealed plans anew; this plan is the same.
            AssertPreparedAgain(changer, plan);
            ChangerTests.ApplyAll(changer, plan);
            Assert.Equal(after, console.Contents());
        }
        else
        {
            ChangerTests.UndoAll(changer, plan);
            Assert.Equal(before, console.Picture());
        }
    }

    private static void AssertPreparedAgain(Changer changer, Plan plan)
    {
        if (plan.Changes.All(change => changer.Probe(change).Value == Place.Before))
        {
            Assert.Null(changer.Prepare(plan));
        }
    }

    private static readonly Lazy<string> s_applied = new(Applied);

    private static string Applied()
    {
        using var console = new ConsoleFolder();
        var plan = console.EveryKind();
        Assert.Null(console.Changer().Prepare(plan));
        ChangerTests.ApplyAll(console.Changer(), plan);
        return console.Contents();
    }

    private static void Guard(Action act)
    {
        try
        {
            act();
        }
        catch (KilledException)
        {
        }
        catch (InvalidOperationException)
        {
            // The state folder could not be opened: its problem is no value. Nothing was changed.
        }
    }
}

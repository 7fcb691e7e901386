using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;

namespace Provisioner.Tests.Screens;

/// <summary>F9 at every screen there is, half-typed fields and the lock included.</summary>
public sealed class NeededTests
{
    /// <summary>What the law allows.</summary>
    private const int Most = 3;

    public static IEnumerable<object[]> Screens => from name in Scenes.All.Keys
                                                   from locked in new[] { false, true }
                                                   where !locked || LockSheet.CanLock(Scenes.All[name])
                                                   select new object[] { name, locked };

    [Theory, MemberData(nameof(Screens))]
    public void F9_and_Enter_give_the_scanner_back_in_at_most_three_keys(string name, bool isLocked)
    {
        var scene = isLocked ? LockSheet.Lock(Scenes.All[name]).Model : Scenes.All[name];
        var (model, keys, left) = (scene, 0, (AwayTo?)null);
        var isOpen = scene.Job is { End: null };
        foreach (var key in model.Top is NeededSheet ? new[] { KeyName.Enter } : [KeyName.Needed, KeyName.Enter])
        {
            var turn = Wizard.Update(model, new Message.Pressed(new(key)));
            left ??= turn.Errands.OfType<Errand.Depart>().FirstOrDefault()?.To;
            (model, keys) = (turn.Model, keys + 1);
        }

        Assert.InRange(keys, 1, Most);
        Assert.DoesNotContain(model.Over, sheet => sheet is NeededSheet);
        Assert.Equal(scene.Over.Any(sheet => sheet is LockSheet), model.Over.Any(sheet => sheet is LockSheet));
        Assert.Equal(isOpen, left is not null);
        if (isOpen)
        {
            Assert.IsType<BusySheet>(model.Sheet);
            Assert.Equal(AwayTo.PutBack, model.Job!.Leaving);
            var state = new RunState(new RunPhase.Closed(Outcome.PutBack), RunFacts.None);
            model = Wizard.Update(model, new Message.Ended(new() { State = state, Code = "", Qr = [] })).Model;
            Assert.IsType<FinalSheet>(model.Sheet);
            Assert.True(BandLine.Standing(model).MayScan);
        }
    }
}

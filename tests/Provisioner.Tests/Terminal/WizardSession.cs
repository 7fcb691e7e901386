using System.Collections.Immutable;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Tests.Terminal;

/// <summary>The wizard in this process, with its real engine and errands: somebody looks at each screen, and presses keys.</summary>
internal static class WizardSession
{
    /// <summary>Screens that a session shows at most; more is one that goes in circles.</summary>
    private const int Most = 400;

    /// <summary>Until the program has ended.</summary>
    /// <param name="look">The keys for a screen that waits for somebody; none: it has no more to press, which fails the test.</param>
    /// <param name="glance">The keys for a screen that works by itself.</param>
    /// <returns>The last model.</returns>
    public static WizardModel Run(
        string stick, string console, Func<WizardModel, IEnumerable<KeyPress>> look, Func<WizardModel, IEnumerable<KeyPress>>? glance = null, Func<WizardModel, WizardModel>? prepare = null, Room? room = null, HandFolders? hands = null)
    {
        var (disk, clock) = (new Disk(), TimeProvider.System);
        var place = new WizardPlace { Stick = stick, Console = console, Disk = disk, Clock = clock, Terminal = new EndToEnd.TypedTerminal(), Hands = hands ?? new($"{console}-by-hand", false) };
        var screen = new Person(room ?? Room.Smallest, look, glance ?? (_ => []));
        using var ended = new CancellationTokenSource();
        using var loop = new WizardLoop(screen, clock, ended.Token);
        var opened = Stick.Open(stick, disk).Value;
        using var errands = new WizardErrands(place, opened, ConsoleFiles.Open(console, disk).Value, loop.Post, ended.Token);
        var start = Wizard.Start(new(opened.Name, opened.Genesis.Engineer, opened.Genesis.IsRehearsal), screen.Room, clock.GetLocalNow());
        loop.Run(prepare is null ? start : prepare(start), errands);
        return screen.Last!;
    }

    /// <summary>A screen that is looked at once it has settled.</summary>
    private sealed class Person(Room room, Func<WizardModel, IEnumerable<KeyPress>> look, Func<WizardModel, IEnumerable<KeyPress>> glance) : IScreen
    {
        /// <summary>Longest that nothing changes, on a busy machine.</summary>
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly System.Diagnostics.Stopwatch _since = System.Diagnostics.Stopwatch.StartNew();
        private int _shown;
        private bool _isNew;

        public Room Room => room;

        public WizardModel? Last { get; private set; }

        public void Show(WizardModel model)
        {
            Assert.Equal(room.Height, Frame.Rows(model).Length);
            (Last, _isNew) = (model, Last is null || !Equals(Last.Top, model.Top) || Last.Job?.Question != model.Job?.Question || Last.Job?.End != model.Job?.End || Works(model));
        }

        public ImmutableArray<Message> Read()
        {
            if (!_isNew || Last is not { } model)
            {
                Assert.True(_since.Elapsed < Patience, $"stands still at\n{(Last is null ? "" : Text(Last))}");
                return [];
            }

            _since.Restart();

            _isNew = false;
            if (Works(model))
            {
                return [.. glance(model).Select(key => new Message.Pressed(key))];
            }

            Assert.True(++_shown < Most, $"goes in circles at\n{Text(model)}");
            ImmutableArray<Message> keys = [.. look(model).Select(key => new Message.Pressed(key))];
            Assert.True(!keys.IsEmpty, $"nobody knows what to press at\n{Text(model)}");
            return keys;
        }

        private static bool Works(WizardModel model) => model.Top is BusySheet or WaitSheet or SignOnSheet { IsChecking: true } or LockSheet { IsChecking: true } || model is { Top: LockSheet, Job: { Leaving: not null, End: null } };
    }

    /// <summary>What a person would see.</summary>
    public static string Text(WizardModel model) => Cells.Of(Frame.Of(model), model.Room, ascii: false, colours: true).ToString();
}

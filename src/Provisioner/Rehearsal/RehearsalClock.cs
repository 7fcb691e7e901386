namespace Provisioner.Rehearsal;

/// <summary>Time in a rehearsal: it goes on by a few seconds with every sealed group, and by whatever is waited, at once, so that the same
/// run has the same times.</summary>
internal sealed class RehearsalClock(MemoryDisk disk) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 3, 4, 1, 0, 0, TimeSpan.Zero);

    private const int SecondsASeal = 7;

    /// <summary>Beyond what the seals say: somebody waited.</summary>
    public TimeSpan Late { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public static DateTimeOffset At(int seals) => Start.AddSeconds((double)seals * SecondsASeal);

    public override DateTimeOffset GetUtcNow() => At(disk.Seals) + Late;

    public override long GetTimestamp() => (TimeSpan.FromSeconds((long)disk.Seals * SecondsASeal) + Late).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Late += dueTime;
        callback(state);
        return new Past();
    }

    private sealed class Past : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>The power went: no refusal of the machine, so nothing catches it.</summary>
internal sealed class PowerCutException : Exception
{
}

using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Runs;

namespace Provisioner.Rehearsal;

/// <summary>What is left of a resumed run once the step in which it was cut off is over. Two are the same when they came there in the
/// same way, in a run of which the same is known, with the same console and the same files beside the log; when the files of
/// the job were written does not count.</summary>
internal sealed class Tail(MemoryDisk disk)
{
    private static readonly string Logs = Path.Combine(RehearsalScene.StickFolder, "LOGS"), Keys = Path.Combine(RehearsalScene.StickFolder, "ID");

    private readonly StringBuilder _way = new();
    private int? _cutOff;
    private bool _hasBegun;

    /// <returns>Names it at the instant when it begins; else <c>null</c>.</returns>
    public string? Begins(RunState state, ImmutableArray<RunEvent> happened)
    {
        foreach (var one in happened)
        {
            _ = _way.Append(one.GetType().Name).Append(' ');
        }

        _cutOff ??= Coverage.StepOf(Under(state.Phase)) ?? -1;
        if (_hasBegun || state.Phase is not RunPhase.At at || at.Step == _cutOff)
        {
            return null;
        }

        _hasBegun = true;
        return $"; cut off in {_cutOff}, {_way}at {at.Step}: {disk.Part(Counts, AtAnyTime)} {Known(state.Facts)}";
    }

    private bool Counts(string path) => !Settled.IsReceipt(path) && !path.StartsWith(Logs, StringComparison.Ordinal) && !path.StartsWith(Keys, StringComparison.Ordinal);

    /// <summary>What was there before has its time; what the job wrote has one time.</summary>
    private static MemoryDisk.Node AtAnyTime(MemoryDisk.Node node) => node.Modified > RehearsalClock.At(0) ? node with { Modified = DateTimeOffset.MaxValue, Nanoseconds = 0 } : node;

    private static Change AtAnyTime(Change change) => change switch
    {
        Change.WriteFile { Before: { } before } write => write with { Before = AtAnyTime(before) },
        Change.RemoveFile remove => remove with { Before = AtAnyTime(remove.Before) },
        _ => change,
    };

    private static FileState AtAnyTime(FileState before) => before.Modified > RehearsalClock.At(0) ? before with { Modified = DateTimeOffset.MaxValue, Nanoseconds = 0 } : before;

    /// <summary>What a run does once it is taken up again.</summary>
    private static RunPhase Under(RunPhase phase) => phase is RunPhase.Returning returning ? Under(returning.To) : phase;

    private static string Known(RunFacts facts) => string.Join('\n',
    [
        .. facts.Answers.Values.Select(answer => answer.ToString()).Order(StringComparer.Ordinal),
        .. facts.Results.OrderBy(result => result.Key).Select(result => $"{result}"),
        .. facts.Initials.OrderBy(initials => initials.Key).Select(initials => $"{initials}"),
        .. facts.ToPutBack.Select(change => AtAnyTime(change).ToString()),
        .. facts.Stated.Select(stated => $"{stated}").Order(StringComparer.Ordinal),
        $"{facts.Pending.Length} {facts.IsCarried} {facts.Baseline} {facts.Counts} {facts.Level}",
    ]);
}

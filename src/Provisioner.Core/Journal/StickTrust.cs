using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>What a stick's chain begins with: every GENESIS it was given, and the office's newest checkpoint.</summary>
public sealed record StickTrust
{
    /// <summary>In order of their issue numbers; at least one. The last is in force.</summary>
    public required ImmutableArray<Genesis> Issues { get; init; }

    /// <summary><c>null</c> when nothing was taken off the stick.</summary>
    public Checkpoint? Checkpoint { get; init; }

    public Genesis Current => Issues[^1];

    public string Stick => Current.Stick;

    /// <summary>What the files of <c>ID</c> say; signatures are looked at elsewhere.</summary>
    /// <param name="issues">GENESIS, GENESIS.2 and so on.</param>
    /// <param name="checkpoint"><c>null</c> when there is none.</param>
    public static Checked<StickTrust> Read(ImmutableArray<byte[]> issues, byte[]? checkpoint)
    {
        var read = issues.Select(bytes => Genesis.Read(bytes)).ToArray();
        if (read.Any(genesis => !genesis.IsGood) || read.Select((genesis, at) => (genesis.Value.Issue, at + 1)).Any(pair => pair.Issue != pair.Item2)
            || read.DistinctBy(genesis => (genesis.Value.Stick, genesis.Value.IsRehearsal)).Count() != 1)
        {
            return Problem.Of("STICK-002");
        }

        var trust = new StickTrust { Issues = [.. read.Select(genesis => genesis.Value)] };
        return checkpoint is null ? trust : Journal.Checkpoint.Read(checkpoint).Then<StickTrust>(found => found.Stick == trust.Stick
            ? trust with { Checkpoint = found }
            : Problem.Of("STICK-004", ("file", "ID/CHECKPOINT")));
    }

    /// <summary>The GENESIS under which a file was opened.</summary>
    public Genesis Of(int number) => Issues.LastOrDefault(issue => issue.First <= number) ?? Issues[0];

    /// <summary>The GENESIS whose key opens this very file, or <c>null</c> when the file before names the key.</summary>
    internal Genesis? Begins(int number) => Issues.LastOrDefault(issue => issue.First == number);
}

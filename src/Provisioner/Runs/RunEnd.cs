using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>How a part of a run ended, or why it did not begin.</summary>
internal sealed record RunEnd
{
    /// <summary>Problems of the command line and the answers file.</summary>
    private static readonly HashSet<string> Misused = ["USE-001", "RUN-012", "RUN-013", "RUN-014", "PROC-060", "PROC-061", "PROC-062"];

    /// <summary>In the order in which they came up.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }

    /// <summary>Nothing was begun: answers, names or options are wrong.</summary>
    public bool WrongUsage { get; init; }

    /// <summary>Nothing was begun: stick or log is not to be trusted.</summary>
    public bool NotTrusted { get; init; }

    /// <summary>The problems were shown as they came up.</summary>
    public bool Shown { get; init; }

    /// <summary>What a run that began came to; <c>null</c> otherwise.</summary>
    public Part? Part { get; init; }

    public static RunEnd NotBegun(ImmutableArray<Problem> problems) => new()
    {
        Problems = problems,
        WrongUsage = problems.Any(problem => Misused.Contains(problem.Code)),
        NotTrusted = problems.Any(problem => problem.Code == "RUN-005" || problem.Code.StartsWith("JOUR-", StringComparison.Ordinal)),
    };
}

/// <summary>A part of a run that was opened.</summary>
/// <param name="Newest">Its last seal.</param>
internal sealed record Part(Procedure Procedure, ConsoleIdentity Console, RunMode Mode, Purpose Purpose, string Run, int Number, RunState State, SealedAt Newest);

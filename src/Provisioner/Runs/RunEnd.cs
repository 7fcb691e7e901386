using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Sticks;

namespace Provisioner.Runs;

/// <summary>How a part of a run ended, or why it did not begin.</summary>
internal sealed record RunEnd
{
    /// <summary>Problems of the command line and the answers file.</summary>
    private static readonly HashSet<string> Misused = ["USE-001", "RUN-012", "RUN-143", "RUN-014", "RUN-016", "PROC-060", "PROC-061", "PROC-062", "PROC-063", "PROC-077", "PROC-078", "RUN-064", "RUN-065", "RUN-067"];

    /// <summary>In RUN-004, when no job was named.</summary>
    public const string AnyRun = "any";

    /// <summary>A stick or a log that somebody altered, or rolled back.</summary>
    private static readonly HashSet<string> Tampered =
    [
        "RUN-005", "RUN-141", "LOG-001", "LOG-002", "LOG-003", "LOG-004", "LOG-005", "LOG-006",
        "LOG-020", "LOG-021", "LOG-022", "LOG-023", "LOG-024", "LOG-025", "LOG-026", "LOG-042",
        "STICK-020", "STICK-021", "STICK-022", "STICK-023", "STICK-024", "STICK-025", "STICK-026", "STICK-027", "STICK-028", "STICK-031", "STICK-032",
        "STICK-037", "STICK-038", "LOG-040", "OFFICE-002",
    ];

    /// <summary>In the order in which they came up.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }

    /// <summary>Nothing was begun: answers, names or options are wrong.</summary>
    public bool WrongUsage { get; init; }

    /// <summary>Nothing was begun: stick or log is not to be trusted.</summary>
    public bool NotTrusted { get; init; }

    /// <summary>The problems were shown as they came up.</summary>
    public bool Shown { get; init; }

    /// <summary>Whether the stick can be unplugged; <c>null</c> when nothing was written on it.</summary>
    public StickRelease? Release { get; init; }

    /// <summary>What a run that began came to; <c>null</c> otherwise.</summary>
    public Part? Part { get; init; }

    /// <summary>Whether somebody altered stick or log, or it cannot be told that nobody did.</summary>
    public static bool IsDistrust(Problem problem) => Tampered.Contains(problem.Code);

    public static RunEnd NotBegun(ImmutableArray<Problem> problems) => new()
    {
        Problems = problems,
        WrongUsage = problems.Any(problem => Misused.Contains(problem.Code) || problem is { Code: "RUN-004" } && problem.Values["run"] != AnyRun),
        NotTrusted = problems.Any(IsDistrust),
    };
}

/// <summary>A part of a run that was opened.</summary>
/// <param name="Newest">Its last seal.</param>
internal sealed record Part(Procedure Procedure, ConsoleIdentity Console, RunMode Mode, Purpose Purpose, string Run, int Number, RunState State, SealedAt Newest);

using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Runs;

/// <summary>How far a job of the office is, as the journals tell it.</summary>
public enum JobState
{
    ToDo,
    Done,

    /// <summary>All that was changed was put back; it is to be done another day.</summary>
    PutBack,

    /// <summary>Somebody must come back: it is interrupted, waits for the remote side, or another procedure applies.</summary>
    Return,

    Abandoned,
}

/// <summary>A row of the office with what has become of it.</summary>
/// <param name="File">Name of the job file.</param>
/// <param name="Run">The newest job of it, e.g. <c>R0000017</c>; <c>null</c>: none was begun.</param>
/// <param name="Proof">How far its proof reaches; <c>null</c>: it has not ended.</param>
public sealed record JobSoFar(string File, JobRow Row, JobState State, string? Run, ProofLevel? Proof)
{
    /// <summary>As it is named on the command line: <c>NIGHT1#3</c>.</summary>
    public string Address => JobAddress.Write(File, Row.Number);
}

/// <summary>The office's list for the night: a fold over what is sealed, nothing else.</summary>
public static class JobList
{
    /// <summary>Fields of OPEN: which row a run is of, and the digest of the file that it stood in.</summary>
    public const string JobField = "JOB", DigestField = "JOB-DIGEST";

    /// <param name="runs">In the order of their first parts.</param>
    public static ImmutableArray<JobSoFar> Fold(IEnumerable<JobsFile> files, IEnumerable<RunHistory> runs)
    {
        var known = runs.Where(run => run.Parts[0].Opening?[JobField] is not null).ToArray();
        return [.. from file in files
                   from row in file.Rows
                   select Of(file.Name, row, known.LastOrDefault(run => IsOf(run, file.Name, row)))];
    }

    /// <summary>A row keeps its runs when the office moves it within its file: a scanner has one row a procedure.</summary>
    private static bool IsOf(RunHistory run, string file, JobRow row) => run.Parts[0].Opening is { } opening
        && JobAddress.TryRead(opening[JobField] ?? "", out var address) && address.File.Equals(file, StringComparison.OrdinalIgnoreCase)
        && opening["CONSOLE"] == row.Serial && opening["PROC"] == row.Procedure;

    private static JobSoFar Of(string file, JobRow row, RunHistory? run)
    {
        var close = run is { IsComplete: true } ? run.Parts[^1].Records[^1] : null;
        var proof = close?["PROOF"] is { } word ? Words.Proof(word) : (ProofLevel?)null;
        return new(file, row, run is null ? JobState.ToDo : close is null ? JobState.Return : StateOf(close["OUTCOME"], proof), run?.Run, proof);
    }

    private static JobState StateOf(string? outcome, ProofLevel? proof) => outcome is null ? JobState.Return : Words.Outcome(outcome) switch
    {
        Outcome.Done => proof == ProofLevel.Waiting ? JobState.Return : JobState.Done,
        Outcome.PutBack => JobState.PutBack,
        Outcome.Abandoned => JobState.Abandoned,
        Outcome.Unchanged => JobState.ToDo,
        Outcome.NotApplicable => JobState.Return,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Where a job stands: a file of <c>JOBS</c>, and perhaps its row.</summary>
/// <param name="File">Without folder and ending.</param>
/// <param name="Row">From 1; <c>null</c>: that of the scanner at hand.</param>
public sealed record JobAddress(string File, int? Row)
{
    public static string Write(string file, int row) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file}#{row}");

    /// <summary><c>NIGHT1#3</c>, <c>NIGHT1</c>, or as the file lies on the stick: <c>JOBS/NIGHT1.YAML#3</c>.</summary>
    public static bool TryRead(string text, out JobAddress address)
    {
        var parts = text.Split('#');
        var name = parts[0].Split('/', '\\')[^1];
        name = name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name;
        var row = 0;
        var isGood = name.Length > 0 && parts.Length <= 2 && (parts.Length == 1 || LineNumber.TryRead(parts[1], out row));
        address = new(name, parts.Length == 2 && isGood ? row : null);
        return isGood;
    }
}

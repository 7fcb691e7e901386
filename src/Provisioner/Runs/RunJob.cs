using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>The row of the office's list that a run is of.</summary>
internal sealed record RunJob(JobsFile File, JobRow Row)
{
    public string Address => JobAddress.Write(File.Name, Row.Number);

    /// <summary>All that is known beforehand: answers, and what is agreed.</summary>
    public Answers Given => new(Row.Answers.ByName.AddRange(Row.Agreed.ByName));

    /// <summary>This row's address, if the office agreed that very answer; else <c>null</c>: it was stated here.</summary>
    public string? Agreed(string name, string answer) => Row.Agreed[name]?.Text == answer ? Address : null;

    /// <summary>RUN-060 on any other scanner than the row's.</summary>
    public Problem? OnAnother(ConsoleIdentity here) => Row.IsFor(here.Serial, here.Host) ? null : Problem.Of(
        "RUN-060", ("serial", here.Serial), ("name", here.Host), ("job", Address), ("wanted", Row.Serial), ("wantedname", Row.Name));

    /// <summary>Whether a certificate was made for the scanner of another row: it names that one, and not this.</summary>
    public bool IsOfAnother(HeldCertificate certificate) => !Names(certificate, Row) && File.Rows.Any(row => !row.IsFor(Row.Serial, Row.Name) && Names(certificate, row));

    /// <summary>By DNS name or common name, whole or its first label.</summary>
    private static bool Names(HeldCertificate certificate, JobRow row) => certificate.DnsNames.Append(certificate.Subject["CN"]).OfType<string>()
        .Any(name => name.Equals(row.Name, StringComparison.OrdinalIgnoreCase) || name.Split('.')[0].Equals(row.Name.Split('.')[0], StringComparison.OrdinalIgnoreCase));
}

/// <summary>Finds rows on a stick.</summary>
internal sealed class JobFinder(Stick stick, ProcedureShelf shelf, ConsoleFiles console)
{
    /// <param name="text">As it is named on the command line; without a row, that of the console at hand that is not done yet.</param>
    private Checked<RunJob> Find(string text, DateTimeOffset now) => shelf.Files.Then(files =>
        !stick.Genesis.IsRehearsal && files.Refusals(now) is { IsEmpty: false } refusals ? refusals : shelf.Jobs.Then(jobs => Find(jobs, text)));

    /// <summary>The row that was asked for; it names the procedure.</summary>
    public Checked<MaybeJob> Asked(RunRequest request) => request.Job is not { } text ? new MaybeJob(null)
        : Find(text, request.Clock.GetUtcNow()).Then<MaybeJob>(job => request.Procedure is { } asked && asked != job.Row.Procedure
            ? Problem.Of("RUN-064", ("job", job.Address), ("wanted", job.Row.Procedure), ("asked", asked))
            : new MaybeJob(job));

    /// <summary>The row that a run began as, wherever in its file it stands now; <c>null</c>: it has none, or the office has taken it back.</summary>
    public RunJob? Again(Shelved shelved)
    {
        if (shelved.Opening is not { } opening || !JobAddress.TryRead(opening[JobList.JobField] ?? "", out var address) || !shelf.Jobs.TryGet(out var jobs, out _))
        {
            return null;
        }

        var file = jobs.Files.FirstOrDefault(file => file.Name.Equals(address.File, StringComparison.OrdinalIgnoreCase));
        return file?.Rows.FirstOrDefault(row => row.Serial == opening["CONSOLE"] && row.Procedure == opening["PROC"]) is { } row ? new RunJob(file, row) : null;
    }

    private Checked<RunJob> Find(StickJobs jobs, string text)
    {
        var isAddress = JobAddress.TryRead(text, out var address);
        var file = jobs.Files.FirstOrDefault(file => file.Name.Equals(address.File, StringComparison.OrdinalIgnoreCase));
        return !isAddress || file is null ? Problem.Of("RUN-065", ("job", text), ("known", jobs.Files.IsEmpty ? "-" : string.Join(", ", jobs.Files.Select(each => each.Name))))
            : address.Row is not { } number ? OfConsole(jobs, file)
            : number > file.Rows.Length ? Problem.Of("RUN-065", ("job", text), ("known", $"{file.Name}#1 .. {file.Name}#{file.Rows.Length}"))
            : new RunJob(file, file.Rows[number - 1]);
    }

    private Checked<RunJob> OfConsole(StickJobs jobs, JobsFile file)
    {
        var here = JobList.Fold([file], StickHistory.Read(stick) is { IsGood: true } history ? history.Value.Runs : [])
            .Where(job => jobs.Procedures[job.Row.Procedure].ScannerType is { } type
                && Recogniser.Recognise(console, type) is { IsGood: true, Value: var found } && job.Row.IsFor(found.Serial, found.Host)).ToArray();
        return (here.FirstOrDefault(job => job.State is not (JobState.Done or JobState.Abandoned)) ?? here.FirstOrDefault()) is { } job
            ? new RunJob(file, job.Row)
            : Problem.Of("RUN-066", ("file", file.Name));
    }
}

internal sealed record MaybeJob(RunJob? Job);

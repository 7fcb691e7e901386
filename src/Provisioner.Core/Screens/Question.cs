using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Screens;

/// <summary>What a job asks of people: a closed family. Each has a sheet, and is answered by a <see cref="Reply"/>.</summary>
public abstract record Question
{
    private Question()
    {
    }

    /// <summary>Initials for a statement.</summary>
    public sealed record Initials(string Step, string Prompt) : Question;

    public sealed record ScannerFree(string Step) : Question;

    /// <summary>Jobs that failed, once more before the job is closed.</summary>
    /// <param name="Before"><c>null</c>: nobody counted before.</param>
    public sealed record Recount(int? Before) : Question;

    /// <param name="Step">Empty where no answer is kept.</param>
    public sealed record Choose(string Step, string Prompt, ImmutableArray<(string Id, string Text)> Options) : Question;

    public sealed record Text(string Name, string Prompt, string? Example) : Question;

    /// <summary>An input that is typed.</summary>
    public sealed record Typed(Input Input, int Number, int Of) : Question;

    /// <summary>An input that names an entry of the scanner's store.</summary>
    public sealed record Entry(Input Input, int Number, int Of, ImmutableArray<(string Name, string Text)> Entries) : Question;

    /// <summary>An input that is a file of the stick.</summary>
    public sealed record File(Input Input, int Number, int Of, ImmutableArray<FoundFile> Found) : Question;

    /// <param name="Groups">Which two of the sixteen groups are typed, from 0: chosen by chance.</param>
    public sealed record Compare(string Step, Sha256 Fingerprint, (int First, int Second) Groups) : Question;

    public sealed record LeaveOut(string Step, string Prompt) : Question;

    /// <param name="IsNew">Typed twice: it protects something from now on.</param>
    public sealed record Secret(string Name, string Prompt, bool IsNew) : Question;

    public sealed record Agree(string Step) : Question;

    /// <summary>What only hands can do, at the vendor's own screens.</summary>
    public sealed record Done(string Name, string Prompt) : Question;

    public sealed record Ready(string Prompt) : Question;

    /// <param name="IsChanged">Something is in place that can be put back.</param>
    public sealed record AfterFailure(bool IsChanged) : Question;

    public sealed record Leaving : Question;
}

/// <summary>What people answer: a closed family.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>Initials, an option's id, a line.</summary>
    public sealed record Text(string Given) : Reply;

    public sealed record Free(bool IsFree, string By, int Queued, int Failed) : Reply;

    /// <param name="Failed"><c>null</c>: they cannot be counted.</param>
    public sealed record Recounted(int? Failed) : Reply;

    /// <param name="Matched"><c>null</c>: not compared.</param>
    public sealed record Compared(bool? Matched) : Reply;

    /// <param name="Reason"><c>null</c>: it is done.</param>
    public sealed record LeftOut(string? Reason) : Reply;

    public sealed record Secret(Problems.Secret Given) : Reply;

    public sealed record Agreed : Reply;

    /// <param name="IsDone">False: it looks different, or cannot be done.</param>
    public sealed record Done(bool IsDone, string By) : Reply;

    public sealed record TryAgain : Reply;

    /// <summary>The question is left.</summary>
    public sealed record Away(AwayTo To) : Reply;
}

/// <summary>Where somebody goes who leaves a question.</summary>
public enum AwayTo
{
    /// <summary>The page before.</summary>
    Back,

    /// <summary>Out of the job, which stays as it stands.</summary>
    Out,

    /// <summary>Out of the job, everything put back.</summary>
    PutBack,
}

/// <summary>What a job shows between two questions: a closed family.</summary>
public abstract record Note
{
    private Note()
    {
    }

    public sealed record Text(Page Page) : Note;

    public sealed record Changes(ImmutableArray<Difference> Differences) : Note;

    public sealed record Trouble(Problem Problem) : Note;

    public sealed record Certificate(HeldCertificate Held, ImmutableArray<HeldCertificate> Chain) : Note;
}

using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>What happens to the wizard: a closed family.</summary>
public abstract record Message
{
    private Message()
    {
    }

    public sealed record Pressed(KeyPress Key) : Message;

    public sealed record Pasted(string Text) : Message;

    public sealed record Resized(Room Room) : Message;

    /// <summary>Time goes on.</summary>
    public sealed record Ticked(DateTimeOffset Now) : Message;

    /// <summary>The system asks the program to end: the window was closed, or the computer shuts down.</summary>
    public sealed record Ending : Message;

    /// <param name="Problems">Empty: the passphrase is the engineer's.</param>
    public sealed record SignedOn(ImmutableArray<Problem> Problems) : Message;

    public sealed record Unlocked(bool Good) : Message;

    public sealed record Surveyed(Survey Survey) : Message;

    /// <summary>The job is open; everything that follows is in its log.</summary>
    public sealed record Began(JobScene Scene, RunState State) : Message;

    public sealed record Became(RunState State) : Message;

    public sealed record StepBegan(int Step) : Message;

    public sealed record Worked(int Done, int Of) : Message;

    public sealed record Noted(Note Note) : Message;

    public sealed record Asked(Question Question) : Message;

    /// <summary>A job's part is over.</summary>
    public sealed record Ended(JobEnd End) : Message;

    /// <summary>The job was refused before it began: nothing was changed.</summary>
    public sealed record NotBegun(ImmutableArray<Problem> Problems) : Message;

    public sealed record AskItWritten(string? File) : Message;

    public sealed record CertificatesListed(ImmutableArray<ListedCertificate> Certificates, ImmutableArray<Problem> Problems) : Message;

    public sealed record LogListed(ImmutableArray<LoggedRun> Runs, ImmutableArray<Problem> Problems) : Message;
}

/// <summary>What a job is about.</summary>
/// <param name="Run">E.g. <c>R0000017</c>.</param>
public sealed record JobScene(Procedure Procedure, ScannerFacts Scanner, bool IsTraining, Purpose Purpose, string Run);

/// <summary>How a job's part ended.</summary>
public sealed record JobEnd
{
    public required RunState State { get; init; }

    /// <summary>The head to read aloud.</summary>
    public required string Code { get; init; }

    /// <summary>Rows of half blocks, light on dark.</summary>
    public required ImmutableArray<string> Qr { get; init; }

    /// <summary>Names of files in <c>KEYS/OUT</c>.</summary>
    public ImmutableArray<string> KeysOut { get; init; } = [];

    /// <summary>When the scanner's own certificate ends; <c>null</c>: not known.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Everything is on the stick.</summary>
    public bool IsSafeToRemove { get; init; }
}

/// <summary>An entry of the scanner's store.</summary>
/// <param name="Slot">In words.</param>
/// <param name="Chain">Empty when nothing in it can be read.</param>
/// <param name="Users">What uses it.</param>
public sealed record ListedCertificate(string Slot, string Name, ImmutableArray<HeldCertificate> Chain, bool HasKey, ImmutableArray<string> Users, ImmutableArray<Problem> Problems);

/// <summary>A job of the stick's log.</summary>
/// <param name="Lines">Its entries.</param>
public sealed record LoggedRun(string Run, string Title, string Ending, string Code, ImmutableArray<string> Lines);

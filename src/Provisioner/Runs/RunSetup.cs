using Provisioner.Core.Journal;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Everything that a run works with, found and checked before it begins.</summary>
internal sealed record RunSetup
{
    public required Stick Stick { get; init; }

    public required ConsoleFiles Console { get; init; }

    public required Procedure Procedure { get; init; }

    public required Modality Modality { get; init; }

    /// <summary>The manifest that lists the procedure; <c>null</c>: nobody signed it, or the run goes on under an earlier one.</summary>
    public TrustedManifest? Signed { get; init; }

    /// <summary>The office's row that the run is of; <c>null</c>: none.</summary>
    public RunJob? Job { get; init; }

    /// <summary>The console's certificate store.</summary>
    public required ConsoleStore Store { get; init; }

    public required ConsoleIdentity Identity { get; init; }

    public required IConversation People { get; init; }

    public Surroundings Around { get; init; } = Surroundings.Machine;

    public required IDisk Disk { get; init; }

    public required TimeProvider Clock { get; init; }

    public required RunMode Mode { get; init; }

    /// <summary>What of the scanner only hands can alter.</summary>
    public HandWork Hand => new(Modality, Mode == RunMode.Attended);

    /// <summary>Why the run is given up; <c>null</c>: asked for where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The engineer's watch less the console's clock; <c>null</c>: not asked for.</summary>
    public TimeSpan? Watch { get; init; }

    /// <summary>Ctrl-C: the run is left at the next safe place.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>Ends a wait for the network: the run is left, or people want to wait no longer.</summary>
    public CancellationToken Waiting => People.Waiting.CanBeCanceled ? People.Waiting : Cancelled;

    /// <summary>What the console's services are set to.</summary>
    public ConsoleSettings Settings => new(Console, Around.Items, Around.Opened);

    public DateTimeOffset Now => Clock.GetUtcNow();
}

/// <summary>Which one this console is, from its own files.</summary>
internal sealed record ConsoleIdentity(string Serial, string Host);

/// <summary>Where the program runs (DESIGN.md, "Words").</summary>
internal enum RunMode
{
    Real,
    Attended,
    Folder,
    Rehearsal,
}

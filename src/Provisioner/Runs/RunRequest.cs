using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Runs;

/// <summary>What was asked for on the command line.</summary>
internal sealed record RunRequest
{
    public required string Stick { get; init; }

    public required string Console { get; init; }

    public required Purpose Purpose { get; init; }

    /// <summary>The procedure's id; <c>null</c> when a run goes on or is put back.</summary>
    public string? Procedure { get; init; }

    /// <summary>The office's row, e.g. <c>NIGHT1#3</c>, or <c>NIGHT1</c> for that of the console; <c>null</c>: none.</summary>
    public string? Job { get; init; }

    /// <summary>The run that goes on or is put back; <c>null</c>: this console's newest.</summary>
    public string? Run { get; init; }

    /// <summary>Path of an answers file; <c>null</c>: asked at the keyboard.</summary>
    public string? Answers { get; init; }

    /// <summary>What the answers file leaves open is asked for at the keyboard.</summary>
    public bool AskMissing { get; init; }

    /// <summary>Where the answers are saved at the end; <c>null</c>: nowhere.</summary>
    public string? SaveAnswers { get; init; }

    /// <summary>Answers that an empty line takes at the keyboard.</summary>
    public IReadOnlyDictionary<string, string> Offered { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, Secret> Secrets { get; init; } = new Dictionary<string, Secret>();

    /// <summary>Why the run is given up; <c>null</c>: asked for where it is.</summary>
    public string? Reason { get; init; }

    public string? Engineer { get; init; }

    /// <summary>Name of a stick that is lost: what it left open on this console is given up.</summary>
    public string? LostStick { get; init; }

    /// <summary><c>null</c>: by the stick and the console's root.</summary>
    public RunMode? Mode { get; init; }

    /// <summary>By hand: the scanner as somebody typed it already; <c>null</c>: asked for.</summary>
    public ConsoleIdentity? Scanner { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Signs on, and is destroyed then; <c>null</c>: asked for.</summary>
    public Secret? Passphrase { get; init; }

    public Surroundings Around { get; init; } = Surroundings.Machine;

    public required IDisk Disk { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ITerminal Terminal { get; init; }

    /// <summary>The engineer's watch less the console's clock; <c>null</c>: not asked for.</summary>
    public TimeSpan? Watch { get; init; }

    /// <summary>Who answers; <c>null</c>: an answers file, or lines at the terminal.</summary>
    public IConversation? People { get; init; }

    public CancellationToken Cancelled { get; init; }
}

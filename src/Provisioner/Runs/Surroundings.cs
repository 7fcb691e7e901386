using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What a run has around it besides its disk: the machine's own at work, made up in a rehearsal.</summary>
internal sealed record Surroundings
{
    public static Surroundings Machine { get; } = new() { Network = new MachineNetwork(), Seals = new FreshSeals(), Keys = new FreshKeys() };

    public required INetwork Network { get; init; }

    public required ISeals Seals { get; init; }

    public required IKeyMaker Keys { get; init; }

    /// <summary>What the console has besides files; <c>null</c>: what this machine has.</summary>
    public IItemSource? Items { get; init; }

    /// <summary>Shared by runs that meet the same files; <c>null</c>: each run opens them itself.</summary>
    public OpenedFiles? Opened { get; init; }

    /// <summary>Nothing is written beside the run's disk, diagnostics neither.</summary>
    public bool Silent { get; init; }
}

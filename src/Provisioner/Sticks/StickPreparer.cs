using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What a new stick is to be.</summary>
internal sealed record StickOrder
{
    /// <summary>The one engineer who signs on with the stick's passphrase.</summary>
    public required string Engineer { get; init; }

    /// <summary><c>null</c>: one is made up.</summary>
    public string? Name { get; init; }

    /// <summary>Without an office: whether it is for training. With one, the office decides.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>How long runs may be opened.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromDays(366);
}

/// <summary>Makes a folder into a stick: layout, first epoch key, procedures, root files, GENESIS, signed where an office is given.</summary>
internal static class StickPreparer
{
    /// <param name="passphrase">The engineer's: protects the epoch key.</param>
    public static Checked<Stick> Prepare(string folder, StickOrder order, Office? office, Secret passphrase, IDisk disk, TimeProvider clock) =>
        throw new NotImplementedException();
}

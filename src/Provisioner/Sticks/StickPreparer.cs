using System.Security.Cryptography;
using Provisioner.Core.Journal;
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
    private static readonly string[] Folders =
        ["BIN", "PROCS", "ID", "CERTS", "CERTS/IN", "CERTS/OUT", "KEYS", "KEYS/OUT", "LOGS", "REPORTS", "JOBS"];

    /// <param name="folder">Its parent exists; nothing of a stick is in it yet.</param>
    /// <param name="passphrase">The engineer's: protects the epoch key.</param>
    public static Checked<Stick> Prepare(string folder, StickOrder order, Office? office, Secret passphrase, IDisk disk, TimeProvider clock)
    {
        var path = Path.GetFullPath(folder);
        if (order.Name is { } name && !StickName.IsName(name))
        {
            return Problem.Of("STICK-006", ("name", name));
        }

        try
        {
            if (Present(path) is { } there)
            {
                return Problem.Of("STICK-007", ("folder", folder), ("name", there));
            }

            Layout(path, disk);
            Write(path, order, office?.IsRehearsal ?? order.IsRehearsal, passphrase, disk, clock);
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, path);
        }

        return Stick.Open(path, disk).Then(stick => office is null ? stick : office.Certify(stick));
    }

    private static string? Present(string folder) =>
        Folders.Concat(StickFiles.RootNames).FirstOrDefault(name => Path.Exists(Path.Combine(folder, name)));

    private static void Layout(string folder, IDisk disk)
    {
        disk.CreateFolder(folder);
        foreach (var name in Folders)
        {
            disk.CreateFolder(Path.Combine(folder, name));
        }
    }

    /// <summary>GENESIS comes last: it makes the folder a stick.</summary>
    private static void Write(string folder, StickOrder order, bool isRehearsal, Secret passphrase, IDisk disk, TimeProvider clock)
    {
        StickFiles.Write(folder, disk);
        using var epoch = SealKey.Create();
        disk.Create(Path.Combine(Stick.IdOf(folder), SealKey.FileOf(epoch.Public)), epoch.Protect(passphrase, isRehearsal), ownerOnly: true);
        var until = clock.GetUtcNow() + order.Lasts;
        var genesis = new Genesis
        {
            Stick = order.Name ?? MadeUpName(),
            Engineer = order.Engineer,
            FirstEpoch = epoch.Public,
            Issue = 1,
            NotAfter = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond)),
            IsRehearsal = isRehearsal,
        };
        disk.Create(Stick.GenesisOf(folder), genesis.ToBytes());
    }

    private static string MadeUpName() => $"PS-{RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 8)}";
}

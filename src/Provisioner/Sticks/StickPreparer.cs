using System.Globalization;
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

    /// <summary>What is put on it besides what the program brings along.</summary>
    public StickSources Sources { get; init; } = new();
}

/// <summary>Makes a folder into a stick: layout, first epoch key, procedures, root files, manifest, GENESIS, both signed where an
/// office is given. All of it, or nothing.</summary>
internal static class StickPreparer
{
    /// <summary>Bytes that a stick needs for logs, certificates and reports besides its files.</summary>
    public const long Reserve = 32 * 1024 * 1024;

    private static readonly string[] Folders =
        ["BIN", "PROCS", "ID", "CERTS", "CERTS/IN", "CERTS/OUT", "KEYS", "KEYS/OUT", "LOGS", "REPORTS", "JOBS"];

    /// <param name="folder">Its parent exists; nothing of a stick is in it yet.</param>
    /// <param name="passphrase">The engineer's: protects the epoch key.</param>
    public static Checked<Stick> Prepare(string folder, StickOrder order, Office? office, Secret passphrase, IDisk disk, TimeProvider clock)
    {
        return Passphrase.Unfit(passphrase) is { } unfit ? unfit
            : Plan(folder, order, disk).Then(contents => Make(Path.GetFullPath(folder), contents, Genesis(order, office, clock), office, passphrase, disk));
    }

    /// <summary>What would be written, besides the stick's key and the office's signatures. Nothing is altered.</summary>
    public static Checked<StickContents> Plan(string folder, StickOrder order, IDisk disk)
    {
        var path = Path.GetFullPath(folder);
        return (Unfit(order) ?? Occupied(path, folder, disk)) is { } problem ? problem
            : StickContents.Of(order.Sources, disk).Then(gathered => gathered.Checked()).Then<StickContents>(contents => TooSmall(path, contents) is { } full ? full : contents);
    }

    /// <summary>Whether a medium has the room.</summary>
    /// <param name="free"><c>null</c>: not known, and taken as enough.</param>
    /// <returns><c>null</c>: it has.</returns>
    public static Problem? TooSmall(string folder, long? free, long size) => free < size + Reserve
        ? Problem.Of("STICK-034", ("folder", folder), ("free", Megabytes(free.Value)), ("need", Megabytes(size + Reserve)))
        : null;

    private static Problem? TooSmall(string path, StickContents contents) => TooSmall(path, FreeSpace.Of(path), contents.Size);

    private static Problem? Unfit(StickOrder order) =>
        order.Name is { } name && !StickName.IsName(name) ? Problem.Of("STICK-006", ("name", name))
        : string.IsNullOrWhiteSpace(order.Engineer) || order.Engineer.Length > 64 ? Problem.Of("STICK-036")
        : null;

    private static Problem? Occupied(string path, string folder, IDisk disk) =>
        Folders.Concat(StickContents.RootNames).FirstOrDefault(name => disk.Look(Path.Combine(path, name)) is not null) is { } there
            ? Problem.Of("STICK-007", ("folder", folder), ("name", there))
            : null;

    private static Func<VerifyingKey, Genesis> Genesis(StickOrder order, Office? office, TimeProvider clock)
    {
        var until = clock.GetUtcNow() + order.Lasts;
        return epoch => new()
        {
            Stick = order.Name ?? MadeUpName(),
            Engineer = order.Engineer,
            FirstEpoch = epoch,
            Issue = 1,
            NotAfter = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond)),
            IsRehearsal = office?.IsRehearsal ?? order.IsRehearsal,
        };
    }

    private static Checked<Stick> Make(string path, StickContents contents, Func<VerifyingKey, Genesis> genesis, Office? office, Secret passphrase, IDisk disk)
    {
        var making = new StickMaking(disk);
        var made = Guarded.Get<Stick>(path, () =>
        {
            Write(path, contents, genesis, office, passphrase, making);
            return Stick.Open(path, disk);
        });
        if (!made.IsGood)
        {
            making.Undo();
        }

        return made;
    }

    /// <summary>GENESIS comes last: it makes the folder a stick.</summary>
    private static void Write(string folder, StickContents contents, Func<VerifyingKey, Genesis> genesisOf, Office? office, Secret passphrase, StickMaking making)
    {
        making.Folder(folder);
        foreach (var name in Folders)
        {
            making.Folder(Path.Combine(folder, name));
        }

        making.Write(folder, contents);
        using var epoch = SealKey.Create();
        var genesis = genesisOf(epoch.Public);
        making.File(Path.Combine(Stick.IdOf(folder), SealKey.FileOf(epoch.Public)), epoch.Protect(passphrase, genesis.IsRehearsal), ownerOnly: true);
        Signed(SignedFiles.ManifestOf(folder), SignedFiles.SignatureOf, contents.ToManifest(genesis, 1).ToBytes());
        Signed(Stick.GenesisOf(folder), Stick.SignatureOf, genesis.ToBytes());

        void Signed(string path, Func<string, string> signature, byte[] bytes)
        {
            if (office is not null)
            {
                making.File(signature(path), office.Sign(bytes));
            }

            making.File(path, bytes);
        }
    }

    private static string MadeUpName() => $"PS-{RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 8)}";

    private static string Megabytes(long bytes) => (bytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);
}

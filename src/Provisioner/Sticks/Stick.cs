using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>A prepared USB drive, or a folder that stands for one (DESIGN.md, "The stick").</summary>
internal sealed class Stick
{
    private bool _isLocked;
    private IDisposable? _system;

    private Stick(string folder, IDisk disk, StickTrust trust, ISeals seals) => (Folder, Disk, Trust, Seals) = (folder, disk, trust, seals);

    public string Folder { get; }

    public IDisk Disk { get; }

    public ISeals Seals { get; }

    /// <summary>What the chain of its journals begins with.</summary>
    public StickTrust Trust { get; }

    /// <summary>The GENESIS in force.</summary>
    public Genesis Genesis => Trust.Current;

    public string Name => Genesis.Stick;

    public string Binaries => Path.Combine(Folder, "BIN");

    public string Procedures => Path.Combine(Folder, "PROCS");

    public string Id => IdOf(Folder);

    public string CertificatesIn => Path.Combine(Folder, "CERTS", "IN");

    public string CertificatesOut => Path.Combine(Folder, "CERTS", "OUT");

    public string KeysOut => Path.Combine(Folder, "KEYS", "OUT");

    public string Logs => Path.Combine(Folder, "LOGS");

    public string Reports => Path.Combine(Folder, "REPORTS");

    public string Jobs => Path.Combine(Folder, "JOBS");

    public static string IdOf(string folder) => Path.Combine(folder, "ID");

    /// <summary>Path of a GENESIS: <c>GENESIS</c> for the first issue, then <c>GENESIS.2</c> and so on.</summary>
    public static string GenesisOf(string folder, int issue = 1) =>
        Path.Combine(IdOf(folder), issue == 1 ? "GENESIS" : string.Create(CultureInfo.InvariantCulture, $"GENESIS.{issue}"));

    /// <summary>Path of the newest checkpoint: <c>CHECKPOINT</c>, then <c>CHECKPOINT.2</c> and so on; the first when there is none.</summary>
    public static string CheckpointOf(string folder, IDisk disk) => Checkpoints(folder).TakeWhile(disk.IsFile).LastOrDefault(Checkpoints(folder).First());

    /// <summary>Path of the checkpoint that comes next.</summary>
    public static string NextCheckpointOf(string folder, IDisk disk) => Checkpoints(folder).First(path => !disk.IsFile(path));

    /// <summary>Path of the office's signature over a file of <c>ID</c>.</summary>
    public static string SignatureOf(string path) => path + ".P7S";

    /// <summary>Reads what the folder says it is; nothing is altered.</summary>
    /// <param name="seals"><c>null</c>: fresh ones.</param>
    public static Checked<Stick> Open(string folder, IDisk disk, ISeals? seals = null)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            var issues = ReadIssues(path, disk);
            return issues.IsEmpty
                ? Problem.Of("STICK-001", ("folder", folder))
                : StickTrust.Read(issues, Checkpoint(path, issues, disk)).Select(trust => new Stick(path, disk, trust, seals ?? new FreshSeals()));
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, IdOf(path));
        }
    }

    /// <summary>The newest checkpoint, where whoever signed the newest GENESIS has signed it; else none counts, and what it names reads as missing.</summary>
    private static byte[]? Checkpoint(string folder, ImmutableArray<byte[]> issues, IDisk disk)
    {
        var (genesis, checkpoint) = (GenesisOf(folder, issues.Length), CheckpointOf(folder, disk));
        return disk.Read(checkpoint, Genesis.Most) is { } bytes && SignerOf(checkpoint, bytes) is { } signer && signer == SignerOf(genesis, issues[^1]) ? bytes : null;

        Sha256? SignerOf(string file, byte[] content) => OfficeCertificate.SignedBy(
            content, disk.Read(SignatureOf(file), OfficeCertificate.Most), Genesis.Read(issues[^1]) is { IsGood: true, Value.IsRehearsal: true });
    }

    /// <summary>Every GENESIS of the folder, oldest first.</summary>
    public static ImmutableArray<byte[]> ReadIssues(string folder, IDisk disk)
    {
        var issues = ImmutableArray.CreateBuilder<byte[]>();
        while (disk.Read(GenesisOf(folder, issues.Count + 1), Genesis.Most) is { } bytes)
        {
            issues.Add(bytes);
        }

        return issues.ToImmutable();
    }

    /// <summary>Takes the stick for this process until disposed; a problem when another program works on it.
    /// Taken before the console's lock. While held, a second call on the same object answers a lock that does nothing.</summary>
    public Checked<IDisposable> Lock()
    {
        if (_isLocked)
        {
            return new Held(null);
        }

        return Take() is { } problem ? problem : new Held(this);
    }

    /// <summary>Nothing of the stick is open any more: it may be taken out. What was locked counts as locked.</summary>
    public void LetGo()
    {
        _system?.Dispose();
        _system = null;
    }

    /// <summary>After <see cref="LetGo"/>: the same stick is in again, and locked.</summary>
    public Problem? TakeAgain() => Open(Folder, Disk).TryGet(out var found, out _) && found.Name == Name && found.Trust.Stick == Trust.Stick
        ? Take()
        : Problem.Of("RUN-144", ("stick", Name));

    private Problem? Take() => Guarded.Do(Id, () => _system = Disk.TryLock(Path.Combine(Id, "LOCK"))) is { } refused ? refused
        : !(_isLocked = _system is not null) ? Problem.Of("STICK-003", ("folder", Folder))
        : null;

    private static IEnumerable<string> Checkpoints(string folder) => Enumerable.Range(1, int.MaxValue - 1).Select(count =>
        Path.Combine(IdOf(folder), count == 1 ? "CHECKPOINT" : string.Create(CultureInfo.InvariantCulture, $"CHECKPOINT.{count}")));

    private sealed class Held(Stick? stick) : IDisposable
    {
        private Stick? _stick = stick;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _stick, null) is { } taken)
            {
                taken._isLocked = false;
                taken.LetGo();
            }
        }
    }
}

using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>A prepared USB drive, or a folder that stands for one (DESIGN.md, "The stick").</summary>
internal sealed class Stick
{
    private bool _isLocked;

    private Stick(string folder, IDisk disk, Genesis genesis) => (Folder, Disk, Genesis) = (folder, disk, genesis);

    public string Folder { get; }

    public IDisk Disk { get; }

    public Genesis Genesis { get; }

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

    public static string GenesisOf(string folder) => Path.Combine(IdOf(folder), "GENESIS");

    public static string GenesisSignatureOf(string folder) => Path.Combine(IdOf(folder), "GENESIS.P7S");

    /// <summary>Reads what the folder says it is; nothing is altered.</summary>
    public static Checked<Stick> Open(string folder, IDisk disk)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            return disk.Read(GenesisOf(path), Genesis.Most) is { } bytes
                ? Genesis.Read(bytes).Select(genesis => new Stick(path, disk, genesis))
                : Problem.Of("STICK-001", ("folder", folder));
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, GenesisOf(path));
        }
    }

    /// <summary>Takes the stick for this process until disposed; a problem when another program works on it.
    /// Taken before the console's lock. While held, a second call on the same object answers a lock that does nothing.</summary>
    public Checked<IDisposable> Lock()
    {
        if (_isLocked)
        {
            return new Held(this, null);
        }

        try
        {
            if (Disk.TryLock(Path.Combine(Id, "LOCK")) is not { } system)
            {
                return Problem.Of("STICK-003", ("folder", Folder));
            }

            _isLocked = true;
            return new Held(this, system);
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, Id);
        }
    }

    private sealed class Held(Stick stick, IDisposable? system) : IDisposable
    {
        private IDisposable? _system = system;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _system, null) is { } taken)
            {
                stick._isLocked = false;
                taken.Dispose();
            }
        }
    }
}

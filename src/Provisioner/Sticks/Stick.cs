using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>A prepared USB drive, or a folder that stands for one (DESIGN.md, "The stick").</summary>
internal sealed class Stick
{
    private Stick(string folder, IDisk disk, Genesis genesis) => (Folder, Disk, Genesis) = (folder, disk, genesis);

    public string Folder { get; }

    public IDisk Disk { get; }

    public Genesis Genesis { get; }

    public string Name => Genesis.Stick;

    public string Binaries => Path.Combine(Folder, "BIN");

    public string Procedures => Path.Combine(Folder, "PROCS");

    public string Id => Path.Combine(Folder, "ID");

    public string CertificatesIn => Path.Combine(Folder, "CERTS", "IN");

    public string CertificatesOut => Path.Combine(Folder, "CERTS", "OUT");

    public string KeysOut => Path.Combine(Folder, "KEYS", "OUT");

    public string Logs => Path.Combine(Folder, "LOGS");

    public string Reports => Path.Combine(Folder, "REPORTS");

    public string Jobs => Path.Combine(Folder, "JOBS");

    /// <summary>Reads what the folder says it is; nothing is altered.</summary>
    public static Checked<Stick> Open(string folder, IDisk disk) => throw new NotImplementedException();

    /// <summary>Takes the stick for this process until disposed; a problem when another program works on it.
    /// Taken before the console's lock. A second call on the same object while held answers a lock that does nothing.</summary>
    public Checked<IDisposable> Lock() => throw new NotImplementedException();
}

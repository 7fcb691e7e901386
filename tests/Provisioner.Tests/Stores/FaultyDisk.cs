using System.Collections.Immutable;
using Provisioner.Stores;

namespace Provisioner.Tests.Stores;

/// <summary>What goes wrong at one act of a disk.</summary>
public enum Fault
{
    /// <summary>The process ends before the act.</summary>
    KillBefore,

    /// <summary>The process ends after half of the act: half of the bytes; for acts without bytes, after all of it.</summary>
    KillWithin,

    /// <summary>The medium is full: half of the bytes are written, then it refuses.</summary>
    Full,

    ReadOnly,

    Denied,
}

/// <summary>The process ended. Not the machine's refusal: nothing catches it.</summary>
public sealed class KilledException : Exception;

/// <summary>A real disk of which act number <c>At</c> fails; reads are no acts. After a kill every act kills; after a refusal
/// of a full or read-only medium every act is refused.</summary>
internal sealed class FaultyDisk(Fault fault, int at) : IDisk
{
    private readonly Disk _disk = new();

    /// <summary>Acts so far.</summary>
    public int Acts { get; private set; }

    public bool HasFailed { get; private set; }

    public byte[]? Read(string path, int most) => HasFailed && IsKill ? throw new KilledException() : _disk.Read(path, most);

    public Standing? Look(string path) => _disk.Look(path);

    public ImmutableArray<string> List(string folder) => _disk.List(folder);

    public void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly)
    {
        if (!Fails())
        {
            _disk.Create(path, bytes, ownerOnly);
            return;
        }

        if (fault is Fault.KillWithin or Fault.Full)
        {
            _disk.Create(path, bytes[..(bytes.Length / 2)], ownerOnly);
        }

        throw Refusal();
    }

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        var kept = bytes.ToArray();
        Act(() => _disk.WriteAt(path, offset, kept));
    }

    public void CreateLink(string path, string target) => Act(() => _disk.CreateLink(path, target));

    public void Rename(string from, string to) => Act(() => _disk.Rename(from, to));

    public void Delete(string path) => Act(() => _disk.Delete(path));

    public void CreateFolder(string path, bool ownerOnly) => Act(() => _disk.CreateFolder(path, ownerOnly));

    public void DeleteFolder(string path) => Act(() => _disk.DeleteFolder(path));

    public void Stamp(string path, FileStamp stamp) => Act(() => _disk.Stamp(path, stamp));

    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    public void FlushAll(string folder) => Act(() => _disk.FlushAll(folder));

    private bool IsKill => fault is Fault.KillBefore or Fault.KillWithin;

    private void Act(Action act)
    {
        var fails = Fails();
        if (!fails || (fault == Fault.KillWithin && Acts == at))
        {
            act();
        }

        if (fails)
        {
            throw Refusal();
        }
    }

    private bool Fails()
    {
        Acts++;
        HasFailed |= Acts == at;
        return HasFailed;
    }

    private Exception Refusal() => fault switch
    {
        Fault.Full => new IOException("full", 0x1C),
        Fault.ReadOnly => new IOException("read-only", 0x1E),
        Fault.Denied => new UnauthorizedAccessException(),
        _ => new KilledException(),
    };
}

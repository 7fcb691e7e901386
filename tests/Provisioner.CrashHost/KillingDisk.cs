using System.Collections.Immutable;
using System.Diagnostics;
using Provisioner.Stores;

namespace Provisioner.CrashHost;

/// <summary>A disk whose process is killed before one of its acts, or, where the act writes bytes, when half of them are
/// written; then only those acts count. Media write whole sectors: a write within a file tears between two of them.</summary>
internal sealed class KillingDisk(IDisk disk, int killAt, bool torn, string? bugAt = null) : IDisk
{
    private const int Sector = 512;

    public int Acts { get; private set; }

    public byte[]? Read(string path, int most) => disk.Read(path, most);

    public Standing? Look(string path) => disk.Look(path);

    public ImmutableArray<string> List(string folder) => disk.List(folder);

    public void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly)
    {
        if (bugAt is not null && path.Contains(bugAt, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("a bug, on purpose");
        }

        if (IsLast())
        {
            Tear(() => disk.Create(path, [], ownerOnly), path, 0, bytes[..(bytes.Length / 2)]);
        }

        disk.Create(path, bytes, ownerOnly);
    }

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        if (IsLast())
        {
            Tear(() => { }, path, offset, bytes[..(bytes.Length / 2 / Sector * Sector)]);
        }

        disk.WriteAt(path, offset, bytes);
    }

    public void CreateLink(string path, string target) => Act(() => disk.CreateLink(path, target));

    public void Rename(string from, string to) => Act(() => disk.Rename(from, to));

    public void Delete(string path) => Act(() => disk.Delete(path));

    public void CreateFolder(string path, bool ownerOnly) => Act(() => disk.CreateFolder(path, ownerOnly));

    public void DeleteFolder(string path) => Act(() => disk.DeleteFolder(path));

    public void Stamp(string path, FileStamp stamp) => Act(() => disk.Stamp(path, stamp));

    public IDisposable? TryLock(string path) => disk.TryLock(path);

    public void FlushAll(string folder) => disk.FlushAll(folder);

    private void Act(Action act)
    {
        if (!torn && IsLast())
        {
            Kill();
        }

        act();
    }

    private bool IsLast() => ++Acts == killAt;

    private void Tear(Action prepare, string path, long offset, ReadOnlySpan<byte> bytes)
    {
        if (torn)
        {
            prepare();
            disk.WriteAt(path, offset, bytes);
        }

        Kill();
    }

    private static void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

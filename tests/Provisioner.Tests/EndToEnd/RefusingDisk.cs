using System.Collections.Immutable;
using Provisioner.Stores;

namespace Provisioner.Tests.EndToEnd;

/// <summary>A disk that refuses every act on paths that fit, as a read-only or full medium does.</summary>
internal sealed class RefusingDisk(Func<string, bool> refuses, int errno) : IDisk
{
    public const int Full = 0x1C, ReadOnly = 0x1E;

    private readonly Disk _disk = new();

    public byte[]? Read(string path, int most) => _disk.Read(path, most);

    public Standing? Look(string path) => _disk.Look(path);

    public ImmutableArray<string> List(string folder) => _disk.List(folder);

    public void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly) => _disk.Create(Ask(path), bytes, ownerOnly);

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes) => _disk.WriteAt(Ask(path), offset, bytes);

    public void Rename(string from, string to) => _disk.Rename(Ask(from), Ask(to));

    public void Delete(string path) => _disk.Delete(File.Exists(path) ? Ask(path) : path);

    public void CreateFolder(string path, bool ownerOnly) => _disk.CreateFolder(Directory.Exists(path) ? path : Ask(path), ownerOnly);

    public void DeleteFolder(string path) => _disk.DeleteFolder(Ask(path));

    public void Stamp(string path, FileStamp stamp) => _disk.Stamp(Ask(path), stamp);

    public void CreateLink(string path, string target) => _disk.CreateLink(Ask(path), target);

    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    public void FlushAll(string folder) => _disk.FlushAll(Ask(folder));

    private string Ask(string path) => refuses(path) ? throw new IOException("refused", errno) : path;
}

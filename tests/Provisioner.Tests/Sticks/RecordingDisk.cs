using System.Collections.Immutable;
using Provisioner.Stores;

namespace Provisioner.Tests.Sticks;

/// <summary>One act on a medium, flushed on return.</summary>
/// <param name="Bytes"><c>null</c>: the file was deleted.</param>
/// <param name="Creates">The file is new with this act.</param>
internal sealed record WrittenAct(string Path, long Offset, byte[]? Bytes, bool Creates);

/// <summary>A real disk that keeps a list of what was written.</summary>
internal sealed class RecordingDisk : IDisk
{
    private readonly Disk _disk = new();

    public List<WrittenAct> Acts { get; } = [];

    public byte[]? Read(string path, int most) => _disk.Read(path, most);

    public Standing? Look(string path) => _disk.Look(path);

    public ImmutableArray<string> List(string folder) => _disk.List(folder);

    public void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly)
    {
        Acts.Add(new(path, 0, bytes.ToArray(), true));
        _disk.Create(path, bytes, ownerOnly);
    }

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        Acts.Add(new(path, offset, bytes.ToArray(), false));
        _disk.WriteAt(path, offset, bytes);
    }

    public void Delete(string path)
    {
        Acts.Add(new(path, 0, null, false));
        _disk.Delete(path);
    }

    public void CreateLink(string path, string target) => throw new NotSupportedException();

    public void Rename(string from, string to) => throw new NotSupportedException();

    public void CreateFolder(string path, bool ownerOnly) => _disk.CreateFolder(path, ownerOnly);

    public void DeleteFolder(string path) => throw new NotSupportedException();

    public void Stamp(string path, FileStamp stamp) => throw new NotSupportedException();

    public void FlushAll(string folder) => _disk.FlushAll(folder);

    public IDisposable? TryLock(string path) => _disk.TryLock(path);
}

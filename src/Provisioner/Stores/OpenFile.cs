using Microsoft.Win32.SafeHandles;

namespace Provisioner.Stores;

/// <summary>A file of the machine's own disk, held open. On Windows nobody else can take its name away; on Linux it is looked
/// after every write whether the name still leads here.</summary>
internal sealed class OpenFile : IOpenFile
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly FileIdentity? _identity;

    public OpenFile(string path)
    {
        _path = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        _identity = UnixFile.Identify(_handle);
    }

    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, offset);
        RandomAccess.FlushToDisk(_handle);
        if (_identity is { } held && UnixFile.Identify(_path) != held)
        {
            throw new FileReplacedException(_path);
        }
    }

    public void Dispose() => _handle.Dispose();
}

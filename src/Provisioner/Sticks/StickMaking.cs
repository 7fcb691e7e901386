using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Remembers what it makes on a medium, so that nothing half is left of it when it cannot be finished.</summary>
internal sealed class StickMaking(IDisk disk)
{
    private const UnixFileMode Started =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Stack<(string Path, bool IsFolder)> _made = [];

    public void Folder(string path)
    {
        if (!disk.IsFolder(path))
        {
            _made.Push((path, true));
            disk.CreateFolder(path);
        }
    }

    public void File(string path, ReadOnlySpan<byte> bytes, bool ownerOnly = false)
    {
        _made.Push((path, false));
        disk.Create(path, bytes, ownerOnly);
    }

    /// <summary>Every file of the contents, with the folders on the way.</summary>
    public void Write(string folder, StickContents contents)
    {
        foreach (var (name, bytes) in contents.Files)
        {
            var parts = name.Split('/');
            for (var depth = 1; depth < parts.Length; depth++)
            {
                Folder(Path.Combine([folder, .. parts[..depth]]));
            }

            var path = Path.Combine([folder, .. parts]);
            File(path, bytes.Span);
            Stamp(disk, path, name);
        }
    }

    /// <summary>Takes away all that was made, last first.</summary>
    public void Undo()
    {
        while (_made.TryPop(out var made))
        {
            _ = Guarded.Do(made.Path, () =>
            {
                if (!made.IsFolder)
                {
                    disk.Delete(made.Path);
                }
                else if (disk.IsFolder(made.Path))
                {
                    disk.DeleteFolder(made.Path);
                }
            });
        }
    }

    /// <summary>Gives a file its permission to be started. FAT knows none, and its mount may refuse to set it: then the launcher works
    /// with a copy.</summary>
    public static void Stamp(IDisk disk, string path, string name)
    {
        if (StickContents.IsStarted(name))
        {
            _ = Guarded.Do(path, () => disk.Stamp(path, new(Mode: Started)));
        }
    }
}

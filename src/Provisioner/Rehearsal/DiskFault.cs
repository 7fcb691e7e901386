using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>What a medium does at one act.</summary>
internal enum DiskFault
{
    /// <summary>No room: half of the bytes are written, then it refuses everything that needs room.</summary>
    Full,

    /// <summary>It turned read-only: it refuses every act from now on.</summary>
    ReadOnly,

    /// <summary>This place may not be altered.</summary>
    Denied,

    /// <summary>Pulled out: nothing of it can be read or written any more.</summary>
    Vanished,

    /// <summary>Half of the bytes are written, and the act reports an error.</summary>
    Torn,

    /// <summary>The power goes before the act.</summary>
    Kill,
}

/// <summary>One fault, at one act of a run, on the medium that the act is about.</summary>
internal sealed class FaultyMedium(DiskFault fault, int at)
{
    private const int NoSpace = 0x1C, ReadOnly = 0x1E, Input = 5;

    private string? _medium, _path;
    private int _acts;

    /// <summary>Whether the act was reached.</summary>
    public bool HasCome => _medium is not null;

    public void Before(MemoryDisk disk, string path, DiskAct? act)
    {
        if (act is not null && _acts++ == at)
        {
            (_medium, _path) = (MediumOf(path), path);
            Come(disk, act);
        }
        else if (_medium is not null && MediumOf(path) == _medium)
        {
            Stay(path, act);
        }
    }

    private void Come(MemoryDisk disk, DiskAct act)
    {
        if (fault is DiskFault.Full or DiskFault.Torn && act.Parts is [.., var part] && (fault == DiskFault.Torn || act.NeedsRoom))
        {
            disk.Perform(part);
        }

        switch (fault)
        {
            case DiskFault.Full when act.NeedsRoom:
                throw new IOException(act.Path, NoSpace);
            case DiskFault.ReadOnly:
                throw new IOException(act.Path, ReadOnly);
            case DiskFault.Denied:
                throw new UnauthorizedAccessException(act.Path);
            case DiskFault.Torn or DiskFault.Vanished:
                throw new IOException(act.Path, Input);
            case DiskFault.Kill:
                throw new PowerCutException();
        }
    }

    private void Stay(string path, DiskAct? act)
    {
        switch (fault)
        {
            case DiskFault.Full when act is { NeedsRoom: true }:
                throw new IOException(path, NoSpace);
            case DiskFault.ReadOnly when act is not null:
                throw new IOException(path, ReadOnly);
            case DiskFault.Denied when act is not null && path == _path:
                throw new UnauthorizedAccessException(path);
            case DiskFault.Vanished:
                throw new IOException(path, Input);
            case DiskFault.Kill:
                throw new PowerCutException();
        }
    }

    private static string MediumOf(string path) =>
        path.StartsWith(RehearsalScene.ConsoleFolder, StringComparison.Ordinal) ? RehearsalScene.ConsoleFolder : RehearsalScene.StickFolder;
}

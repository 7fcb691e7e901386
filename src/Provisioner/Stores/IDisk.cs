namespace Provisioner.Stores;

/// <summary>Every alteration of a stick or a console's files passes here, one durable act at a time: what a call did is on the
/// medium when it returns. Tests kill, fill and tear between and within the acts.</summary>
/// <remarks>All calls throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the machine refuses.</remarks>
internal interface IDisk
{
    /// <summary>The whole file, or <c>null</c> when there is none.</summary>
    /// <exception cref="FileTooLargeException">It has more than <paramref name="most"/> bytes.</exception>
    byte[]? Read(string path, int most = 16 * 1024 * 1024);

    /// <summary>Creates the file (never one that exists), writes it and flushes it. Owner only when asked: from the first instant.</summary>
    void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly = false);

    /// <summary>Writes within an existing file at an offset, or at its end, and flushes. One write call.</summary>
    void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Creates a symbolic link, never one that exists, then flushes the folder.</summary>
    /// <param name="target">As it is to be written; need not exist.</param>
    void CreateLink(string path, string target);

    /// <summary>Takes the name of an existing file or a new one in the same folder, then flushes the folder.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file, then flushes its folder. A file that is not there is no fault.</summary>
    void Delete(string path);

    /// <summary>Creates one folder whose parent exists. One that exists is no fault.</summary>
    void CreateFolder(string path, bool ownerOnly = false);

    /// <summary>Removes an empty folder.</summary>
    void DeleteFolder(string path);

    /// <summary>Gives a file or folder its owner, permissions and time of last change.</summary>
    void Stamp(string path, FileStamp stamp);

    /// <summary>Takes an exclusive lock by the system, held until disposed or the process ends; <c>null</c> when another holds it.</summary>
    IDisposable? TryLock(string path);
}

/// <summary>A file is larger than the caller reads.</summary>
internal sealed class FileTooLargeException(string path, int most) : IOException($"{path} has more than {most} bytes");

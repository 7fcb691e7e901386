using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>What lies in a slot now, as the shell read it.</summary>
public sealed record SlotContents
{
    /// <summary>Folders on the way to the slot, and its own, that are not there; the outermost first.</summary>
    public required ImmutableArray<ConsolePath> MissingFolders { get; init; }

    /// <summary>Files directly in the slot's folder, by name.</summary>
    public required ImmutableArray<HeldFile> Files { get; init; }

    /// <summary>Symbolic links directly in the slot's folder, by name; those that lead to files are in <see cref="Files"/> too.</summary>
    public ImmutableArray<HeldLink> Links { get; init; } = [];

    /// <summary>Kind <c>windows</c>: what lies in the store of intermediates of the same place.</summary>
    public ImmutableArray<HeldFile> Beside { get; init; } = [];

    /// <summary>Kind <c>windows</c>: this system's stores keep friendly names.</summary>
    public bool KeepsNames { get; init; }

    /// <summary>Kind <c>windows</c>: they keep other properties too.</summary>
    public bool KeepsProperties { get; init; }

    /// <summary>Opens the slot's file where it is a key store; <c>null</c>: none known. Not kept.</summary>
    public Secret? Password { get; init; }

    /// <summary>Key stores that are known already; <c>null</c>: each is opened and written anew.</summary>
    public KeyStoreMemory? Known { get; init; }

    /// <summary>The file of that name without regard to case, as file systems of Windows have it; <c>null</c> when there is none.</summary>
    public HeldFile? Find(ConsolePath path) =>
        Files.FirstOrDefault(file => string.Equals(file.Path.Text, path.Text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A file as it is.</summary>
/// <param name="Bytes">May be a private key: not to be printed or kept.</param>
public sealed record HeldFile(ConsolePath Path, FileState State, ReadOnlyMemory<byte> Bytes);

/// <summary>A symbolic link as it is.</summary>
/// <param name="Target">As written in it.</param>
public sealed record HeldLink(ConsolePath Path, string Target);

/// <summary>Where an entry lies once the plan is applied: what <c>configure</c> writes into settings.</summary>
/// <param name="Certificate">For the service to read.</param>
/// <param name="Key">The private key's file; <c>null</c> where none was imported. The same file in stores that keep both together.</param>
/// <param name="Already">It was there before, and the plan changes nothing.</param>
public sealed record Placed(EntryName Name, ConsolePath Certificate, ConsolePath? Key, bool Already)
{
    /// <summary>What a service's setting for trust names: the certificate's file, or the folder where that is what the service reads.</summary>
    public ConsolePath Trust { get; init; } = Certificate;

    /// <summary>Where the store names entries so (<see cref="SettingTerm.Thumbprint"/>); <c>null</c>: elsewhere.</summary>
    public string? Thumbprint { get; init; }
}

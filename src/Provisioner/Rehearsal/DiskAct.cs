using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>One durable act of a disk: a closed family, to be recorded and done again elsewhere.</summary>
/// <param name="Path">Absolute.</param>
internal abstract record DiskAct(string Path)
{
    /// <summary>Media write whole sectors, in order, or not at all.</summary>
    private const int Sector = 512;

    internal sealed record Create(string Path, ReadOnlyMemory<byte> Bytes, bool OwnerOnly) : DiskAct(Path);

    internal sealed record WriteAt(string Path, long Offset, ReadOnlyMemory<byte> Bytes) : DiskAct(Path);

    internal sealed record Link(string Path, string Target) : DiskAct(Path);

    internal sealed record Rename(string Path, string To) : DiskAct(Path);

    internal sealed record Delete(string Path) : DiskAct(Path);

    internal sealed record Folder(string Path, bool OwnerOnly) : DiskAct(Path);

    internal sealed record DeleteFolder(string Path) : DiskAct(Path);

    internal sealed record Stamp(string Path, FileStamp Given) : DiskAct(Path);

    /// <summary>Somebody has altered what the vendor's own screens show: no act of a medium.</summary>
    /// <param name="Shown"><c>null</c>: nothing any more.</param>
    internal sealed record ByHand(string Path, string? Shown) : DiskAct(Path);

    /// <summary>It needs room on the medium.</summary>
    public bool NeedsRoom => this is Create or WriteAt or Link or Folder;

    /// <summary>What the medium may hold when the power goes within the act; empty where it is all or nothing.</summary>
    public ImmutableArray<DiskAct> Parts => this switch
    {
        Create { Bytes.Length: > Sector } create => [create with { Bytes = default }, create with { Bytes = Half(create.Bytes) }],
        Create { Bytes.Length: > 0 } create => [create with { Bytes = default }],
        WriteAt { Bytes.Length: > Sector } write => [write with { Bytes = Half(write.Bytes) }],
        Stamp { Given: { Mode: not null, Modified: not null } given } stamp => [stamp with { Given = given with { Modified = null } }],
        _ => [],
    };

    /// <summary>For people: what was done where.</summary>
    public sealed override string ToString() => $"{GetType().Name} {Path}";

    private static ReadOnlyMemory<byte> Half(ReadOnlyMemory<byte> bytes) => bytes[..Math.Max(Sector, bytes.Length / 2 / Sector * Sector)];
}

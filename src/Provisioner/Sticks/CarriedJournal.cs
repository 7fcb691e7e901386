using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>A log that went on in a laptop's state folder while its stick was at the scanner. It is the stick's own file, grown by
/// sealed groups; joining writes these groups to the stick, one after the other, and can be repeated wherever it was cut.</summary>
internal static class CarriedJournal
{
    /// <summary>Gives the stick what the state folder has of it; nothing to do is good too. Then the copies go.</summary>
    /// <returns>A problem when the stick's file is not the beginning of the copy, or the copy does not fit the stick: both stay.</returns>
    public static Problem? Join(Stick stick, StateFolder state)
    {
        if (!state.Carried(stick.Name).TryGet(out var copies, out var problems))
        {
            return problems[0];
        }

        Problem? found = null;
        return copies.IsEmpty ? null : Guarded.Do(stick.Logs, () => found = Join(stick, copies)) ?? found;
    }

    private static Problem? Join(Stick stick, ImmutableArray<string> paths)
    {
        ImmutableArray<JournalBytes> copies = [.. from path in paths
                                                  let number = FileNumber.TryRead(Path.GetFileNameWithoutExtension(path), out var read) ? read : 0
                                                  where number > 0
                                                  select new JournalBytes(number, stick.Disk.Read(path) ?? [])];
        if (!LogFolder.Read(stick.Logs, stick.Disk).TryGet(out var files, out var problems))
        {
            return problems[0];
        }

        var (held, joined) = (stick.Seals.Verify(stick.Trust, files), stick.Seals.Verify(stick.Trust, [.. files.Where(file => copies.All(copy => copy.Number != file.Number)), .. copies]));
        var missing = copies.Select(copy => (Copy: copy, Groups: joined.Findings.Any(finding => finding.Verdict.IsTampering()) ? null : Missing(held, joined, copy))).ToArray();
        return missing.FirstOrDefault(file => file.Groups is null) is { Copy: { } apart }
            ? Problem.Of("RUN-141", ("run", apart.Name), ("file", $"LOGS/{apart.Name}{LogFolder.Ending}"), ("folder", Path.GetDirectoryName(paths[0])!))
            : missing.Select(file => Join(stick, file.Copy, file.Groups!.Value)).FirstOrDefault(problem => problem is not null) ?? Forget(stick.Disk, paths);
    }

    private static Problem? Join(Stick stick, JournalBytes copy, ImmutableArray<(int Start, int End)> groups)
    {
        var place = LogFolder.PathOf(stick.Logs, copy.Number);
        if (groups.IsEmpty)
        {
            return null;
        }

        var end = groups[^1].End;
        if (groups[0].Start == 0)
        {
            Beside.Replace(stick.Disk, place, (byte[])[.. copy.Bytes.AsSpan(0, end), .. StickJournal.Filler(copy.Bytes.Length - end)], ownerOnly: false);
        }
        else
        {
            Write(stick.Disk, place, copy.Bytes, groups);
        }

        return stick.Disk.Read(place) is { } held && IsJoined(held, copy.Bytes, end) ? null : Problem.Of("DISK-006", ("file", place));
    }

    /// <summary>The same as far as it is sealed, and nothing behind it: where the laptop died within a write, the copy has a bad end.</summary>
    private static bool IsJoined(ReadOnlySpan<byte> held, ReadOnlySpan<byte> copy, int end) =>
        held.Length >= end && held[..end].SequenceEqual(copy[..end]) && !held[end..].ContainsAnyExcept((byte)'\n');

    /// <summary>The last first: what is left is always the beginning.</summary>
    private static Problem? Forget(IDisk disk, ImmutableArray<string> paths)
    {
        foreach (var path in paths.Reverse())
        {
            disk.Delete(path);
        }

        var room = Path.GetDirectoryName(paths[0])!;
        disk.DeleteFolder(room);
        if (disk.List(Path.GetDirectoryName(room)!).IsEmpty)
        {
            disk.DeleteFolder(Path.GetDirectoryName(room)!);
        }

        return null;
    }

    /// <summary>The groups of a copy that the stick has not, in order; from 0 for a file that it has not at all.</summary>
    /// <returns><c>null</c>: the two do not fit.</returns>
    private static ImmutableArray<(int Start, int End)>? Missing(StickLedger before, StickLedger after, JournalBytes copy)
    {
        var held = before.Files.FirstOrDefault(file => file.Name == copy.Name)?.Seals ?? [];
        var joined = after.Files.FirstOrDefault(file => file.Name == copy.Name)?.Seals ?? [];

        // A seal commits to every byte before it: where one agrees, all before it does.
        var shorter = Math.Min(held.Length, joined.Length);
        return joined.IsEmpty || (shorter > 0 && held[shorter - 1].Head != joined[shorter - 1].Head) ? null
            : [.. joined.Skip(held.Length).Select((seal, at) => (held.Length + at == 0 ? 0 : End(joined[held.Length + at - 1]), End(seal)))];
    }

    /// <summary>Each group in one write, the file made longer first where it is needed: as they were written the first time.</summary>
    private static void Write(IDisk disk, string place, byte[] copy, ImmutableArray<(int Start, int End)> groups)
    {
        var length = disk.Read(place)!.Length;
        foreach (var (start, end) in groups)
        {
            var needed = end == groups[^1].End ? copy.Length : end;
            for (; length < needed; length += JournalWriter.Step)
            {
                disk.WriteAt(place, length, StickJournal.Filler(JournalWriter.Step));
            }

            disk.WriteAt(place, start, copy.AsSpan(start, end - start));
        }
    }

    /// <summary>Where a seal's group ends: groups fill whole sectors.</summary>
    private static int End(JournalSeal seal) =>
        (int)(seal.Offset + seal.Line.Length + 1 + JournalWriter.Sector - 1) / JournalWriter.Sector * JournalWriter.Sector;
}

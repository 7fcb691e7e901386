using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Tests.House;
using Xunit.Abstractions;

namespace Provisioner.Tests.Sticks;

/// <summary>A run's writes, recorded and replayed as a medium of 512-byte sectors may keep them when the power goes: of the write
/// under way every prefix of its sectors, and any of them in any order.</summary>
public sealed class BlockCrashTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1";

    /// <summary>Random subsets of the sectors of each write.</summary>
    private static readonly int Subsets = IsLong ? 2000 : 48;

    private readonly Random _chance = new(20260504);

    [Fact]
    public void Whatever_sectors_of_the_last_write_are_there_nothing_confirmed_is_lost_and_every_tail_is_recognised()
    {
        using var stick = new PreparedStick();
        stick.Run(groups: 1);
        var before = Directory.GetFiles(stick.Stick.Id, "*.KEY").Concat(Directory.GetFiles(stick.Stick.Logs)).ToImmutableDictionary(path => path, File.ReadAllBytes);
        var disk = new RecordingDisk();
        var confirmed = Write(stick, disk);
        var wrong = new List<string>();
        var (states, torn) = (0, 0);
        var medium = before;
        for (var at = 0; at < disk.Acts.Count; medium = Whole(medium, disk.Acts[at]), at++)
        {
            var must = confirmed.Where(head => head.Acts <= at).Select(head => head.Head).ToArray();
            foreach (var (label, state) in Crashed(medium, disk.Acts[at]))
            {
                states++;
                torn += Judge(stick, state, must) switch
                {
                    (true, null) => 1,
                    (_, null) => 0,
                    (_, { } fault) => Note(wrong, $"act {at}, {label}: {fault}"),
                };
            }
        }

        output.WriteLine($"{disk.Acts.Count} writes, {states} states of the medium, {torn} with a torn tail, {confirmed.Count} seals confirmed");
        Assert.Empty(wrong);
        Assert.True(states > 500 && torn > 50);
    }

    [PeerFact("dash", "openssl")]
    public void Torn_states_can_be_gone_on_from_and_the_script_says_the_same()
    {
        using var stick = new PreparedStick();
        var medium = Directory.GetFiles(stick.Stick.Id, "*.KEY").ToImmutableDictionary(path => path, File.ReadAllBytes);
        var disk = new RecordingDisk();
        _ = Write(stick, disk);
        foreach (var (at, act) in disk.Acts.Select((act, at) => (at, act)).Where(pair => (IsLong || pair.at % 4 == 1) && pair.act.Path.EndsWith(".PAL", StringComparison.Ordinal)))
        {
            var states = Crashed(disk.Acts.Take(at).Aggregate(medium, Whole), act).ToArray();
            var (label, state) = states[_chance.Next(states.Length)];
            using var other = new PreparedStick();
            foreach (var path in Directory.GetFiles(other.Stick.Id).Where(path => !path.EndsWith("LOCK", StringComparison.Ordinal)))
            {
                File.Delete(path);
            }

            foreach (var path in Directory.GetFiles(stick.Stick.Id).Where(path => path.Contains("GENESIS", StringComparison.Ordinal)))
            {
                File.Copy(path, Path.Combine(other.Stick.Id, Path.GetFileName(path)));
            }

            foreach (var (path, bytes) in state)
            {
                File.WriteAllBytes(path.Replace(stick.Folder, other.Folder, StringComparison.Ordinal), bytes);
            }

            other.Reopen();
            var (code, text) = Peers.Run("dash", null, Path.Combine(Repository.Top, "media/stick/VERIFY.SH"), other.Folder, stick.OfficePem);
            var ledger = StickLedger.Read(other.Stick.Trust, LogFolder.Read(other.Stick.Logs, PreparedStick.Disk).Value);
            Assert.True(code == (ledger.Findings.IsEmpty ? ledger.Runs is [{ IsComplete: true }] ? 0 : 4 : 3), $"act {at}, {label}: {code} {text}");
            if (ledger.Runs is [{ IsComplete: false } interrupted])
            {
                other.Run(next: NextPart.Of(interrupted));
            }

            other.Run();
            Assert.All(other.History().Runs, run => Assert.True(run.IsComplete));
        }
    }

    /// <summary>A run with small groups, one of several sectors, and enough to make the file grow.</summary>
    private static List<(Head Head, int Acts)> Write(PreparedStick stick, RecordingDisk disk)
    {
        var confirmed = new List<(Head, int)>();
        using var journal = stick.TryOpen(disk: disk).Value;
        confirmed.Add((journal.Newest.Head, disk.Acts.Count));
        foreach (var length in (int[])[10, 1500, 600, 60_000, 60_000, 60_000, 50_000, 40_000, 700])
        {
            confirmed.Add((journal.Append(JournalEntry.Of("INTENT", ("WHAT", new string('x', length)))).Value.Head, disk.Acts.Count));
        }

        confirmed.Add((journal.Close([]).Value.Head, disk.Acts.Count));
        return confirmed;
    }

    private static ImmutableDictionary<string, byte[]> Whole(ImmutableDictionary<string, byte[]> medium, WrittenAct act) => act.Bytes is null
        ? medium.Remove(act.Path)
        : medium.SetItem(act.Path, Patched(medium.GetValueOrDefault(act.Path) ?? [], act, act.Offset + act.Bytes.Length, _ => true));

    /// <summary>Where a write makes the file longer, its new length may be there, or a part of it, with or without the bytes.</summary>
    private IEnumerable<(string, ImmutableDictionary<string, byte[]>)> Crashed(ImmutableDictionary<string, byte[]> medium, WrittenAct act)
    {
        yield return ("nothing of it", medium);
        if (act.Bytes is not { } bytes || !act.Path.EndsWith(".PAL", StringComparison.Ordinal))
        {
            yield break;
        }

        var old = medium.GetValueOrDefault(act.Path) ?? [];
        var sectors = bytes.Length / JournalWriter.Sector;
        var end = act.Offset + bytes.Length;
        var step = sectors > 64 && !IsLong ? 37 : 1;
        for (var count = 0; count <= sectors; count += step)
        {
            var kept = count;
            yield return ($"first {count} of {sectors}", medium.SetItem(act.Path, Patched(old, act, end, sector => sector < kept)));
            if (end > old.Length)
            {
                yield return ($"grown by {count}", medium.SetItem(act.Path, Patched(old, act, Math.Max(old.Length, act.Offset + (count * JournalWriter.Sector)), sector => sector < kept)));
                yield return ($"grown by {count}, empty", medium.SetItem(act.Path, Patched(old, act, Math.Max(old.Length, act.Offset + (count * JournalWriter.Sector)), _ => false)));
            }
        }

        for (var i = 0; i < Subsets; i++)
        {
            var kept = Enumerable.Range(0, sectors).Where(_ => _chance.Next(2) == 0).ToHashSet();
            yield return ($"{string.Join(' ', kept.Take(8))} of {sectors}", medium.SetItem(act.Path, Patched(old, act, end, kept.Contains)));
        }
    }

    /// <summary>Where nothing was written yet, a new part of a file is NUL.</summary>
    private static byte[] Patched(byte[] old, WrittenAct act, long length, Func<int, bool> keeps)
    {
        var patched = new byte[Math.Max(old.Length, length)];
        old.CopyTo(patched, 0);
        for (var sector = 0; sector * JournalWriter.Sector < act.Bytes!.Length; sector++)
        {
            var from = sector * JournalWriter.Sector;
            if (keeps(sector) && act.Offset + from < patched.Length)
            {
                act.Bytes.AsSpan(from, Math.Min(JournalWriter.Sector, act.Bytes.Length - from)).CopyTo(patched.AsSpan((int)act.Offset + from));
            }
        }

        return patched;
    }

    /// <summary>As the next opening reads it.</summary>
    private static (bool IsTorn, string? Fault) Judge(PreparedStick stick, ImmutableDictionary<string, byte[]> medium, Head[] must)
    {
        var files = medium.Where(file => file.Key.EndsWith(".PAL", StringComparison.Ordinal))
            .Select(file => new JournalBytes(FileNumber.Read(Path.GetFileNameWithoutExtension(file.Key)), file.Value));
        var ledger = StickLedger.Read(stick.Stick.Trust, files);
        var seals = ledger.Files.SelectMany(file => file.Seals).Select(seal => seal.Head).ToHashSet();
        var newest = ledger.Files[^1];
        var unopened = newest.Seals.IsEmpty && medium.ContainsKey(Path.Combine(stick.Stick.Id, SealKey.FileOf(ledger.WantedEpoch)));
        return (newest.Ending == JournalEnding.Torn,
            !must.All(seals.Contains) ? "a confirmed seal is gone"
            : ledger.Findings.Where(finding => !(unopened && finding.File == newest.Name)).Select(finding => finding.Problem.Seen).FirstOrDefault()
            ?? (newest.Seals.IsEmpty && !unopened ? "the wanted key is gone" : null));
    }

    private static int Note(List<string> wrong, string fault)
    {
        wrong.Add(fault);
        return 0;
    }
}

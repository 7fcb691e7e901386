using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Benchmarks;

/// <summary>The journal beside what it cannot do without: an append beside a bare write of 512 bytes with its flush, a verification
/// beside SHA-256 of the same bytes and P-256 of the same signatures.</summary>
internal static class JournalComparison
{
    private const int Appends = 3_000, Warm = 1_000, RecordsOfAGroup = 2, GroupsOfAFile = 4_000;

    public static void Run(int records)
    {
        var folder = Directory.CreateTempSubdirectory("provisioner-journal-").FullName;
        try
        {
            Append(folder);
            Verify(records);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Append(string folder)
    {
        using var passphrase = new Secret("correct horse battery");
        var disk = new Disk();
        var stick = StickPreparer.Prepare(
            Path.Combine(folder, "stick"), new() { Engineer = "fe-042", Name = "PS-BENCH", IsRehearsal = true }, null, passphrase, disk, TimeProvider.System).Value;
        using var journal = StickJournal.Open(stick, disk, passphrase, [], TimeProvider.System).Value;
        var bare = File.OpenHandle(Path.Combine(folder, "bare"), FileMode.CreateNew, FileAccess.Write);
        var block = new byte[JournalWriter.Sector];
        RandomAccess.Write(bare, new byte[Appends * 2 * block.Length], 0);
        RandomAccess.FlushToDisk(bare);
        using var key = SealKey.Create();
        var entry = JournalEntry.Of("PASS", ("EV", "110113/110141"), ("AC", "E"), ("OC", "0"), ("STEP", "3"), ("ID", "authority"), ("VERB", "notice"));
        var (writes, appends, seals, keys) = (new double[Appends], new double[Appends], new double[Appends], new double[Appends]);
        for (var at = 0; at < Appends; at++)
        {
            writes[at] = Time(() => Write(bare, block, at));
            appends[at] = Time(() => _ = journal.Append(entry).Value);
            seals[at] = Time(() => _ = key.Sign(Sha256.Of(block)));
            keys[at] = Time(() => SealKey.Create().Dispose());
        }

        var (write, append, seal) = (Median(writes[Warm..]), Median(appends[Warm..]), Median(seals[Warm..]));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"append with flush: median {append:F3} ms; bare 512-byte write with flush {write:F3} ms, a signature {seal:F3} ms, a key {Median(keys[Warm..]):F3} ms; (append - 2 signatures) / write = {(append - (2 * seal)) / write:F2} (aim: at most 1.5)"));
        bare.Dispose();
    }

    private static void Write(SafeFileHandle file, byte[] block, int at)
    {
        RandomAccess.Write(file, block, at * (long)block.Length);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>In files as large as they get, made one after the other and verified at once, so that a million records need no room.</summary>
    private static void Verify(int records)
    {
        var (files, bytes, seals) = (0, 0L, 0);
        var (verifying, hashing, signatures) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (var left = records; left > 0; files++)
        {
            var (file, epoch, count) = Make(Math.Min(left, GroupsOfAFile * RecordsOfAGroup));
            left -= count;
            var began = Stopwatch.GetTimestamp();
            var read = JournalFile.Read("R0000001", file, epoch);
            verifying += Stopwatch.GetElapsedTime(began);
            if (read.Ending != JournalEnding.Closed)
            {
                throw new InvalidOperationException($"{read.Ending}");
            }

            began = Stopwatch.GetTimestamp();
            _ = SHA256.HashData(file);
            hashing += Stopwatch.GetElapsedTime(began);
            signatures += Bare(read.Seals);
            (bytes, seals) = (bytes + file.Length, seals + read.Seals.Length);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"verify {records} records, {seals} seals, {files} files, {bytes >> 20} MiB: {verifying.TotalSeconds:F1} s; bare SHA-256 {hashing.TotalSeconds:F2} s + P-256 {signatures.TotalSeconds:F1} s; {verifying / (hashing + signatures):F2} times (aim: at most 1.3)"));
    }

    private static TimeSpan Bare(ImmutableArray<JournalSeal> seals)
    {
        var ready = seals.Select(seal => (Key: seal.Key.ToSpki(), Hash: seal.Head.Digest.ToBytes(), Signature: SignatureOf(seal))).ToArray();
        var began = Stopwatch.GetTimestamp();
        foreach (var (key, hash, signature) in ready)
        {
            using var point = ECDsa.Create();
            point.ImportSubjectPublicKeyInfo(key, out _);
            _ = point.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? 0 : throw new InvalidOperationException();
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private static byte[] SignatureOf(JournalSeal seal) => SealLine.TryRead(seal.Line, out var line, out _) ? line.Signature : throw new InvalidOperationException();

    private static (byte[] Bytes, VerifyingKey Epoch, int Records) Make(int most)
    {
        using var next = SealKey.Create();
        var epoch = SealKey.Create();
        var (key, state) = ((ISealKey)epoch, JournalState.Begin("PS-BENCH", "R0000001"));
        var (bytes, written, now) = (new MemoryStream(), 0, DateTimeOffset.UtcNow);
        var opened = epoch.Public;
        void Put(Appended appended)
        {
            bytes.Write(appended.Block);
            state = appended.State;
        }

        while (written == 0 || (written < most - 1 && JournalWriter.HasRoom(state, 4096)))
        {
            var following = SealKey.Create();
            ImmutableArray<JournalEntry> group = written == 0
                ? [JournalEntry.Of("OPEN", ("STICK", "PS-BENCH"), ("FILE", "R0000001"), ("RUN", "R0000001"), ("PART", "1"), ("AFTER", "-"), ("PREV", "-"))]
                : [.. Enumerable.Range(0, RecordsOfAGroup).Select(_ => JournalEntry.Of(
                    "INTENT", ("EV", "110113/110129"), ("AC", "U"), ("OC", "0"), ("STEP", "3"), ("ID", "configure"), ("VERB", "configure"), ("CHANGE", "1"), ("OF", "2"),
                    ("KIND", "write"), ("PATH", "usr/g/config/network.json"), ("AFTER", new string('a', 64))))];
            Put(JournalWriter.Append(state, group, now, TimeSpan.FromMilliseconds(written), key, following.Public, written == 0 ? next.Public : null));
            key.Dispose();
            (key, written) = (following, written + group.Length);
        }

        Put(JournalWriter.Close(state, [], now, TimeSpan.FromMilliseconds(written), key));
        key.Dispose();
        bytes.Write(Enumerable.Repeat((byte)'\n', (int)(state.Length - bytes.Length)).ToArray());
        return (bytes.ToArray(), opened, written + 1);
    }

    private static double Time(Action act)
    {
        var began = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}

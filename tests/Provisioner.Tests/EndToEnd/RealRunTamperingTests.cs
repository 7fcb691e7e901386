using System.Collections.Immutable;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Sticks;
using Provisioner.Stores;
using Xunit.Abstractions;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The log of a whole real job, tampered with everywhere: each byte, each group, each length.</summary>
public sealed class RealRunTamperingTests(StageFixture fixture, ITestOutputHelper output) : IClassFixture<StageFixture>
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1";

    /// <summary>Everywhere with the long switch; else at places this far apart, another start for each kind.</summary>
    private static readonly int Stride = IsLong ? 1 : 97;

    [Fact]
    public async Task Each_byte_flipped_each_group_moved_and_each_length_cut_is_tampering()
    {
        using var visit = Visit.Of(fixture.Stage);
        (await Program.RunAsync(visit.Run())).Expect(0);
        var evidence = EvidenceReader.Read([visit.Stick], visit.Office, new Disk()).Value[0].Stick;
        var office = OfficeCertificate.Read(File.ReadAllBytes(visit.Office)).Value;
        var at = evidence.Files.Length - 1;
        var bytes = evidence.Files[at].Bytes;
        int[] ends = [0, .. JournalGrammar.Read("R0000001", bytes).Groups
            .Select(group => (int)(group.SealOffset + group.SealText.Length + JournalWriter.Sector) / JournalWriter.Sector * JournalWriter.Sector)];
        int ExitOf(byte[] altered) => new JournalVerification(
            StickVerification.Verify([evidence with { Files = evidence.Files.SetItem(at, new(evidence.Files[at].Number, altered)) }], office, []), office).Exit;
        Assert.Equal(ExitCode.Done, ExitOf(bytes));

        var flips = Every(0, ends[^1]).Select(place => ($"byte {place}", With(bytes, copy => copy[place] ^= (byte)(1 << (place % 8)))));
        var filler = Every(ends[^1], bytes.Length, 997).Select(place => ($"filler {place}", With(bytes, copy => copy[place] ^= 1)));
        var cuts = Every(1, ends[^1], 7).Concat(Every(ends[^1], bytes.Length, 997)).Select(length => ($"cut {length}", bytes[..length]));
        var groups = Groups(bytes, ends);
        var all = flips.Concat(filler).Concat(cuts).Concat(groups).ToArray();
        var passed = all.AsParallel().Where(one => ExitOf(one.Item2) != ExitCode.NotTrusted).Select(one => one.Item1).ToArray();
        output.WriteLine($"{ends.Length - 1} groups in {ends[^1]} bytes: {all.Length} ways, {flips.Count()} of them flips, {cuts.Count()} cuts, {groups.Length} moved groups");
        Assert.Empty(passed);
    }

    /// <summary>Deleted, doubled and swapped; with the long switch each with each.</summary>
    private static (string, byte[])[] Groups(byte[] bytes, int[] ends)
    {
        var count = ends.Length - 1;
        var all = new List<(string, byte[])>();
        for (var one = 0; one < count; one++)
        {
            all.Add(($"{one} again", Joined(bytes, ends, [.. Enumerable.Range(0, one + 1), one, .. Enumerable.Range(one + 1, count - one - 1)])));
            if (one < count - 1)
            {
                all.Add(($"{one} deleted", Joined(bytes, ends, [.. Enumerable.Range(0, count).Where(group => group != one)])));
            }

            for (var other = one + 1; other < (IsLong ? count : Math.Min(count, one + 2)); other++)
            {
                int[] order = [.. Enumerable.Range(0, count)];
                (order[one], order[other]) = (other, one);
                all.Add(($"{one} and {other} swapped", Joined(bytes, ends, order)));
            }
        }

        return [.. all];
    }

    private static byte[] Joined(byte[] bytes, int[] ends, int[] order) => With(bytes, copy =>
    {
        copy.AsSpan().Fill((byte)'\n');
        var joined = order.SelectMany(group => bytes[ends[group]..ends[group + 1]]).ToArray();
        joined.AsSpan(0, Math.Min(joined.Length, copy.Length)).CopyTo(copy);
    });

    private static IEnumerable<int> Every(int from, int to, int stride = 1)
    {
        for (var place = from + ((stride == 1 ? 0 : 3) % Stride); place < to; place += Math.Max(stride == 997 ? stride : 1, Stride))
        {
            yield return place;
        }
    }

    private static byte[] With(byte[] bytes, Action<byte[]> alter)
    {
        var copy = bytes.ToArray();
        alter(copy);
        return copy;
    }
}

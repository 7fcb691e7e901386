using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Inspecting;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Tests.Certificates;

/// <summary>Large and crafted files: each is refused or read, quickly and in little memory.</summary>
public sealed class HostileTests
{
    private const int Largest = CertificateFile.MostBytes;

    /// <summary>Allocated in all, the file itself not counted; more than it ever holds at once.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly byte[] Pkcs7Data = [6, 9, .. Convert.FromHexString("2A864886F70D010701")];

    private static readonly Dictionary<string, (Func<byte[]> Make, string Codes)> Files = new()
    {
        ["a byte more than the most"] = (() => new byte[Largest + 1], "DISK-003"),
        ["as large as may be, of zeros"] = (() => new byte[Largest], "CERT-002"),
        ["one endless line"] = (() => Filled("-----BEGIN CERTIFICATE-----\n", (byte)'A', "\n-----END CERTIFICATE-----\n"), "CERT-006"),
        ["nothing but line ends"] = (() => Filled("", (byte)'\n', ""), "CERT-002"),
        ["nothing but dashes"] = (() => Filled("", (byte)'-', ""), "CERT-002"),
        ["UTF-16 as large as may be"] = (() => [.. Enumerable.Repeat<byte[]>([(byte)'A', 0], Largest / 2).SelectMany(b => b)], "CERT-002"),
        ["a thousand and one certificates"] = (() => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Made.Root().Pem, CertificateFile.MostItems + 1))), "CERT-003 CERT-136"),
        ["lengths left open, nested a million deep"] = (() => [0x30, 0x80, 2, 1, 3, 0x30, 0x80, 6, 1, 42, .. Repeat(0x30, 0x80), .. Repeat(0, 0), 0, 0, 0, 0], "CERT-005"),
        ["octet strings nested a million deep"] = (() => [0x30, 0x80, 6, 9, .. Convert.FromHexString("2A864886F70D010702"), 0xA0, 0x80, .. Repeat(0x24, 0x80), .. Repeat(0, 0), 0, 0, 0, 0], "CERT-005"),
        ["millions of empty elements"] = (() => Sequence([2, 1, 3], Sequence([.. Pkcs7Data, .. Explicit(Repeat(5, 0))])), "CERT-005"),
        ["a certificate of megabytes"] = (() => Sequence(Sequence([0xA0, 3, 2, 1, 2, .. Tlv(4, new byte[Largest / 2])]), Sequence(), [3, 1, 0]), "CERT-005"),
        ["a key of a million bits"] = (() => Sequence([2, 1, 0], Tlv(2, Filled("", 0x55, "")[..131072]), [2, 1, 3]), "CERT-005"),
        ["a zip that unpacks to a thousand times as much"] = (Bomb, "CERT-022"),
        ["a zip of more entries than are looked at"] = (() => Zip(Enumerable.Range(0, 1_001).Select(n => ($"{n}.txt", "x"u8.ToArray()))), "CERT-003"),
        ["a revocation list of hundreds of thousands"] = (LongList, ""),
    };

    public static TheoryData<string> Rows => [.. Files.Keys];

    [Theory, MemberData(nameof(Rows))]
    public void A_hostile_file_costs_little(string row)
    {
        var (bytes, codes) = (Files[row].Make(), Files[row].Codes);
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        var files = CertificateFile.ReadAll("file", bytes, []);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(codes, string.Join(' ', Inspection.Of(files, new InspectionRequest(Made.Now)).AllProblems.Select(p => p.Code).Distinct().Order(StringComparer.Ordinal)));
        Assert.True(allocated < MostBytes, $"{allocated / 1024} KiB");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void Authorities_that_all_certify_each_other_are_looked_at_for_a_while_and_no_longer()
    {
        var pairs = Enumerable.Range(0, 24).Select(_ => Made.P256()).ToArray();
        var roots = pairs.Select((pair, at) => Made.Root($"A{at}", w => w.Pair = pair)).ToArray();
        var mesh = roots.SelectMany((by, at) => roots.Where(of => of != by).Select(of => Made.Intermediate(by, of.Platform.GetNameInfo(default, false), w => w.Pair = of.Pair).Held)).ToArray();
        var watch = Stopwatch.StartNew();
        var found = PathValidator.Validate(Made.Leaf(roots[0]).Held, mesh, [Made.Root("Elsewhere").Held], PathPurpose.Any, Made.Now);
        Assert.Equal(["CERT-154"], found.Problems.Select(p => p.Code));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void Authorities_of_one_name_cost_a_few_signatures_each()
    {
        var same = Enumerable.Range(0, 200).Select(_ => Made.Root("Same", w => w.KeyIdentifiers = false).Pem);
        using var file = CertificateFile.Read("file", Encoding.ASCII.GetBytes(string.Concat(same)));
        var watch = Stopwatch.StartNew();
        Assert.Equal(200, Inspection.Of([file], new InspectionRequest(Made.Now)).Chains.Length);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void Derivation_stops_when_somebody_says_so()
    {
        using var stop = new CancellationTokenSource();
        var budget = new ReadingBudget(progress: new Stopper(stop), cancelled: stop.Token);
        using var password = new Secret("secret");
        _ = Assert.Throws<OperationCanceledException>(() => CertificateFile.Read("f", VectorTests.Bytes("p12/million-rounds.p12"), password, budget));
    }

    [Fact]
    public void The_budget_is_for_the_whole_file_and_every_password_tried()
    {
        using var password = new Secret("secret");
        using var enough = CertificateFile.Read("f", VectorTests.Bytes("p12/modern.p12"), password, new ReadingBudget(48));
        Assert.Empty(enough.Problems);
        using var less = CertificateFile.Read("f", VectorTests.Bytes("p12/modern.p12"), password, new ReadingBudget(47));
        Assert.Equal(["CERT-009"], less.Problems.Select(p => p.Code));
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }

    private static byte[] Filled(string start, byte filler, string end)
    {
        var bytes = new byte[Largest];
        Array.Fill(bytes, filler);
        Encoding.ASCII.GetBytes(start).CopyTo(bytes, 0);
        Encoding.ASCII.GetBytes(end).CopyTo(bytes, Largest - end.Length);
        return bytes;
    }

    private static byte[] Repeat(byte one, byte two)
    {
        var bytes = new byte[2_000_000];
        for (var at = 0; at < bytes.Length; at += 2)
        {
            (bytes[at], bytes[at + 1]) = (one, two);
        }

        return bytes;
    }

    private static byte[] Explicit(byte[] content) => Tlv(0xA0, content);

    private static byte[] Sequence(params byte[][] parts) => Tlv(0x30, [.. parts.SelectMany(part => part)]);

    /// <summary>DER: the fewest bytes of length.</summary>
    private static byte[] Tlv(byte tag, byte[] content)
    {
        byte[] length = [.. BitConverter.GetBytes(content.Length).Reverse().SkipWhile(part => part == 0)];
        return content.Length < 128 ? [tag, (byte)content.Length, .. content] : [tag, (byte)(0x80 | length.Length), .. length, .. content];
    }

    private static byte[] Bomb() => Zip([("zeros.pem", new byte[100 * 1024 * 1024])]);

    private static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static byte[] LongList()
    {
        var time = Tlv(0x17, "260504093047Z"u8.ToArray());
        var entry = Sequence([2, 6, 1, 2, 3, 4, 5, 6], time);
        var entries = Tlv(0x30, [.. Enumerable.Repeat(entry, 400_000).SelectMany(part => part)]);
        var algorithm = Sequence([6, 8, .. Convert.FromHexString("2A8648CE3D040302")]);
        return Sequence(Sequence([2, 1, 1], algorithm, Sequence(), time, entries), algorithm, [3, 1, 0]);
    }
}

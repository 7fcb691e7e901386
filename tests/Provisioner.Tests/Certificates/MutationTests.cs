using System.Diagnostics;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Inspecting;
using Provisioner.Core.Problems;
using Xunit.Abstractions;

namespace Provisioner.Tests.Certificates;

/// <summary>Every damaged file ends in a value or a problem: no exception, no hang, no heap of memory.</summary>
public sealed class MutationTests(ITestOutputHelper log)
{
    private const int Seed = 20260504;

    /// <summary>Bytes that one file may have allocated in all, which is more than it ever holds at once.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    /// <summary>Rounds of key derivation are set aside: files of one kind have few.</summary>
    private const long Rounds = 20_000;

    private static readonly int Times = Environment.GetEnvironmentVariable("PROVISIONER_LONG") is null ? 2_000 : 100_000;

    private static readonly Dictionary<string, byte[]> Files = VectorTests.Files().ToDictionary(file => file, VectorTests.Bytes);

    private static readonly byte[][] Others = [.. Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value)];

    [Fact]
    public void Damaged_files_end_in_a_value_or_a_problem()
    {
        var (longest, most, slowest) = (TimeSpan.Zero, 0L, "");
        var gate = new Lock();
        var watch = Stopwatch.StartNew();
        _ = Parallel.ForEach(Files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file =>
        {
            var chance = new Random(Seed ^ StableHash(file.Key));
            for (var at = 0; at < Times; at++)
            {
                var damaged = Mutation.Of(file.Value, Others[chance.Next(Others.Length)], chance);
                var (time, allocated) = Look(file.Key, at, damaged);
                for (var again = 0; time > MostTime && again < 3; again++)
                {
                    // Was it the file, or did the machine do something else meanwhile?
                    (time, _) = Look(file.Key, at, damaged);
                }

                lock (gate)
                {
                    (longest, slowest) = time > longest ? (time, $"{file.Key} {at}") : (longest, slowest);
                    most = Math.Max(most, allocated);
                }
            }
        });
        log.WriteLine($"{Files.Count} files, {Times} damages each, {watch.Elapsed.TotalSeconds:F0} s; slowest {longest.TotalMilliseconds:F0} ms ({slowest}), most allocated {most / 1024} KiB");
        Assert.True(most < MostBytes, $"{most} bytes");
        Assert.True(longest < MostTime, slowest);
    }

    private static (TimeSpan Time, long Allocated) Look(string name, int at, byte[] bytes)
    {
        var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        try
        {
            using var password = new Secret("secret");
            var read = CertificateFile.ReadAll(name, bytes, [password], new ReadingBudget(Rounds));
            var inspection = Inspection.Of(read, new InspectionRequest(Made.Now));
            Assert.True(read.Any(file => !file.Items.IsEmpty || file.Encoding == FileEncoding.Zip) || inspection.AllProblems.Any(), "neither a value nor a problem");
            foreach (var problem in inspection.AllProblems)
            {
                _ = problem.Seen;
            }

            foreach (var file in read)
            {
                file.Dispose();
            }
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{name}, damage {at}: {Convert.ToBase64String(bytes)}", fault);
        }

        return (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The same in every process, as <see cref="string.GetHashCode()"/> is not.</summary>
    private static int StableHash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
}

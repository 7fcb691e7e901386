using System.Text;
using Provisioner.Core.Procedures;

namespace Provisioner.Tests.Procedures;

/// <summary>Whatever becomes of a file ends in problems or in a procedure, never in an exception.</summary>
public sealed class MutationTests
{
    private const string Letters = "abcxyz019 -:{}[],#'\"|>&*!%@`?\\\n\r\t~./é\u00a0\u200b\ud83d";

    private static readonly int Rounds = Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1" ? 100_000 : 2_000;

    public static TheoryData<string> Files => [.. Shipped.ModalityFiles, .. Shipped.ProcedureFiles];

    [Theory, MemberData(nameof(Files))]
    public void Seeded_mutations_of_a_shipped_file_end_in_problems_or_a_value(string file)
    {
        var random = new Random(20200704);
        var original = Shipped.Bytes(file);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var mutant = Mutate(original, random);
            try
            {
                refused += Reads(file, mutant) ? 0 : 1;
            }
            catch (Exception fault)
            {
                Assert.Fail($"round {round}: {fault}\n{Encoding.Latin1.GetString(mutant)}");
            }
        }

        Assert.InRange(refused, Rounds / 2, Rounds - 1);
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_prefix_of_a_shipped_file_ends_in_problems_or_a_value(string file)
    {
        var original = Shipped.Bytes(file);
        for (var length = 0; length < original.Length; length += Rounds > 2_000 ? 1 : 17)
        {
            _ = Reads(file, original[..length]);
        }
    }

    private static bool Reads(string file, byte[] bytes) => file.StartsWith("modalities", StringComparison.Ordinal)
        ? ModalityFile.Read(file, bytes).IsGood
        : ProcedureFile.Read(file, bytes, Shipped.Modalities).IsGood;

    /// <summary>One to three edits: a byte altered, letters put in, a range taken out, doubled or moved, a line swapped.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 40));
            length = Math.Min(length, bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Letters[random.Next(Letters.Length)].ToString()));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    var part = bytes.GetRange(at, length);
                    bytes.RemoveRange(at, length);
                    bytes.InsertRange(random.Next(bytes.Count + 1), part);
                    break;
                default:
                    var lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
                    var (left, right) = (random.Next(lines.Length), random.Next(lines.Length));
                    (lines[left], lines[right]) = (lines[right], lines[left]);
                    bytes = [.. Encoding.Latin1.GetBytes(string.Join('\n', lines))];
                    break;
            }

            if (bytes.Count == 0)
            {
                return [];
            }
        }

        return [.. bytes];
    }
}

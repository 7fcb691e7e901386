using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>The archive that <c>COLLECT.SH -t</c> writes. Hostile input: files alone are read, by the last part of their names, and nothing
/// is unpacked.</summary>
/// <param name="ByName">The first of each name.</param>
internal sealed record CollectedTar(ImmutableDictionary<string, byte[]> ByName)
{
    /// <summary>Bytes of a head, and what each file is filled up to (POSIX.1, ustar).</summary>
    private const int Block = 512;

    private const int Largest = 64 * 1024 * 1024, MostFiles = 4000;

    public static bool IsOne(string path) => path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <returns>A problem where it is damaged, or cut off.</returns>
    public static Checked<CollectedTar> Read(string path, IDisk disk)
    {
        var (bytes, files) = (disk.Read(path, Largest) ?? [], new Dictionary<string, byte[]>());
        for (var at = 0; at + Block <= bytes.Length && files.Count < MostFiles;)
        {
            var head = bytes.AsSpan(at, Block);
            if (!head.ContainsAnyExcept((byte)0))
            {
                return new CollectedTar(files.ToImmutableDictionary());
            }

            if (!IsSum(head) || Number(head.Slice(124, 12)) is not { } length || length > Collected.Largest || at + Block + length > bytes.Length)
            {
                break;
            }

            if (head[156] is (byte)'0' or 0)
            {
                _ = files.TryAdd(Name(head), bytes.AsSpan(at + Block, length).ToArray());
            }

            at += Block + ((length + Block - 1) / Block * Block);
        }

        return Problem.Of("CERT-196", ("file", path));
    }

    /// <summary>The head's own sum, in which it counts itself as spaces.</summary>
    private static bool IsSum(ReadOnlySpan<byte> head)
    {
        var sum = 8 * ' ';
        for (var at = 0; at < Block; at++)
        {
            sum += at is >= 148 and < 156 ? 0 : head[at];
        }

        return Number(head.Slice(148, 8)) == sum;
    }

    /// <summary>Octal digits; <c>null</c> where they are none, or more than any file here has.</summary>
    private static int? Number(ReadOnlySpan<byte> field)
    {
        var text = Encoding.ASCII.GetString(field).Trim('\0', ' ');
        return text.Length is > 0 and <= 12 && text.All(digit => digit is >= '0' and <= '7') && Convert.ToInt64(text, 8) is <= int.MaxValue and var number ? (int)number : null;
    }

    private static string Name(ReadOnlySpan<byte> head)
    {
        var name = Encoding.ASCII.GetString(head[..100]).Split('\0')[0];
        return name[(name.LastIndexOf('/') + 1)..];
    }
}
